"""Errands owed by applications: the task, its next attempt and the number of attempts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.errands import Errand, Task
from storage.clock import AT_ONCE, due_after, from_seconds, pull_in, to_seconds
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedErrand:
    """One row; `started_at` is set while something unrepeatable has begun and not ended.

    `warned` is the gravity of the last notice about it, 0 for none. `unfinished` counts how often
    its work was begun and not ended because the process died.
    """

    id: int
    application_id: str
    task: Task
    ticket: str
    subject: str
    attempts: int
    started_at: datetime | None
    warned: int
    unfinished: int


#: In the order of `_owed`.
_COLUMNS = "id, application_id, task, ticket, subject, attempts, started_at, warned, unfinished"


class Errands:
    def __init__(self, database: Database) -> None:
        self._database = database

    def owe(self, application_id: str, errand: Errand, now: datetime) -> None:
        """Add the errand; owing the same again can only bring it forward."""
        due_at, delay = due_after(now, errand.delay)
        self._database.run(
            "insert into errands (application_id, task, ticket, subject, due_at, delay, owed_at)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict (application_id, task, ticket, subject)"
            " do update set delay = iif(excluded.due_at < due_at, excluded.delay, delay),"
            " due_at = min(due_at, excluded.due_at)",
            (
                application_id,
                errand.task,
                errand.ticket,
                errand.subject,
                due_at,
                delay,
                to_seconds(now),
            ),
        )

    def due(
        self, task: Task, now: datetime, *, besides: Collection[int], limit: int
    ) -> list[OwedErrand]:
        """Errands of that task that are due, longest overdue first."""
        if limit <= 0:
            return []
        rows = self._database.rows(
            f"select {_COLUMNS} from errands where task = ? and due_at <= ?"
            " order by due_at, id limit ?",
            (task, to_seconds(now), limit + len(besides)),
        )
        free = [_owed(row) for row in rows if row[0] not in besides]
        return free[:limit]

    def next_due_at(self, tasks: Collection[Task], *, besides: Collection[int]) -> datetime | None:
        """When the next errand of these tasks is due, not counting those under way."""
        times = [
            next((due_at for errand, due_at in rows if errand not in besides), None)
            for task in tasks
            for rows in [
                self._database.rows(  # one task at a time, so that the index has them in order
                    "select id, due_at from errands where task = ? order by due_at limit ?",
                    (task, len(besides) + 1),
                )
            ]
        ]
        earliest = min((due_at for due_at in times if due_at is not None), default=None)
        return None if earliest is None else from_seconds(earliest)

    def start(self, errand_id: int, now: datetime) -> bool:
        """Record, before the first byte leaves, that repeating it is no longer safe.

        False when the errand is no longer owed.
        """
        return bool(
            self._database.run(
                "update errands set started_at = ? where id = ?", (to_seconds(now), errand_id)
            )
        )

    def begin_work(self, errand_id: int) -> None:
        """Count the beginning of work that the process may not survive."""
        self._database.run(
            "update errands set unfinished = unfinished + 1 where id = ?", (errand_id,)
        )

    def end_work(self, errand_id: int) -> None:
        """Record that the process survived."""
        self._database.run("update errands set unfinished = 0 where id = ?", (errand_id,))

    def postpone(self, errand_id: int, now: datetime, wait: timedelta) -> None:
        """Try again after that time; nothing took effect this time."""
        self._database.run(
            "update errands set due_at = ?, delay = ?, attempts = attempts + 1, started_at = null"
            " where id = ?",
            (*due_after(now, wait), errand_id),
        )

    def put_off(self, errand_id: int, now: datetime, wait: timedelta) -> None:
        """Try again after that time; a request that has begun still counts as begun."""
        self._database.run(
            "update errands set due_at = ?, delay = ?, attempts = attempts + 1 where id = ?",
            (*due_after(now, wait), errand_id),
        )

    def note_warning(self, errand_id: int, gravity: int) -> None:
        """Record that a notice of that gravity was given."""
        self._database.run("update errands set warned = ? where id = ?", (gravity, errand_id))

    def hasten(
        self, application_id: str, task: Task, now: datetime, wait: timedelta = timedelta()
    ) -> bool:
        """Make the errand due at once, or after that time if it were later; False: not owed."""
        due_at, delay = due_after(now, wait)
        return bool(
            self._database.run(
                "update errands set delay = iif(? < due_at, ?, delay), due_at = min(due_at, ?)"
                " where application_id = ? and task = ?",
                (due_at, delay, due_at, application_id, task),
            )
        )

    def defer(self, application_id: str, task: Task, now: datetime, wait: timedelta) -> None:
        """Postpone an errand that was not yet tried by that time from now."""
        self._database.run(
            "update errands set due_at = ?, delay = ?"
            " where application_id = ? and task = ? and attempts = 0",
            (*due_after(now, wait), application_id, task),
        )

    def hasten_waiting(self, tasks: Collection[Task]) -> int:
        """Make every failed errand due at once; returns how many."""
        marks = ", ".join("?" * len(tasks))
        return self._database.run(
            f"update errands set due_at = ?, delay = 0 where task in ({marks}) and attempts > 0"
            " and started_at is null and due_at > ?",
            (AT_ONCE, *tasks, AT_ONCE),
        )

    def pull_in(self, now: datetime) -> None:
        """Bring forward what a wrong clock postponed; the caller holds no transaction."""
        pull_in(self._database, "errands", "id", now)

    def due_at(self, application_id: str, task: Task) -> datetime | None:
        """When the application's errand is tried next; None when not owed, or due at once."""
        row = self._database.row(
            "select min(due_at) from errands where application_id = ? and task = ?",
            (application_id, task),
        )
        is_later = row and row[0] is not None and row[0] > AT_ONCE
        return from_seconds(row[0]) if row and is_later else None

    def finish(self, errand_id: int) -> None:
        self._database.run("delete from errands where id = ?", (errand_id,))


def _owed(row: tuple[object, ...]) -> OwedErrand:
    errand_id, application_id, task, ticket, subject, attempts, started_at, warned, unfinished = row
    return OwedErrand(
        id=int(str(errand_id)),
        application_id=str(application_id),
        task=Task(str(task)),
        ticket=str(ticket),
        subject=str(subject),
        attempts=int(str(attempts)),
        started_at=None if started_at is None else from_seconds(float(str(started_at))),
        warned=int(str(warned)),
        unfinished=int(str(unfinished)),
    )
