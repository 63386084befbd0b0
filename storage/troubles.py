"""Which lasting troubles the admins have been told of, so that a restart tells them nothing new."""

from datetime import datetime, timedelta

from storage.clock import to_seconds
from storage.database import Database

#: What lasts longer is worth another word.
REMINDED_AFTER = timedelta(days=1)


class Troubles:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self, name: str, now: datetime, *, reminded_after: timedelta | None = REMINDED_AFTER
    ) -> bool:
        """Note that it is told now; False when it was already, within that time or ever (None)."""
        told_before = to_seconds(now - reminded_after) if reminded_after else -1.0
        return bool(
            self._database.run(
                "insert into troubles (name, told_at) values (?, ?) on conflict (name)"
                " do update set told_at = excluded.told_at where told_at <= ?",
                (name, to_seconds(now), told_before),
            )
        )

    def clear(self, name: str) -> bool:
        """Note that it is over; False when nobody had been told of it."""
        return bool(self._database.run("delete from troubles where name = ?", (name,)))

    def present(self) -> set[str]:
        """Those that are told and not over."""
        return {row[0] for row in self._database.rows("select name from troubles")}
