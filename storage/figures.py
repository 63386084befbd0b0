"""Counts over applications, for those who look after agents; nothing here names a customer."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from conversations.verdict import Decision
from storage.clock import to_seconds
from storage.database import Database
from storage.marks import marks


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many applications an agent began on that day in Dhaka that are now in `state`.

    `state` is the decision if there is one, else the phase; `closed` once the form is erased.
    """

    agent_id: int
    day: date
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class AttemptCount:
    """How many of an agent's attempts ended in the decision: first ones, or later ones."""

    agent_id: int
    is_first: bool
    decision: Decision
    count: int


class Figures:
    def __init__(self, database: Database) -> None:
        self._database = database

    def by_day(self, agent_ids: Collection[int], since: datetime) -> list[DayCount]:
        rows = self._database.rows(
            "select agent_id, begun_on as day,"
            " coalesce(decision, case when is_erased then 'closed' else phase end) as state,"
            " count(*) from applications"
            f" where agent_id in ({marks(agent_ids)}) and created_at >= ?"
            " group by agent_id, day, state order by day desc, agent_id, state",
            (*agent_ids, to_seconds(since)),
        )
        return [
            DayCount(agent_id, date.fromisoformat(day), state, count)
            for agent_id, day, state, count in rows
        ]

    def count_corrected(self, agent_id: int, since: datetime) -> int:
        """How many of the agent's applications begun since then are drafts after a verdict."""
        row = self._database.row(
            "select count(*) from applications where agent_id = ? and created_at >= ?"
            " and phase in ('filling', 'reviewing')"
            " and exists (select 1 from attempts where application_id = applications.id)",
            (agent_id, to_seconds(since)),
        )
        return int(row[0]) if row else 0

    def attempts(self, agent_ids: Collection[int], since: datetime) -> list[AttemptCount]:
        """Decided attempts of the applications begun since then, corrected ones included."""
        rows = self._database.rows(
            "select agent_id, number = 1 as is_first, decision, count(*) from attempts"
            f" where agent_id in ({marks(agent_ids)}) and begun_at >= ?"
            " group by agent_id, is_first, decision order by agent_id, is_first desc, decision",
            (*agent_ids, to_seconds(since)),
        )
        return [
            AttemptCount(agent_id, bool(is_first), Decision(decision), count)
            for agent_id, is_first, decision, count in rows
        ]

    def reasons(self, agent_ids: Collection[int], since: datetime) -> Counter[str]:
        """How often each reason counted against a customer, in any attempt."""
        rows = self._database.rows(
            f"select reasons, count(*) from attempts where agent_id in ({marks(agent_ids)})"
            " and begun_at >= ? and reasons <> '' group by reasons",
            (*agent_ids, to_seconds(since)),
        )
        counts: Counter[str] = Counter()
        for reasons, count in rows:
            for reason in str(reasons).split():
                counts[reason] += count
        return counts
