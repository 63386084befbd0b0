"""What is counted about a team, for the report and for the evening."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from bot.screens.namesakes import endings
from bot.screens.phrases import clipped
from conversations.application import Application
from storage import Store
from storage.agents import Agent
from storage.figures import AttemptCount, DayCount

_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFigures:
    """What was begun since some moment and how it ended, and what has not moved for longest.

    `reasons` are keys of why attempts failed; `unfinished` is sorted by last move, the longest ago
    first. `names` are those of the agents, short, and no two alike.
    """

    counts: Sequence[DayCount] = ()
    attempts: Sequence[AttemptCount] = ()
    reasons: Counter[str] = field(default_factory=Counter)
    unfinished: Sequence[Application] = ()
    names: Mapping[int, str] = field(repr=False)

    @classmethod
    def read(
        cls, store: Store, people: Mapping[int, Agent], since: datetime, *, most_unfinished: int
    ) -> Self:
        return cls(
            counts=store.figures.by_day(people, since),
            attempts=store.figures.attempts(people, since),
            reasons=store.figures.reasons(people, since),
            unfinished=store.caseloads.unfinished(people, limit=most_unfinished),
            names=_told_apart(people),
        )


def _told_apart(people: Mapping[int, Agent]) -> dict[int, str]:
    names = {number: clipped(person.name, _LONGEST_NAME) for number, person in people.items()}
    ends = endings(names)
    return {number: name + ends[number] for number, name in names.items()}
