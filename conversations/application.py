"""One customer's registration, from consent to verdict, as plain frozen values.

It holds everything that is known, so this value and the next event are enough to continue: after a
restart, on another phone, months later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from conversations.card import CARD_SIDES, CardReading
from conversations.extra_question import ExtraQuestion
from conversations.options import SAME_ADDRESS
from conversations.picture import MOST_REFUSALS, Picture
from conversations.submission import EarlierAttempt, Submission
from conversations.verdict import Verdict


class Phase(StrEnum):
    """The phase of an application; which question is asked within FILLING is data, not a phase."""

    FILLING = "filling"
    REVIEWING = "reviewing"  # complete; the agent reviews it
    SUBMITTING = "submitting"  # owed to the eKYC service
    CHECKING = "checking"  # sent, but whether it arrived is unknown
    PENDING = "pending"  # accepted, the background check runs
    DECIDED = "decided"
    CLOSED = "closed"  # closed without a verdict after a month; a late verdict is still accepted


DRAFT = frozenset({Phase.FILLING, Phase.REVIEWING})
UNDER_WAY = frozenset({Phase.SUBMITTING, Phase.CHECKING})

#: The wording of the consent before each was named by its hash.
FIRST_WORDING = "2026-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The customer's spoken yes, given before the first photo."""

    text_version: str
    language: str
    given_at: datetime


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
    earlier_reading: CardReading | None = None  # from earlier photos, until the new ones are read
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
    def handed_in(self) -> Submission:
        """The submission of an application that certainly has one."""
        assert self.submission is not None
        return self.submission

    @property
    def customer(self) -> str:
        """The customer's name as the agent knows it; empty while it is unknown."""
        if self.remains:
            return self.remains.customer
        return self.last_known("name_english") or self.last_known("name_bangla") or ""

    @property
    def is_form_erased(self) -> bool:
        """Whether only a masked record is left."""
        return self.remains is not None and self.remains.erased_at is not None

    def value(self, key: str) -> str | None:
        """The value of a field: the agent's answer, else the card's; None while it is missing."""
        given = self.answers.get(key)
        if key == "permanent_address" and given == SAME_ADDRESS:
            return self.value("present_address")
        if given is None and self.reading:
            return self.reading.fields.get(key)
        return given

    def last_known(self, key: str) -> str | None:
        """The same to name the customer by; while the card is read again, the earlier value."""
        earlier = self.earlier_reading.fields.get(key) if self.earlier_reading else None
        return self.value(key) or earlier

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

    def without_answers(self, *keys: str) -> Self:
        """The application without what the agent answered to these questions."""
        return replace(
            self,
            answers={key: given for key, given in self.answers.items() if key not in keys},
            sources={key: message for key, message in self.sources.items() if key not in keys},
            early=self.early - set(keys),
        )

    def in_another_chat(self) -> Self:
        """The application without the numbers of messages, which are those of the first chat."""

        def moved(pictures: Mapping[str, Picture]) -> dict[str, Picture]:
            return {slot: replace(one, message_id=None) for slot, one in pictures.items()}

        sent = self.form_as_sent
        return replace(
            self,
            sources={},
            pictures=moved(self.pictures),
            refused_pictures=moved(self.refused_pictures),
            form_as_sent=replace(sent, pictures=moved(sent.pictures)) if sent else None,
        )

    def without_reading(self) -> Self:
        """The application with its card to be read again; the agent's corrections stay."""
        return replace(
            self,
            reading=None,
            earlier_reading=self.reading or self.earlier_reading,
            reading_ticket=None,
            reading_problem=None,
            reading_delay="",
            is_card_confirmed=False,
            doubted=frozenset(),
            as_printed=frozenset(),
        )
