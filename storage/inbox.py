"""Which updates were handled, so that one which comes again changes nothing."""

from datetime import datetime, timedelta

from storage.clock import to_seconds
from storage.database import Database

#: Telegram keeps an update for 24 hours; numbers may start anew after a week of silence.
REMEMBERED = timedelta(days=3)


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, update_id: int, now: datetime) -> bool:
        """Note that the update is being handled; False when it has been already."""
        return bool(
            self._database.run(
                "insert or ignore into handled_updates (id, handled_at) values (?, ?)",
                (update_id, to_seconds(now)),
            )
        )

    def forget_old(self, now: datetime) -> None:
        self._database.run(
            "delete from handled_updates where handled_at < ?", (to_seconds(now - REMEMBERED),)
        )

    def set_aside(self, update_id: int, document: str, error: str, now: datetime) -> None:
        """Keep an update that could not be handled, as it came."""
        self._database.run(
            "insert or replace into set_aside_updates (id, set_aside_at, error, document)"
            " values (?, ?, ?, ?)",
            (update_id, to_seconds(now), error, document),
        )

    def count_set_aside(self) -> int:
        row = self._database.row("select count(*) from set_aside_updates")
        return int(row[0]) if row else 0
