"""Errands owed by applications: the task, its next attempt and the number of attempts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations.errands import Errand, Task
from storage.clock import AT_ONCE, due_after, from_seconds, pull_in, to_seconds
from storage.database import Database
from storage.due import first_time, parts_of
from storage.marks import but_for, marks


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedErrand:
    """One row; `started_at` is set while something unrepeatable has begun and not ended.

    `warned` is the gravity of the last notice about it, 0 for none. `begun_by` names the processes
    that began its work and have not said that they survived it. `due_at` is as stored, to be
    compared with what is stored later.
    """

    id: int
    application_id: str
    task: Task
    ticket: str
    subject: str
    attempts: int
    started_at: datetime | None
    warned: int
    begun_by: frozenset[str]
    due_at: float


@dataclass(frozen=True, slots=True)
class Look:
    """What is due, and when the next errand is; None if there is none.

    `scheduled_at` is the time of the schedule that was asked for.
    """

    due: list[OwedErrand]
    next_due_at: datetime | None
    scheduled_at: datetime | None


#: In the order of `_owed`.
_COLUMNS = "id, application_id, task, ticket, subject, attempts, started_at, warned, begun_by"
_NO_ERRAND = "null, null, null, null, null, null, null, null, null"

_DUE = f"select due_at, {_COLUMNS} from errands where task = ? and due_at <= ?"
_IS_EARLIER = "excluded.due_at < errands.due_at"
_NEXT = "select due_at from errands where task = ? and due_at > ? order by due_at limit 1"


class Errands:
    def __init__(self, database: Database) -> None:
        self._database = database

    def owe(self, application_id: str, errand: Errand, now: datetime) -> None:
        """Add the errand; owing the same again can only bring it forward."""
        due_at, delay = due_after(now, errand.delay)
        self._database.run(
            "insert into errands (application_id, task, ticket, subject, due_at, delay, owed_at)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict (application_id, task, ticket, subject)"
            f" do update set delay = case when {_IS_EARLIER} then excluded.delay"
            f" else errands.delay end, due_at = case when {_IS_EARLIER} then excluded.due_at"
            " else errands.due_at end",
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

    def look(
        self,
        now: datetime,
        free: Mapping[Task, int],
        *,
        besides: Collection[int] = (),
        schedule: str = "",
    ) -> Look:
        """In one statement, what is due and when the next is, longest overdue first.

        At most `free` of each task, none of a task that is not named, and none of those `besides`.
        The time of that `schedule` is read as well.
        """
        seconds = to_seconds(now)
        others, errands = but_for("id", besides)
        # One task at a time, so that the index has them in order.
        parts = " union all".join(
            f" select 'due', d.* from ({_DUE}{others} order by due_at, id limit ?) as d"
            f" union all select 'next', due_at, {_NO_ERRAND} from ({_NEXT}) as n"
            for _ in Task
        )
        rows = self._database.rows(
            f"{parts} union all"
            f" select 'schedule', due_at, {_NO_ERRAND} from schedules where name = ?",
            (
                *(
                    value
                    for task in Task
                    for value in (
                        *(task, seconds, *errands, free.get(task, 0)),
                        *(task, seconds),
                    )
                ),
                schedule,
            ),
        )
        found = parts_of(rows)
        return Look(
            due=[_owed(row) for row in found.get("due", [])],
            next_due_at=first_time(found.get("next")),
            scheduled_at=first_time(found.get("schedule")),
        )

    def start(self, errand_id: int, now: datetime) -> bool:
        """Record, before the first byte leaves, that repeating it is no longer safe.

        False when the errand is no longer owed.
        """
        return bool(
            self._database.changed(
                "update errands set started_at = ? where id = ?", (to_seconds(now), errand_id)
            )
        )

    def begin_all(self, task: Task, now: datetime) -> int:
        """Take every errand of that task as begun; returns how many are owed.

        After a database was restored: what it owes may have been carried out since the copy.
        """
        return self._database.changed(
            "update errands set started_at = coalesce(started_at, ?) where task = ?",
            (to_seconds(now), task),
        )

    def is_begun(self, errand_id: int) -> bool:
        """Whether the errand is still owed and was started."""
        return bool(
            self._database.row(
                "select 1 from errands where id = ? and started_at is not null", (errand_id,)
            )
        )

    def begin_work(self, errand_id: int, process: str) -> None:
        """Note who begins work that it may not survive."""
        self._database.run(
            "update errands set begun_by = begun_by || ? || ' ' where id = ?", (process, errand_id)
        )

    def end_work(self, errand_id: int) -> None:
        """Record that a process survived."""
        self._database.run("update errands set begun_by = '' where id = ?", (errand_id,))

    def postpone(self, errand: OwedErrand, now: datetime, wait: timedelta) -> None:
        """Try again after that time; nothing took effect this time.

        An errand that was hastened while it was carried out stays due at once: whoever hastened it
        knew more than this attempt did.
        """
        due_at, delay = due_after(now, wait)
        self._database.run(
            "update errands set delay = case when due_at < ? then delay else ? end,"
            " due_at = case when due_at < ? then due_at else ? end,"
            " attempts = attempts + 1, started_at = null where id = ?",
            (errand.due_at, delay, errand.due_at, due_at, errand.id),
        )

    def postpone_as_is(self, errand_id: int, now: datetime, wait: timedelta) -> None:
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
        """Make the errand due at once, or after that time if it were later; False: not owed.

        One that is due at once becomes so a second earlier: it may be under way (`postpone`).
        """
        due_at, delay = due_after(now, wait)
        earlier = 0.0 if delay else 1.0
        return bool(
            self._database.changed(
                "update errands set delay = case when ? < due_at then ? else delay end,"
                " due_at = case when ? < due_at then ? else due_at - ? end"
                " where application_id = ? and task = ?",
                (due_at, delay, due_at, due_at, earlier, application_id, task),
            )
        )

    def postpone_untried(
        self, application_id: str, task: Task, now: datetime, wait: timedelta
    ) -> None:
        """Make it due only after that time, unless it was tried already."""
        self._database.run(
            "update errands set due_at = ?, delay = ?"
            " where application_id = ? and task = ? and attempts = 0",
            (*due_after(now, wait), application_id, task),
        )

    def hasten_waiting(self, tasks: Collection[Task]) -> int:
        """Make every failed errand due at once, as `hasten` does; returns how many."""
        return self._database.changed(
            "update errands set due_at = case when due_at > ? then ? else due_at - 1 end, delay = 0"
            f" where attempts > 0 and started_at is null and task in ({marks(tasks)})",
            (AT_ONCE, AT_ONCE, *tasks),
        )

    def pull_in(self, now: datetime) -> bool:
        """Bring forward some of what a wrong clock postponed; returns whether more is left."""
        return pull_in(self._database, "errands", "id", now)

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


def _owed(row: Sequence[Any]) -> OwedErrand:
    due_at, errand_id, application_id, task, ticket, subject, attempts, *rest = row
    started_at, warned, begun_by = rest
    return OwedErrand(
        id=errand_id,
        application_id=application_id,
        task=Task(task),
        ticket=ticket,
        subject=subject,
        attempts=attempts,
        started_at=None if started_at is None else from_seconds(started_at),
        warned=warned,
        begun_by=frozenset(begun_by.split()),
        due_at=due_at,
    )
