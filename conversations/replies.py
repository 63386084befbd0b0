"""What the errands report of an application, in the past tense.

Each carries the ticket of its errand. It may come late, twice, or to an application that has moved
on; it must do no harm then.
"""

from dataclasses import dataclass, field

from conversations.card import CardReading
from conversations.card_barcode import CardBarcode
from conversations.verdict import Source, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The outcome of an errand; counts only while the application still waits for `ticket`."""

    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureChecked(Replied):
    slot: str
    digest: str = field(repr=False)
    fingerprint: str = field(repr=False)
    repeats: str | None = None  # the slot that already holds the same picture
    doubts: tuple[str, ...] = ()  # its defects, gravest first
    barcode: CardBarcode | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRefused(Replied):
    slot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead(Replied):
    reading: CardReading


#: Why a card was not read where the photos are not to blame: the service's answer made no sense.
MISUNDERSTOOD = "answer-misunderstood"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRefused(Replied):
    """The service could not read the card, or would not take the pictures."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDelayed(Replied):
    """The card is not read yet; that is still owed. `reason`: the text key of what it waits for."""

    reason: str = "reading-delayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAccepted(Replied):
    """The service has the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRenamed(Replied):
    """The service had forgotten its names for the card's two pictures and gave new ones."""

    front_name: str = field(repr=False)
    back_name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRefused(Replied):
    """The service wants something changed, in words of its own, or a photo cannot be sent.

    `slot` names the photo; empty where the refusal is about none.
    """

    reason: str
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionDelayed(Replied):
    """The service has taken nothing yet; it is still owed.

    `reason` is the text key of what it waits for. `has_left`: it was sent, and the service
    answered that it takes nothing for now.
    """

    reason: str = "state-submitting-delayed"
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUnclear(Replied):
    """The request may have arrived, but no reply confirmed it.

    `duplicate`: sent again, it was refused in these words, so an earlier attempt may have arrived.
    """

    duplicate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionDenied(Replied):
    """A well-formed reply says that the service has no such record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillPending(Replied):
    """The service was asked, and no verdict of this submission is certain yet.

    `pending_seen_in`: see `Submission`. `is_unanswered` when the service did not answer.
    """

    pending_seen_in: frozenset[Source] = frozenset()
    is_unanswered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFound(Replied):
    """Before anything was sent: the service shows records that no attempt of ours explains."""

    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnresolved(Replied):
    """The service gave no verdict within a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictFound(Replied):
    verdict: Verdict
