"""The result of an errand. A worker changes nothing itself: it reports, the courier writes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.ekyc import EkycDenied, EkycError, EkycUnavailable
from bot.ekyc.polite import DENIED_WAIT
from bot.runtime.backoff import backoff
from bot.telegram.errors import TelegramError, TelegramUnavailable
from conversations.application import Application
from conversations.replies import LeftUnresolved, Replied, SubmissionDelayed
from storage.errands import OwedErrand

#: Short, because an agent is waiting when an outage ends.
_LONGEST_WAIT = timedelta(minutes=2)

_GRAVEST = 4  # of all notices about an application

#: What a submission waits for while Telegram does not give out a photo.
PHOTO_AWAITED = "state-submitting-photo"

#: After an answer that could not be understood.
LOOK_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice for the agent and the admins: a text key, given once for each gravity from 1."""

    text: str
    gravity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An event, or a retry, or both; without `again_in` the errand is done."""

    event: Replied | None = None
    again_in: timedelta | None = None
    notice: Notice | None = None
    odd_word: str | None = None  # an undocumented status, reported to the admins
    is_faulty: bool = False  # a bug of ours, reported to the admins


def closing(errand: OwedErrand) -> Result:
    """It has been asked for long enough: it ends without an answer, with a notice."""
    event = LeftUnresolved(ticket=errand.ticket)
    return Result(event=event, notice=Notice("closed-unresolved", _GRAVEST))


def submission_delayed(
    ticket: str, error: EkycError, *, has_left: bool = False
) -> SubmissionDelayed:
    """The service takes no application: none of anybody's, or none just now."""
    if isinstance(error, EkycDenied):
        return SubmissionDelayed(ticket=ticket, reason="state-submitting-denied")
    return SubmissionDelayed(ticket=ticket, has_left=has_left)


Worker = Callable[[OwedErrand, Application], Awaitable[Result]]


def wait_after(error: EkycError | TelegramError, attempts: int) -> timedelta:
    """The delay before a failed call is retried, after that many attempts."""
    grown = backoff(attempts, longest=_LONGEST_WAIT)
    if isinstance(error, EkycUnavailable | TelegramUnavailable) and error.retry_after is not None:
        asked = timedelta(seconds=error.retry_after)
        # "Retry-After: 0" of the service must not make a loop of whole submissions.
        is_named_by_service = isinstance(error, EkycUnavailable) and not error.is_own_pause
        return max(asked, grown) if is_named_by_service else asked
    if isinstance(error, EkycDenied):
        return DENIED_WAIT
    if isinstance(error, EkycError) and not isinstance(error, EkycUnavailable):
        return LOOK_AGAIN
    return grown
