"""One customer's registration, from consent to verdict, as plain frozen values.

Everything that is known lies in here, so whoever has this value and the next event can go on:
after a restart, on another phone, months later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from conversations.options import SAME_ADDRESS
from conversations.verdict import Verdict


class Phase(StrEnum):
    """Where an application stands; which question is asked within FILLING is data, not a phase."""

    FILLING = "filling"
    REVIEWING = "reviewing"  # complete; the agent looks it over
    SUBMITTING = "submitting"  # owed to the eKYC service
    CHECKING = "checking"  # sent, but whether it arrived is unknown
    PENDING = "pending"  # accepted, the background check runs
    DECIDED = "decided"
    CLOSED = "closed"  # without a verdict, after a month; a late one is taken all the same


#: So often a photo that could be better is refused; then the agent decides.
MOST_REFUSALS = 2

DRAFT = frozenset({Phase.FILLING, Phase.REVIEWING})

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The customer's spoken yes, given before the first photo."""

    text_version: str
    language: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo that stays at Telegram; only its name is kept.

    `ticket` names the one check whose result still counts. Pictures that were sent together
    share their `album`. `digest` and `fingerprint` are None until the photo was fetched and
    found usable; `doubts` says what is not good about it.
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

    @property
    def is_checked(self) -> bool:
        return self.digest is not None

    def to_be_checked(self, ticket: str) -> Self:
        """The same, waiting for a new check under that ticket."""
        return replace(self, ticket=ticket, digest=None, fingerprint=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """What the service read from the card, kept as it came beside what the agent makes of it.

    `fields` holds only what was found, by our names (`CARD_FIELDS`). The image names must go back
    to the service unchanged (API document, page 5). Where the card names no father, the name of
    the husband or wife stands under `father_name` as well.
    """

    fields: Mapping[str, str] = field(repr=False)
    front_name: str = field(repr=False)
    back_name: str = field(repr=False)
    spouse_name: str | None = field(default=None, repr=False)
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the service held about this person before a submission: its status, its rows of the log.

    An old verdict is known by it. None: not known, or nothing there.
    """

    status: str | None = None
    log: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One attempt to hand the application in; `ticket` names the reply that still counts.

    `held_before` is None when the service held nothing about the person, and as soon as it was
    seen to hold something new.
    """

    ticket: str
    attempt: int
    pressed_at: datetime
    accepted_at: datetime | None = None
    denials: int = 0  # clean replies, one after the other, that the service has no such record
    is_delayed: bool = False
    held_before: Held | None = None
    is_sent_again: bool = False  # after denials; the first time may have arrived all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What is left of the customer when the form was erased; all of it masked.

    Without a time it is a view for somebody who needs to know no more.
    """

    customer: str
    national_id: str
    mobile_number: str
    erased_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAttempt:
    """A submission that did not pass, and was corrected afterwards."""

    submission: Submission
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """All there is to know about one customer's registration.

    `asking` is what the chat shows now: a question's key, or one of the stops of
    `conversations.questions`. `version` rises whenever that changes and is printed on every
    button, so that a button of an earlier moment is recognised.

    `habits` are the options that the agent has picked most, which are offered first.

    `refused_pictures` were not good, and the agent may take the last one of a slot all the same
    once `refusals` of that slot are MOST_REFUSALS.

    Of what was read from the card, `doubted` fields are still to be looked at by the agent, and
    those `as_printed` were: they look wrong, and yet the card says so.
    """

    id: str
    agent: int
    created_at: datetime
    changed_at: datetime
    phase: Phase = Phase.FILLING
    version: int = 1
    asking: str = "consent"
    consent: Consent | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    refused_pictures: Mapping[str, Picture] = field(default_factory=dict)
    refusals: Mapping[str, int] = field(default_factory=dict)
    reading: CardReading | None = None
    reading_ticket: str | None = None
    reading_problem: str | None = None
    is_card_confirmed: bool = False
    doubted: frozenset[str] = frozenset()
    as_printed: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sources: Mapping[str, int] = field(default_factory=dict)  # field -> message that answered it
    habits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # question -> options
    earlier: tuple[EarlierAttempt, ...] = ()
    submission: Submission | None = None
    verdict: Verdict | None = None
    corrected: tuple[Verdict, ...] = ()  # verdicts in whose place the service gave another
    last_asked_at: datetime | None = None  # when the service was last asked for the verdict
    account: str = ""  # whose token of the service it is registered with; '': the common one
    remains: Remains | None = None  # in the place of the form, when that was erased

    @property
    def is_draft(self) -> bool:
        return self.phase in DRAFT

    @property
    def customer(self) -> str:
        """The customer's name as the agent knows it; empty while it is unknown."""
        if self.remains:
            return self.remains.customer
        return self.value("name_english") or self.value("name_bangla") or ""

    def value(self, key: str) -> str | None:
        """The value of a field: the agent's word before the card's; None while it is missing."""
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
        """Whether the card named a husband or wife in place of the father."""
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
        """Whether the photo last refused for that slot may be taken anyway."""
        return (
            slot in self.refused_pictures
            and slot not in self.pictures
            and self.refusals.get(slot, 0) >= MOST_REFUSALS
        )

    def with_picture(self, slot: str, picture: Picture) -> Self:
        """The same with this picture; a card picture makes what was read before stale."""
        refused = {other: one for other, one in self.refused_pictures.items() if other != slot}
        pictures = {**self.pictures, slot: picture}
        changed = replace(self, pictures=pictures, refused_pictures=refused)
        return changed if slot == "selfie" else changed.without_reading()

    def without_pictures(self, *slots: str) -> Self:
        """The same without these pictures and, if one was of the card, without its reading."""
        kept = {slot: picture for slot, picture in self.pictures.items() if slot not in slots}
        changed = replace(self, pictures=kept)
        return changed if slots == ("selfie",) else changed.without_reading()

    def without_reading(self) -> Self:
        """The same, to be read again; what the agent corrected by hand stays."""
        return replace(
            self,
            reading=None,
            reading_ticket=None,
            reading_problem=None,
            is_card_confirmed=False,
            doubted=frozenset(),
            as_printed=frozenset(),
        )
