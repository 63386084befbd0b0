"""Open questions for the names of people to invite: one per person asked."""

from dataclasses import dataclass
from datetime import datetime

from storage.agents import Role
from storage.clock import from_seconds, to_seconds
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class NameQuestion:
    """Asked in the message with that number, if it is known."""

    role: Role
    team: str
    message_id: int | None
    asked_at: datetime


class NameQuestions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, person: int, question: NameQuestion) -> None:
        """Record the question in the place of any earlier one."""
        self._database.run(
            "insert into name_questions (person, role, team, message_id, asked_at)"
            " values (?, ?, ?, ?, ?) on conflict (person) do update set role = excluded.role,"
            " team = excluded.team, message_id = excluded.message_id,"
            " asked_at = excluded.asked_at",
            (
                person,
                question.role,
                question.team,
                question.message_id,
                to_seconds(question.asked_at),
            ),
        )

    def of(self, person: int) -> NameQuestion | None:
        row = self._database.row(
            "select role, team, message_id, asked_at from name_questions where person = ?",
            (person,),
        )
        if row is None:
            return None
        role, team, message_id, asked_at = row
        return NameQuestion(
            role=Role(role), team=team, message_id=message_id, asked_at=from_seconds(asked_at)
        )

    def end(self, person: int) -> None:
        self._database.run("delete from name_questions where person = ?", (person,))

    def end_all(self) -> None:
        self._database.run("delete from name_questions")
