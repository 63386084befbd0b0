"""Who did what when: rows that are only ever added, each sealed with the one before it.

The seal of a row is the SHA-256 of the seal before it and of all that the row says, so a row that
was changed, removed or put in between breaks the chain from there on. Who can write the file can
also forge the whole chain anew, or cut its end together with SQLite's own count; against that
helps only a seal noted elsewhere (`head`, which every start of the bot logs).

AuditBroken    the chain is not what was written; says at which row
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from storage.clock import from_seconds, to_seconds
from storage.database import Database

#: Actors that are not people in the chat; those are named by their Telegram id.
BOT, SERVICE, OPERATOR = "bot", "service", "operator"

_BEFORE_THE_FIRST = "0" * 64
_COLUMNS = "number, at, actor, action, subject, details, seal"

Detail = str | int | float | bool | None | list[str] | dict[str, list[str]]


class AuditBroken(Exception):
    """The sentence tells the first row at which the chain does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`subject` is an application's reference or a person's Telegram id; never personal data."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Detail]
    seal: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row; who keeps this elsewhere can prove later that nothing before it changed."""

    number: int
    seal: str

    def __str__(self) -> str:
        """In groups, as the log takes ten digits in a row for somebody's number and hides them."""
        groups = (self.seal[at : at + 8] for at in range(0, len(self.seal), 8))
        return f"{self.number}:{'.'.join(groups)}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The head that was written so; raises ValueError."""
        number, _, seal = text.replace(".", "").partition(":")
        if len(seal) != len(_BEFORE_THE_FIRST):
            raise ValueError("not a head of the audit")
        return cls(int(number), seal)


class Audit:
    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, action: str, *, actor: str, now: datetime, subject: str = "", **details: Detail
    ) -> Head:
        """Add a row; expects a transaction around it, so that no other row comes in between."""
        head = self.head()
        number, at = head.number + 1, to_seconds(now)
        said = json.dumps(details, sort_keys=True, ensure_ascii=False)
        seal = _seal(head.seal, number, at, actor, action, subject, said)
        self._database.run(
            f"insert into audit ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)",
            (number, at, actor, action, subject, said, seal),
        )
        return Head(number, seal)

    def head(self) -> Head:
        row = self._database.row("select number, seal from audit order by number desc limit 1")
        return Head(*row) if row else Head(0, _BEFORE_THE_FIRST)

    def count_since(self, actor: str, actions: tuple[str, ...], since: datetime) -> int:
        """How often the actor did one of these."""
        marks = ", ".join("?" * len(actions))
        row = self._database.row(
            f"select count(*) from audit where actor = ? and at > ? and action in ({marks})",
            (actor, to_seconds(since), *actions),
        )
        return int(row[0]) if row else 0

    def entries(
        self, *, subject: str = "", actions: tuple[str, ...] = (), last: int = -1
    ) -> list[Entry]:
        """The rows about a subject, of these actions (all where none is given), the oldest first.

        Only the newest `last` of them where that is not negative.
        """
        marks = ", ".join("?" * len(actions))
        rows = self._database.rows(
            f"select {_COLUMNS} from audit where subject = coalesce(nullif(?, ''), subject)"
            + (f" and action in ({marks})" if actions else "")
            + " order by number desc limit ?",
            (subject, *actions, last),
        )
        return [_entry(row) for row in reversed(rows)]

    def verify(self, noted: Head | None = None) -> Head:
        """Follow the chain to its end; raises AuditBroken.

        With a head that was noted earlier, that row must still be there with that seal.
        """
        head = Head(0, _BEFORE_THE_FIRST)
        for row in self._rows():
            number, *said, seal = row
            if number < 1:
                raise AuditBroken(f"Row {number} was put in before the first.")
            if number != head.number + 1:
                raise AuditBroken(f"Row {head.number + 1} is missing.")
            if seal != _seal(head.seal, number, *said):
                raise AuditBroken(f"Row {number} is not what was written, or the one before it.")
            head = Head(number, seal)
            if noted and noted.number == number and noted.seal != seal:
                raise AuditBroken(f"Row {number} has another seal than the one noted.")
        counted = self._database.row("select seq from sqlite_sequence where name = 'audit'")
        last = max(int(counted[0]) if counted else 0, noted.number if noted else 0)
        if head.number < last:
            raise AuditBroken(f"The rows from {head.number + 1} to {last} are missing.")
        return head

    def _rows(self) -> Iterator[tuple[int, float, str, str, str, str, str]]:
        """All rows in order, some at a time."""
        last = -(2**63)  # a row put in before the first is to be seen as well
        while rows := self._database.rows(
            f"select {_COLUMNS} from audit where number > ? order by number limit 1000", (last,)
        ):
            yield from rows
            last = rows[-1][0]


def _seal(before: str, *said: object) -> str:
    return hashlib.sha256(json.dumps([before, *said]).encode()).hexdigest()


def _entry(row: tuple[int, float, str, str, str, str, str]) -> Entry:
    number, at, actor, action, subject, details, seal = row
    return Entry(
        number=number,
        at=from_seconds(at),
        actor=actor,
        action=action,
        subject=subject,
        details=json.loads(details),
        seal=seal,
    )
