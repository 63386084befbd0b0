"""What is counted about a team, for the report and for the evening."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from conversations.application import Application
from storage import Store
from storage.agents import Agent
from storage.figures import AttemptCount, DayCount


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFigures:
    """What was begun since some moment and how it ended, and what has not moved for longest.

    `reasons` are keys of why attempts failed; `unfinished` is sorted by last move, the longest ago
    first. `names` are those of the agents.
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
            names={one.id: one.name for one in people.values()},
        )
