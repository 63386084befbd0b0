"""How often somebody tried what they may not, counted by the hour, and who was told."""

from datetime import datetime, timedelta
from enum import StrEnum

from storage.clock import date_back, is_some_left, to_seconds
from storage.database import Database

REMEMBERED = timedelta(days=90)
_HOUR = 3600  # seconds


class Refusal(StrEnum):
    FORGED_PRESS = "forged-press"  # a button that this bot never sent
    FOREIGN_PRESS = "foreign-press"  # a button of somebody else's application
    INVITATION = "invitation"  # an invalid or expired code
    STRANGER = "stranger"  # anything from a person without access
    TOO_MANY = "too-many"  # more attempts in an hour than allowed


class Refusals:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, person: int, kind: Refusal, now: datetime) -> int:
        """Count one; returns how many of its kind there were this hour, including this one."""
        row = self._database.row(
            "insert into refusals (person, kind, hour, times) values (?, ?, ?, 1)"
            " on conflict (person, kind, hour) do update set times = refusals.times + 1"
            " returning times",
            (person, kind, int(to_seconds(now)) // _HOUR),
        )
        assert row is not None
        return int(row[0])

    def in_this_hour(self, person: int, kind: Refusal, now: datetime) -> int:
        row = self._database.row(
            "select times from refusals where person = ? and kind = ? and hour = ?",
            (person, kind, int(to_seconds(now)) // _HOUR),
        )
        return int(row[0]) if row else 0

    def count(self, person: int) -> dict[Refusal, int]:
        """How often the person was refused, by kind, within the period kept."""
        rows = self._database.rows(
            "select kind, sum(times) from refusals where person = ? group by kind", (person,)
        )
        return {Refusal(kind): int(times) for kind, times in rows}

    def note_stranger(self, user_id: int, now: datetime) -> bool:
        """Record that the person was told how to be invited; False if they already were."""
        return bool(
            self._database.changed(
                "insert into strangers (id, refused_at) values (?, ?) on conflict do nothing",
                (user_id, to_seconds(now)),
            )
        )

    def forget_stranger(self, user_id: int) -> None:
        """Forget it, so that the person is told again as a stranger."""
        self._database.run("delete from strangers where id = ?", (user_id,))

    def date_back(self, now: datetime) -> bool:
        """Correct times recorded by a clock that was ahead."""
        self._database.run("delete from refusals where hour > ?", (int(to_seconds(now)) // _HOUR,))
        return date_back(self._database, "strangers", "id", "refused_at", now)

    def forget_some(self, now: datetime) -> bool:
        """Forget some refusals past their period; returns whether more are left."""
        oldest = to_seconds(now - REMEMBERED)
        return is_some_left(
            self._database,
            "delete from refusals where (person, kind, hour) in"
            " (select person, kind, hour from refusals where hour < ? limit ?)",
            (int(oldest) // _HOUR,),
        ) or is_some_left(
            self._database,
            "delete from strangers where id in"
            " (select id from strangers where refused_at < ? limit ?)",
            (oldest,),
        )
