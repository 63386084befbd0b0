"""Slow or remote work that an application owes; `bot.errands.courier` carries it out."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Task(StrEnum):
    """What is to be done; each ends in one event that carries the errand's ticket."""

    CHECK_PICTURE = "check_picture"  # fetch it, look at it -> PictureChecked, PictureRefused
    READ_CARD = "read_card"  # step 1 -> CardRead, CardRefused, CardDelayed
    # step 2 -> SubmissionAccepted, -Refused, -Delayed, -Unclear, RecordFound, CardRenamed
    SUBMIT = "submit"
    LOOK_UP = "look_up"  # did it arrive? -> SubmissionAccepted, SubmissionDenied, LeftUnresolved
    ASK_VERDICT = "ask_verdict"  # -> VerdictFound, StillPending, LeftUnresolved


#: The subject of a lookup for a submission denied often enough to be sent again.
DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One task owed in the name of a ticket, not before `delay` has passed."""

    task: Task
    ticket: str
    subject: str = ""  # which picture, or DENIED
    delay: timedelta = timedelta(0)
