"""How much is owed, and for how long it has been: counts and ages, never a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.errands import Task
from storage.clock import AT_ONCE, age, from_seconds, to_seconds
from storage.database import Database
from storage.due_messages import HURRIED, OTHERS

#: Nothing is counted beyond this, so that a long backlog is not made longer by counting it.
MOST_COUNTED = 10_000

#: A literal and no parameter, so that an index of just these rows can be used.
_PENDING = "applications where phase = 'pending' and not is_erased"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`count` is at most MOST_COUNTED; `oldest` is nothing where nothing waits."""

    count: int
    oldest: timedelta


class Backlog:
    def __init__(self, database: Database) -> None:
        self._database = database

    def messages(self, now: datetime) -> Waiting:
        """All unsent messages, and how long the one that is overdue longest has been.

        Those for a later time, or for a person who has blocked the bot, are not overdue.
        """
        waits = [
            age(from_seconds(since), now)
            for heads in (OTHERS, HURRIED)
            for since in (self._owed_at_once(heads), self._overdue(heads, now))
            if since is not None
        ]
        return Waiting(self._count("outbox"), max(waits, default=timedelta()))

    def errands(self, task: Task, now: datetime) -> Waiting:
        """Errands of that task, under way or not, and since when the oldest has been owed."""
        row = self._database.row(
            "select owed_at from errands where task = ? order by owed_at limit 1", (task,)
        )
        oldest = age(from_seconds(row[0]), now) if row else timedelta()
        return Waiting(self._count("errands where task = ?", task), oldest)

    def verdicts(self, now: datetime) -> Waiting:
        """Applications that await their verdict, and since when the oldest was submitted."""
        row = self._database.row(
            f"select submitted_at from {_PENDING} order by submitted_at limit 1"
        )
        oldest = age(from_seconds(row[0]), now) if row and row[0] else timedelta()
        return Waiting(self._count(_PENDING), oldest)

    def updates_queued(self) -> int:
        """Updates of people who sent many at once."""
        return self._count("waiting_updates")

    def updates_set_aside(self) -> int:
        """Updates that could not be handled."""
        return self._count("set_aside_updates")

    def _owed_at_once(self, heads: str) -> float | None:
        row = self._database.row(
            f"select owed_at from {heads} and due_at = ? order by id limit 1",
            (AT_ONCE,),
        )
        return row[0] if row else None

    def _overdue(self, heads: str, now: datetime) -> float | None:
        row = self._database.row(
            f"select due_at from {heads} and due_at > ? and due_at <= ? order by due_at limit 1",
            (AT_ONCE, to_seconds(now)),
        )
        return row[0] if row else None

    def _count(self, rows: str, *parameters: object) -> int:
        row = self._database.row(
            f"select count(*) from (select 1 from {rows} limit ?) as counted",
            (*parameters, MOST_COUNTED),
        )
        return int(row[0]) if row else 0
