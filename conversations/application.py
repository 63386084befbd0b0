"""One customer's registration, from consent to verdict, as plain frozen values.

It holds everything that is known, so this value and the next event are enough to continue: after a
restart, on another phone, months later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from conversations.card_barcode import CardBarcode
from conversations.extra_question import ExtraQuestion
from conversations.options import SAME_ADDRESS
from conversations.verdict import Source, Verdict


class Phase(StrEnum):
    """The phase of an application; which question is asked within FILLING is data, not a phase."""

    FILLING = "filling"
    REVIEWING = "reviewing"  # complete; the agent reviews it
    SUBMITTING = "submitting"  # owed to the eKYC service
    CHECKING = "checking"  # sent, but whether it arrived is unknown
    PENDING = "pending"  # accepted, the background check runs
    DECIDED = "decided"
    CLOSED = "closed"  # closed without a verdict after a month; a late verdict is still accepted


#: How often a poor photo is refused before the agent may use it anyway.
MOST_REFUSALS = 2

#: Doubts whether the photo shows what was asked for at all. They are always mentioned, and the
#: agent may use the photo anyway at once, because the agent decides what it shows.
WRONG_SUBJECTS = frozenset(
    {
        "picture-of-person",
        "picture-wrong-side",
        "picture-small-face",
        "picture-several-faces",
        "picture-no-face",
    }
)

DRAFT = frozenset({Phase.FILLING, Phase.REVIEWING})
UNDER_WAY = frozenset({Phase.SUBMITTING, Phase.CHECKING})

CARD_SIDES = ("front", "back")

#: What step 1 of the API reads from the card, in the order of the confirmation screen.
CARD_FIELDS = (
    "nid_number",
    "date_of_birth",
    "name_bangla",
    "name_english",
    "father_name",
    "mother_name",
    "present_address",
)


#: The wording of the consent before each was named by its hash.
FIRST_WORDING = "2026-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The customer's spoken yes, given before the first photo."""

    text_version: str
    language: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo that stays at Telegram; only its file id is kept.

    `ticket` names the one check whose result still counts. Pictures that were sent together share
    their `album`. `digest` and `fingerprint` are None until the photo was fetched and found usable;
    `doubts` says what is not good about it. An insisted one is used anyway. `barcode` is what was
    understood of one on it, if any. `message_id` is where the agent sees it.
    """

    file_id: str = field(repr=False)
    unique_id: str = field(repr=False)
    ticket: str
    sent_at: datetime
    album: str | None = None
    forwarded: bool = False
    digest: str | None = field(default=None, repr=False)
    fingerprint: str | None = field(default=None, repr=False)
    doubts: tuple[str, ...] = ()
    is_insisted: bool = False
    barcode: CardBarcode | None = field(default=None, repr=False)
    message_id: int | None = None

    @property
    def is_checked(self) -> bool:
        return self.digest is not None

    @property
    def wrong_subject(self) -> str:
        """Why it seems to show something other than requested; empty when it does not."""
        return next((doubt for doubt in self.doubts if doubt in WRONG_SUBJECTS), "")

    def to_be_checked(self, ticket: str) -> Self:
        """This picture, waiting for a new check under that ticket."""
        return replace(self, ticket=ticket, digest=None, fingerprint=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """What the service read from the card, kept unmodified along with the agent's corrections.

    `fields` holds only what was found, under our names (`CARD_FIELDS`). The image names must go
    back to the service unchanged (API document, page 5). If the card names no father, `father_name`
    holds the husband's or wife's name as well.
    """

    fields: Mapping[str, str] = field(repr=False)
    front_name: str = field(repr=False)
    back_name: str = field(repr=False)
    spouse_name: str | None = field(default=None, repr=False)
    read_at: datetime


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


#: Replaces the status of another person.
ANOTHERS = "another person's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One attempt to hand the application in; `ticket` names the reply that still counts.

    `held_before` is None when the service clearly held nothing under the mobile number.
    `pending_seen_in` names the sources that have since shown a pending instead of what they showed
    before. `found` is what the service showed about this person that no attempt of ours explains,
    and `despite` the part that the agent has seen and submits anyway. `token` is a digest of the
    token of the service that it was sent with.
    """

    ticket: str
    attempt: int
    pressed_at: datetime
    accepted_at: datetime | None = None
    denials: int = 0  # consecutive clean replies that the service has no such record
    is_delayed: bool = False
    is_behind_twin: bool = False  # delayed by another application of the same person
    held_before: Held | None = None
    pending_seen_in: frozenset[Source] = frozenset()
    found: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    token: str | None = None
    is_sent_again: bool = False  # after denials; the first attempt may still have arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What is left of the customer after the form was erased; all of it masked.

    Without a time it is a masked view for somebody who may see no more.
    """

    customer: str
    national_id: str
    mobile_number: str
    erased_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAttempt:
    """A submission that did not pass and was corrected afterwards."""

    submission: Submission
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsSent:
    """The form to which the last verdict belongs, while the agent corrects it."""

    answers: Mapping[str, str] = field(repr=False)
    pictures: Mapping[str, Picture]
    reading: CardReading | None
    as_printed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Everything known about one customer's registration.

    `asking` is what the chat shows now: a question's key, or one of the stops of
    `conversations.questions`. `version` rises whenever that changes and is printed on every
    button, so that a button of an earlier moment is recognised.

    `steps` are those reached so far, in the order in which the agent met them.

    `habits` are the options that the agent picks most, offered once more above the grid.

    `refused_pictures` were not good. The agent may use the last one of a slot anyway, once the slot
    has MOST_REFUSALS `refusals` or if only its subject is in doubt.

    The agent has yet to check the `doubted` fields of the reading and has confirmed those
    `as_printed`, which look wrong but match the card.
    """

    id: str
    agent: int
    created_at: datetime
    changed_at: datetime
    phase: Phase = Phase.FILLING
    version: int = 1
    asking: str = "consent"
    steps: tuple[str, ...] = ()
    wording: str = FIRST_WORDING  # the version of the consent's text that was shown
    consent: Consent | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    refused_pictures: Mapping[str, Picture] = field(default_factory=dict)
    refusals: Mapping[str, int] = field(default_factory=dict)
    wanted_pictures: frozenset[str] = frozenset()  # slots for which a new photo was requested
    reading: CardReading | None = None
    reading_ticket: str | None = None
    reading_problem: str | None = None
    reading_delay: str = ""  # the text key of what the reading waits for; empty: for nothing
    is_card_confirmed: bool = False
    doubted: frozenset[str] = frozenset()
    as_printed: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sources: Mapping[str, int] = field(default_factory=dict)  # field -> message that answered it
    early: frozenset[str] = frozenset()  # answers typed before their questions had been shown
    proposed: Mapping[str, str] = field(default_factory=dict, repr=False)  # question -> "is it …?"
    last_answered: str = ""  # the question answered last; the same text again is not a new answer
    is_repeat_doubted: bool = False  # that answer came again, and the agent was asked about it
    extra: tuple[ExtraQuestion, ...] = ()  # those of the organisation when it was begun
    habits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # question -> options
    earlier: tuple[EarlierAttempt, ...] = ()
    form_as_sent: FormAsSent | None = None  # until a correction of it is accepted
    submission: Submission | None = None
    verdict: Verdict | None = None
    corrected: tuple[Verdict, ...] = ()  # earlier verdicts that the service replaced
    last_asked_at: datetime | None = None  # when the service was last asked for the verdict
    is_unanswered: bool = False  # it did not answer then
    account: str = ""  # whose token of the service it is registered with; '': the common one
    remains: Remains | None = None  # replaces the form once that is erased

    @property
    def is_draft(self) -> bool:
        return self.phase in DRAFT

    @property
    def is_under_way(self) -> bool:
        """Whether it is being sent, or may have arrived."""
        return self.phase in UNDER_WAY

    @property
    def customer(self) -> str:
        """The customer's name as the agent knows it; empty while it is unknown."""
        if self.remains:
            return self.remains.customer
        return self.value("name_english") or self.value("name_bangla") or ""

    def value(self, key: str) -> str | None:
        """The value of a field: the agent's answer, else the card's; None while it is missing."""
        given = self.answers.get(key)
        if given == SAME_ADDRESS:
            return self.value("present_address")
        if given is None and self.reading:
            return self.reading.fields.get(key)
        return given

    def is_changed_from_card(self, key: str) -> bool:
        """Whether the agent corrected what was read."""
        read = self.reading.fields.get(key) if self.reading else None
        return read is not None and self.value(key) != read

    @property
    def is_spouse_named(self) -> bool:
        """Whether the card names a husband or wife instead of the father."""
        reading = self.reading
        return (
            reading is not None
            and reading.spouse_name is not None
            and reading.spouse_name == self.value("father_name")
        )

    @property
    def has_both_sides(self) -> bool:
        return all(side in self.pictures for side in CARD_SIDES)

    @property
    def is_ready_to_read(self) -> bool:
        """Whether both sides of the card were found usable."""
        sides = [self.pictures.get(side) for side in CARD_SIDES]
        return all(side is not None and side.is_checked for side in sides)

    def may_insist(self, slot: str) -> bool:
        """Whether the photo last refused for that slot may be used anyway."""
        refused = self.refused_pictures.get(slot)
        if refused is None or slot in self.pictures:
            return False
        return bool(refused.wrong_subject) or self.refusals.get(slot, 0) >= MOST_REFUSALS

    def with_picture(self, slot: str, picture: Picture) -> Self:
        """The application with this picture; a card picture voids the earlier reading."""
        refused = {other: one for other, one in self.refused_pictures.items() if other != slot}
        pictures = {**self.pictures, slot: picture}
        changed = replace(
            self,
            pictures=pictures,
            refused_pictures=refused,
            wanted_pictures=self.wanted_pictures - {slot},
        )
        return changed if slot == "selfie" else changed.without_reading()

    def without_pictures(self, *slots: str) -> Self:
        """The application without these pictures; without its reading if one was of the card."""
        kept = {slot: picture for slot, picture in self.pictures.items() if slot not in slots}
        changed = replace(self, pictures=kept)
        return changed if slots == ("selfie",) else changed.without_reading()

    def in_another_chat(self) -> Self:
        """The application without the numbers of messages, which are those of the first chat."""

        def moved(pictures: Mapping[str, Picture]) -> dict[str, Picture]:
            return {slot: replace(one, message_id=None) for slot, one in pictures.items()}

        return replace(
            self,
            sources={},
            pictures=moved(self.pictures),
            refused_pictures=moved(self.refused_pictures),
        )

    def without_reading(self) -> Self:
        """The application with its card to be read again; the agent's corrections stay."""
        return replace(
            self,
            reading=None,
            reading_ticket=None,
            reading_problem=None,
            reading_delay="",
            is_card_confirmed=False,
            doubted=frozenset(),
            as_printed=frozenset(),
        )
