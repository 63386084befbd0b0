"""Announcements of supervisors: their text until it was sent, and whom it has reached."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.clock import date_back, from_seconds, is_some_left, to_seconds
from storage.database import Database
from storage.marks import rows_of_marks

#: One that was never confirmed, or whose end was lost, is forgotten after that time.
KEPT = timedelta(days=1)

_COLUMN = "announcements.text"


@dataclass(frozen=True, slots=True)
class Announcement:
    """`confirmed_at` is None while its maker has not decided."""

    number: int
    maker: int
    text: str = field(repr=False)
    confirmed_at: datetime | None


class Announcements:
    def __init__(self, database: Database) -> None:
        self._database = database

    def draft(self, maker: int, text: str, now: datetime) -> int:
        """Store the text in the place of the person's last one that was not confirmed."""
        self.drop_drafts(maker)
        row = self._database.row(
            "insert into announcements (maker, text, asked_at) values (?, ?, ?) returning number",
            (maker, self._database.seal(text, _COLUMN, maker), to_seconds(now)),
        )
        assert row is not None
        return int(row[0])

    def drop_drafts(self, maker: int) -> None:
        """Forget what the person has not confirmed."""
        self._database.run(
            "delete from announcements where maker = ? and confirmed_at is null", (maker,)
        )

    def find(self, number: int) -> Announcement | None:
        row = self._database.row(
            "select number, maker, text, confirmed_at from announcements where number = ?",
            (number,),
        )
        if row is None:
            return None
        number, maker, sealed, confirmed_at = row
        text = self._database.unseal(sealed, _COLUMN, maker)
        moment = None if confirmed_at is None else from_seconds(confirmed_at)
        return Announcement(number, maker, text, moment)

    def confirm(self, number: int, now: datetime) -> bool:
        """Record that it goes out; False when that was recorded already."""
        return bool(
            self._database.changed(
                "update announcements set confirmed_at = ?"
                " where number = ? and confirmed_at is null",
                (to_seconds(now), number),
            )
        )

    def forget(self, number: int) -> None:
        """Forget the text and whom it reached."""
        self._database.run("delete from announcements where number = ?", (number,))

    def note_receivers(self, number: int, people: Collection[int]) -> None:
        """Record that it is meant for these, of whom none has been reached yet."""
        if people:
            self._database.run(
                "insert into announcement_receivers (announcement, person)"
                f" values {rows_of_marks(len(people), 2)} on conflict do nothing",
                tuple(value for person in people for value in (number, person)),
            )

    def note_reached(self, number: int, person: int) -> None:
        self._database.run(
            "update announcement_receivers set is_reached = true"
            " where announcement = ? and person = ?",
            (number, person),
        )

    def count_receivers(self, number: int) -> int:
        row = self._database.row(
            "select count(*) from announcement_receivers where announcement = ?", (number,)
        )
        return int(row[0]) if row else 0

    def missed(self, number: int) -> list[int]:
        """The people whom it has not reached."""
        rows = self._database.rows(
            "select person from announcement_receivers"
            " where announcement = ? and not is_reached order by person",
            (number,),
        )
        return [person for (person,) in rows]

    def date_back(self, now: datetime) -> bool:
        """Correct times recorded by a clock that was ahead."""
        return date_back(self._database, "announcements", "number", "asked_at", now)

    def forget_some(self, now: datetime) -> bool:
        """Forget some old ones; returns whether more are left."""
        return is_some_left(
            self._database,
            "delete from announcements where number in"
            " (select number from announcements where asked_at < ? limit ?)",
            (to_seconds(now - KEPT),),
        )
