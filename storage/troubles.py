"""Lasting troubles that the admins were told about, so that a restart does not repeat them."""

from datetime import datetime, timedelta

from storage.clock import date_back, is_some_left, to_seconds
from storage.database import Database

#: A trouble that lasts longer is reported again.
REMINDED_AFTER = timedelta(days=1)

#: What lasts is told daily, so what is older is over, or was told only once.
KEPT = timedelta(days=90)


class Troubles:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self, name: str, now: datetime, *, reminded_after: timedelta | None = REMINDED_AFTER
    ) -> bool:
        """Record the report; False if it was reported before, within that time or ever (None)."""
        told_before = to_seconds(now - reminded_after) if reminded_after else -1.0
        return bool(
            self._database.changed(
                "insert into troubles (name, told_at) values (?, ?) on conflict (name)"
                " do update set told_at = excluded.told_at where troubles.told_at <= ?",
                (name, to_seconds(now), told_before),
            )
        )

    def date_back(self, now: datetime) -> bool:
        """Correct reports recorded by a clock that was ahead, so that reminders come again."""
        return date_back(self._database, "troubles", "name", "told_at", now)

    def forget_some(self, now: datetime) -> bool:
        """Forget some that nobody has been told about for long; tells whether more are left."""
        return is_some_left(
            self._database,
            "delete from troubles where name in"
            " (select name from troubles where told_at < ? limit ?)",
            (to_seconds(now - KEPT),),
        )

    def clear(self, name: str) -> bool:
        """Record that it is over; False when nobody had been told."""
        return bool(self._database.changed("delete from troubles where name = ?", (name,)))

    def present(self) -> set[str]:
        """Troubles that were reported and are not over."""
        return {row[0] for row in self._database.rows("select name from troubles")}
