"""The lookup of a submission of unknown outcome: whether it arrived, asked until that is clear."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.ekyc import EkycError
from bot.errands.enquiry import Enquiry
from bot.errands.result import Notice, Result, closing, wait_after
from bot.runtime.backoff import backoff
from bot.runtime.trusted_time import TrustedTime
from bot.verdicts import schedule
from bot.verdicts.judging import arrival
from conversations import replies
from conversations.application import Application
from conversations.errands import DENIED
from storage.errands import OwedErrand

#: The wait between fruitless lookups, once the agent may send again.
_SELDOM_LOOK = timedelta(hours=1)

#: Lookups without a clear answer before agent and admins are told: half an hour.
_UNCLEAR_LOOKS = 8


class Lookup:
    def __init__(
        self, enquiry: Enquiry, *, clock: Callable[[], datetime], time: TrustedTime
    ) -> None:
        self._enquiry = enquiry
        self._clock = clock
        self._time = time

    async def look_up(self, errand: OwedErrand, application: Application) -> Result:
        """Look up whether it arrived; only a well-formed reply that denies the record counts as a
        no.
        """
        ticket = errand.ticket
        if not is_awaited(errand, application):
            return Result()
        try:
            arrived = await has_arrived(self._enquiry, application)
        except EkycError as error:
            return _unclear(errand, wait_after(error, errand.attempts))
        if arrived is None:
            age = self._clock() - application.handed_in.pressed_at
            is_old = age >= schedule.CLOSED_AFTER
            if is_old and self._time.verify():
                return closing(errand)
            return _unclear(errand, backoff(errand.attempts, first=timedelta(seconds=30)))
        if arrived:
            return Result(event=replies.SubmissionAccepted(ticket=ticket))
        return Result(event=replies.SubmissionDenied(ticket=ticket))


async def has_arrived(enquiry: Enquiry, application: Application) -> bool | None:
    """None when the replies prove nothing; raises EkycUnavailable and EkycDenied."""
    if not await enquiry.is_same_account(application):
        return None
    look = await enquiry.status(application)
    is_named = look.status is not None and look.status.nid_number is not None
    if is_named and arrival(application, look, enquiry.rivals(application)):
        return True
    look = await enquiry.with_log(look, application)
    arrived = arrival(application, look, enquiry.rivals(application))
    if arrived is not None or look.rows is None or look.is_complete:
        return arrived
    look = await enquiry.with_log(look, application, is_far=True)
    return arrival(application, look, enquiry.rivals(application))


def is_awaited(errand: OwedErrand, application: Application) -> bool:
    return application.submission is not None and application.submission.ticket == errand.ticket


def _unclear(errand: OwedErrand, again_in: timedelta) -> Result:
    if errand.subject == DENIED:  # the agent knows, and may send it again
        return Result(again_in=max(again_in, _SELDOM_LOOK))
    is_told = errand.warned or errand.attempts + 1 < _UNCLEAR_LOOKS
    notice = None if is_told else Notice("overdue-unclear", 1)
    return Result(again_in=again_in, notice=notice)
