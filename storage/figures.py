"""Counts over applications, for those who look after agents; nothing here names a customer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from conversations.dhaka import DHAKA
from storage.clock import to_seconds
from storage.database import Database

_DHAKA_AHEAD = round(DHAKA.utcoffset(None).total_seconds())


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many applications an agent began on that day in Dhaka that are now in `state`.

    `state` is the decision if there is one, else the phase.
    """

    agent_id: int
    day: date
    state: str
    count: int


class Figures:
    def __init__(self, database: Database) -> None:
        self._database = database

    def by_day(self, agent_ids: Collection[int], since: datetime) -> list[DayCount]:
        marks = ", ".join("?" * len(agent_ids))
        rows = self._database.rows(
            "select agent_id, date(created_at + ?, 'unixepoch') as day,"
            " coalesce(decision, phase) as state, count(*) from applications"
            f" where agent_id in ({marks}) and created_at >= ?"
            " group by agent_id, day, state order by day desc, agent_id, state",
            (_DHAKA_AHEAD, *agent_ids, to_seconds(since)),
        )
        return [
            DayCount(agent_id, date.fromisoformat(day), state, count)
            for agent_id, day, state, count in rows
        ]
