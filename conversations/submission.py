"""One attempt to hand an application in, and what the service showed before it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from conversations.verdict import Source, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the service showed for the customer's mobile number just before a submission.

    An old verdict is known by it. `status` is None when the status call gave none, ANOTHERS when it
    named another person. `log` holds this person's rows; None when the log could not be read far
    enough. `is_new` says that none of it was about this person.
    """

    status: str | None = None
    log: tuple[str, ...] | None = None
    is_new: bool = False

    @property
    def was_pending(self) -> bool:
        """Whether there was a record without a verdict, which may never get one."""
        return any(words.startswith("pending") for words in (self.status or "", *(self.log or ())))


#: Replaces the status of another person.
ANOTHERS = "another person's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One attempt to hand the application in; `ticket` names the reply that still counts.

    `held_before` is None when the service clearly held nothing under the mobile number.
    `pending_seen_in` names the sources that have since shown a pending instead of what they showed
    before. `found` is what the service showed about this person that no attempt of ours explains,
    and `despite` the part that the agent has seen and submits anyway. `token` is a digest of the
    token of the service that it was sent with. `is_duplicate`: when it was sent again, the service
    said that it has it already. `has_left`: it was sent, and not taken, as the service said.
    `preceded_by` are the tickets of those under its mobile number that the service had accepted
    before it showed `held_before`; None where an earlier version sent it. `refusal` says why it was
    refused: in the service's words, or by a text key about the photo of `refused_slot`.
    """

    ticket: str
    attempt: int
    pressed_at: datetime
    accepted_at: datetime | None = None
    denials: int = 0  # consecutive clean replies that the service has no such record
    delay: str = ""  # the text key of what it waits for; empty: for nothing
    held_before: Held | None = None
    pending_seen_in: frozenset[Source] = frozenset()
    found: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    token: str | None = None
    is_sent_again: bool = False  # after denials; the first attempt may still have arrived
    is_duplicate: bool = False
    has_left: bool = False
    preceded_by: frozenset[str] | None = None
    is_renamed: bool = False  # the card was read again for new names of its pictures
    refusal: str = field(default="", repr=False)
    refused_slot: str = ""

    def has_unseen(self, found: Iterable[str]) -> bool:
        """Whether the agent has not seen one of these records; of equal ones each counts."""
        return bool(Counter(found) - Counter(self.despite))

    def dated_back(self, now: datetime) -> Self:
        """The same, with no time later than now."""
        accepted_at = min(self.accepted_at, now) if self.accepted_at else None
        return replace(self, pressed_at=min(self.pressed_at, now), accepted_at=accepted_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAttempt:
    """A submission that did not pass and was corrected afterwards."""

    submission: Submission
    verdict: Verdict
