"""When a recurring task runs next, so that a restart does not begin it again."""

from datetime import datetime, timedelta

from storage.clock import due_after, from_seconds, pull_in
from storage.database import Database


class Schedules:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, name: str, now: datetime, wait: timedelta = timedelta()) -> None:
        """Store that it runs next after that time, or at once."""
        self._database.run(
            "insert into schedules (name, due_at, delay) values (?, ?, ?) on conflict (name)"
            " do update set due_at = excluded.due_at, delay = excluded.delay",
            (name, *due_after(now, wait)),
        )

    def drop(self, name: str) -> None:
        self._database.run("delete from schedules where name = ?", (name,))

    def due_at(self, name: str) -> datetime | None:
        """When it runs next; long ago if due at once, None if not scheduled."""
        row = self._database.row("select due_at from schedules where name = ?", (name,))
        return from_seconds(row[0]) if row else None

    def pull_in(self, now: datetime) -> bool:
        """Bring forward some of what a wrong clock postponed; returns whether more is left."""
        return pull_in(self._database, "schedules", "name", now)
