"""Supervisors' evening reports: the day of the last one, and whether the person wants them."""

from datetime import date, datetime

from conversations.dhaka import day_in_dhaka
from storage.clock import is_some_left
from storage.database import Database


class EveningReports:
    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, day: date) -> list[int]:
        """The reachable supervisors and admins who want it and have not had that day's."""
        rows = self._database.rows(
            "select id from agents left join evening_reports on person = id"
            " where role <> 'agent' and standing = 'active' and is_reachable"
            " and coalesce(is_wanted, true) and coalesce(last_day, '') < ? order by id",
            (str(day),),
        )
        return [person for (person,) in rows]

    def note_sent(self, person: int, day: date) -> bool:
        """Record that the person gets that day's; False when they have had it or a later one."""
        return bool(
            self._database.changed(
                "insert into evening_reports (person, last_day) values (?, ?)"
                " on conflict (person) do update set last_day = excluded.last_day"
                " where coalesce(evening_reports.last_day, '') < excluded.last_day",
                (person, str(day)),
            )
        )

    def want(self, person: int, *, is_wanted: bool) -> None:
        self._database.run(
            "insert into evening_reports (person, is_wanted) values (?, ?)"
            " on conflict (person) do update set is_wanted = excluded.is_wanted",
            (person, is_wanted),
        )

    def is_wanted(self, person: int) -> bool:
        row = self._database.row(
            "select is_wanted from evening_reports where person = ?", (person,)
        )
        return bool(row[0]) if row else True

    def date_back(self, now: datetime) -> bool:
        """Take a day in the future, of a clock that was ahead, as today."""
        today = str(day_in_dhaka(now))
        return is_some_left(
            self._database,
            "update evening_reports set last_day = ? where person in"
            " (select person from evening_reports where last_day > ? limit ?)",
            (today, today),
        )
