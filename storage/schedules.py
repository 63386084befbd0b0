"""When something that recurs comes next, so that a restart does not begin it again."""

from datetime import datetime

from storage.clock import from_seconds, to_seconds
from storage.database import Database


class Schedules:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, name: str, due_at: datetime) -> None:
        """Keep when it comes next."""
        self._database.run(
            "insert into schedules (name, due_at) values (?, ?)"
            " on conflict (name) do update set due_at = excluded.due_at",
            (name, to_seconds(due_at)),
        )

    def drop(self, name: str) -> None:
        self._database.run("delete from schedules where name = ?", (name,))

    def due_at(self, name: str) -> datetime | None:
        row = self._database.row("select due_at from schedules where name = ?", (name,))
        return from_seconds(row[0]) if row else None
