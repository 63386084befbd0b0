"""What the service holds of a customer before the application is sent: asked, then judged."""

import asyncio
import contextlib
from datetime import timedelta

from bot.ekyc import EkycBusy, EkycError, EkycUnavailable
from bot.errands.enquiry import Enquiry
from bot.errands.lookup import has_arrived
from bot.errands.result import Result, submission_delayed, wait_after
from bot.verdicts.baseline import held_before, registered_here, unexplained
from bot.verdicts.judging import arrival
from bot.verdicts.log import LOG_KEPT
from bot.verdicts.look import Look
from bot.verdicts.matching import rivals_of
from conversations import replies
from conversations.application import Application
from conversations.submission import Held
from storage import Store
from storage.errands import OwedErrand

#: Failed lookups of earlier records before a submission is sent without one.
_LOOKS_IN_VAIN = 3
_LOOKS_IN_OUTAGE = 10  # a submission sent into an outage would only become unclear
_NEXT_LOOK = timedelta(seconds=2)
_LONGEST_LOOK = 10.0  # seconds for the status call, then for the log; an agent waits for it
_LONGEST_SECOND_LOOK = 3.0  # seconds, where the status call denies the number


class EarlierRecords:
    def __init__(self, store: Store, enquiry: Enquiry) -> None:
        self._store = store
        self._enquiry = enquiry

    async def look_up(self, errand: OwedErrand, application: Application) -> Held | Result | None:
        """What the service holds already, or the errand's result because of it."""
        try:
            return await self._found(errand, application)
        except EkycError as error:
            if isinstance(error, EkycBusy) and errand.attempts < _LOOKS_IN_VAIN:
                return Result(again_in=_NEXT_LOOK)  # it works, but refuses this call for now
            delayed = submission_delayed(errand.ticket, error)
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))

    async def _found(self, errand: OwedErrand, application: Application) -> Held | Result | None:
        """The same; raises EkycUnavailable while another lookup may tell more, and EkycDenied."""
        submission = application.handed_in
        if submission.is_sent_again:
            arrived = await has_arrived(self._enquiry, application)
            if arrived is False:
                return submission.held_before
            event = replies.SubmissionAccepted if arrived else replies.SubmissionUnclear
            return Result(event=event(ticket=errand.ticket))
        look = await self._look(application, attempts=errand.attempts)
        is_known = look.is_denied or look.status or look.rows is not None
        if not is_known and errand.attempts < _LOOKS_IN_VAIN:
            return Result(again_in=_NEXT_LOOK)  # a page about maintenance, perhaps
        others = self._store.customers.sharing_number(application)
        rivals = rivals_of(application, others)
        has_left = submission.has_left and await self._enquiry.is_same_account(application)
        if has_left and arrival(application, look, rivals):
            return Result(event=replies.SubmissionAccepted(ticket=errand.ticket))
        same = self._store.customers.of_same_person(application)
        found = unexplained(application, look, others, rivals) + registered_here(same)
        if submission.has_unseen(found):
            return Result(event=replies.RecordFound(ticket=errand.ticket, found=found))
        if has_left:
            return submission.held_before  # what has shown up since may be its own
        return held_before(application, look, rivals)

    async def _look(self, application: Application, *, attempts: int) -> Look:
        """Status and log as far as they are available within seconds.

        A service that cannot answer for unknown numbers may still accept the application, so the
        last lookup makes do with what it gets. A number that the status call denies may still be in
        the log, as the two need not show the same records (docs/ekyc-api.md, trap 63); there a
        reading that serves many will do. Raises EkycUnavailable and EkycDenied.
        """
        look = Look()
        with contextlib.suppress(EkycUnavailable, TimeoutError):  # the log may tell
            async with asyncio.timeout(_LONGEST_LOOK):
                look = await self._enquiry.status(application, urgent=True)
        kept, longest = 0.0, _LONGEST_LOOK
        if look.is_denied:
            kept, longest = LOG_KEPT, _LONGEST_SECOND_LOOK
        try:
            async with asyncio.timeout(longest):
                look = await self._enquiry.with_log(look, application, kept=kept)
                is_known = bool(look.status or look.rows)
                if is_known and look.rows is not None and not look.is_complete:
                    look = await self._enquiry.with_log(look, application, is_far=True)
        except EkycUnavailable as error:
            is_up = isinstance(error, EkycBusy) or look.is_answered  # only the log is away
            looks = _LOOKS_IN_VAIN if is_up else _LOOKS_IN_OUTAGE
            if attempts < looks and not look.is_denied:
                raise
        except TimeoutError:
            pass  # the log is long and slow to read: what was read of it must do
        return look
