"""A customer's visit as people really act: the registration that is meant, and the slips in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from bot.sandbox.ekyc.register import Citizen, load_register
from bot.trial.example import Customer

CITIZENS = load_register().citizens

#: An NID number of the right form that the register does not have.
UNKNOWN_NID = "0009998887776"


class Slip(StrEnum):
    """What goes wrong at a step; the person meant the same in the end."""

    TWICE = "typed or tapped twice"
    AHEAD = "typed before the question was shown"
    EDITED = "typed wrong, then the message edited"
    REPLIED = "typed wrong, then the right value as a reply to it"
    BACK = "typed wrong, then Back and the right value"
    REVISED = "answered wrong, then corrected on the review"
    SWAPPED = "album with the back first"
    APART = "two photos, the back first"
    WRONG_SUBJECT = "a photo of something else first"
    CHATTED = "something else said in between"
    WAVERED = "cancel asked for, then not"


_AT: Mapping[str, tuple[Slip, ...]] = {
    "front": (Slip.SWAPPED, Slip.APART, Slip.WRONG_SUBJECT),
    "gender": (Slip.TWICE, Slip.CHATTED, Slip.REVISED),
    "permanent_address": (Slip.TWICE, Slip.CHATTED, Slip.WAVERED),
    "mobile_number": (Slip.TWICE, Slip.EDITED, Slip.REPLIED, Slip.BACK, Slip.CHATTED),
    "profession": (Slip.TWICE, Slip.AHEAD, Slip.REVISED),
    "nominee": (Slip.TWICE, Slip.EDITED, Slip.REPLIED, Slip.BACK, Slip.REVISED),
    "nominee_relation": (Slip.TWICE, Slip.WAVERED, Slip.REVISED),
    "selfie": (Slip.WRONG_SUBJECT, Slip.CHATTED),
}

_GENDERS = ("male", "female")
_PROFESSIONS = ("business", "farmer", "teacher", "student")
_RELATIONS = ("mother", "father", "brother", "sister")


@dataclass(frozen=True, slots=True)
class Visit:
    """`is_unknown` customers are registered under an NID number that the register lacks.

    `was_here_before` customers have a record at the service that another channel made.
    """

    customer: Customer
    slips: Mapping[str, Slip] = field(default_factory=dict)
    is_unknown: bool = False
    was_here_before: bool = False

    @property
    def citizen(self) -> Citizen:
        return CITIZENS[self.customer.number]

    @property
    def nid_number(self) -> str:
        return UNKNOWN_NID if self.is_unknown else self.citizen.nid_no


def draw(chance: Random, number: int, *, agent: int) -> Visit:
    """The `number`-th visit to the agent; about one slip in three steps.

    Each agent meets citizens of their own, so that two registrations of one person at a time
    come only from records of before.
    """
    customer = Customer(
        number=(agent * 3 + number % 3) % len(CITIZENS),
        gender=chance.choice(_GENDERS),
        mobile_number=f"0171{agent}{number:06}",
        profession=chance.choice(_PROFESSIONS),
        nominee=f"Nominee {chance.choice('ABCDEFGH')}",
        nominee_relation=chance.choice(_RELATIONS),
        selfie_of=(agent * 3 + number % 3 + 1) % len(CITIZENS) if chance.random() < 0.2 else None,
    )
    slips = {step: chance.choice(slips) for step, slips in _AT.items() if chance.random() < 0.35}
    return Visit(
        customer,
        slips,
        is_unknown=chance.random() < 0.15,
        was_here_before=chance.random() < 0.15,
    )


def on_one_phone(chance: Random, visits: list[Visit]) -> list[Visit]:
    """The same visits, some of them with the mobile number of a visit to another agent.

    No two have the same NID and mobile number, which would be one customer.
    """
    shared = {place: chance.choice(visits) for place in range(len(visits)) if chance.random() < 0.2}
    taken = {(visit.nid_number, visit.customer.mobile_number) for visit in visits}
    drawn = list(visits)
    for place, other in shared.items():
        visit, number = visits[place], other.customer.mobile_number
        if other.citizen != visit.citizen and (visit.nid_number, number) not in taken:
            taken.add((visit.nid_number, number))
            drawn[place] = replace(visit, customer=replace(visit.customer, mobile_number=number))
    return drawn
