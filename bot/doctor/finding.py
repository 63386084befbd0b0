"""A finding of the doctor, as every check gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is, the best first."""

    OK = "ok"
    WARNING = "warning"  # the bot serves; somebody should look
    BROKEN = "broken"  # the bot does not serve, or soon will not


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report, without secrets and personal data.

    `cure` says what the operator does; it is empty only where all is well.
    """

    name: str
    state: State
    words: str
    cure: str = ""


def fine(name: str, words: str) -> Finding:
    return Finding(name, State.OK, words)


def doubtful(name: str, words: str, cure: str) -> Finding:
    return Finding(name, State.WARNING, words, cure)


def broken(name: str, words: str, cure: str) -> Finding:
    return Finding(name, State.BROKEN, words, cure)


def refused(name: str, refusal: Exception, cure: str) -> Finding:
    """What a refusal says: first what is wrong, then its cure; `cure` where it names none."""
    words, _, own_cure = str(refusal).partition(". ")
    return broken(name, f"{words.removesuffix('.')}.", own_cure or cure)


def worst(findings: Iterable[Finding]) -> State:
    """The gravest state; ok if there is no finding."""
    return max((each.state for each in findings), key=list(State).index, default=State.OK)
