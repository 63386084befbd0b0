"""Open questions whether to do something, which a typed yes or no answers: one per person."""

from dataclasses import dataclass
from datetime import datetime

from storage.clock import from_seconds, to_seconds
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the buttons for yes and no carry; asked in the message with that number, if known."""

    yes: str
    no: str
    message_id: int | None
    asked_at: datetime


class Confirmations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, person: int, question: Confirmation) -> None:
        """Record the question in the place of any earlier one."""
        self._database.run(
            "insert into confirmations (person, yes, no, message_id, asked_at)"
            " values (?, ?, ?, ?, ?) on conflict (person) do update set yes = excluded.yes,"
            " no = excluded.no, message_id = excluded.message_id, asked_at = excluded.asked_at",
            (
                person,
                question.yes,
                question.no,
                question.message_id,
                to_seconds(question.asked_at),
            ),
        )

    def of(self, person: int) -> Confirmation | None:
        row = self._database.row(
            "select yes, no, message_id, asked_at from confirmations where person = ?", (person,)
        )
        if row is None:
            return None
        yes, no, message_id, asked_at = row
        return Confirmation(yes=yes, no=no, message_id=message_id, asked_at=from_seconds(asked_at))

    def end(self, person: int) -> None:
        self._database.run("delete from confirmations where person = ?", (person,))

    def end_all(self) -> None:
        self._database.run("delete from confirmations")
