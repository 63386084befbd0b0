"""When the clock was last trusted, so that a wrong one is also noticed after a restart."""

from datetime import datetime

from storage.clock import from_seconds, to_seconds
from storage.database import Database


class LastSeen:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, now: datetime) -> None:
        """The caller holds a transaction."""
        if not self._database.changed("update last_seen set at = ?", (to_seconds(now),)):
            self._database.run("insert into last_seen (at) values (?)", (to_seconds(now),))

    def at(self) -> datetime | None:
        """The last stored time; None if there was none."""
        row = self._database.row("select at from last_seen")
        return from_seconds(row[0]) if row else None
