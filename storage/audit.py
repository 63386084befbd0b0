"""Who did what when: append-only rows, each sealed with the one before it.

A row's seal is the SHA-256 of the previous seal and of the row's content, so a changed, removed or
inserted row breaks the chain from there on. Somebody who can write the database can also rebuild
the whole chain, or cut off its end together with the count of its rows; only a seal kept elsewhere
reveals that (`head`, which the bot logs at every start).

AuditBroken    the chain was altered; the message names the row
"""

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from storage.clock import from_seconds, to_seconds
from storage.database import Database
from storage.marks import NO_LIMIT, marks

#: Actors other than people in the chat, who are identified by their Telegram id.
BOT, SERVICE, OPERATOR = "bot", "service", "operator"

_BEFORE_THE_FIRST = "0" * 64
_NUMBER, _SEAL = re.compile("[0-9]{1,18}"), re.compile("[0-9a-f]{64}")
_COLUMNS = "number, at, actor, action, subject, details, seal"

_ADD = f"insert into audit ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)"

_Content = tuple[float, str, str, str, str]  # from `at` to `details`

Detail = str | int | float | bool | None | list[str] | dict[str, list[str]]


class AuditBroken(Exception):
    """The message names the first row at which the chain breaks."""


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
    """The newest row; a copy kept elsewhere proves later that nothing before it changed."""

    number: int
    seal: str

    def __str__(self) -> str:
        """In groups, because the log redacts any ten digits in a row as a personal number."""
        groups = (self.seal[at : at + 8] for at in range(0, len(self.seal), 8))
        return f"{self.number}:{'.'.join(groups)}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Parse a head from its text form; raises ValueError."""
        number, _, seal = text.strip().replace(".", "").partition(":")
        if not _NUMBER.fullmatch(number) or not _SEAL.fullmatch(seal):
            raise ValueError("not a head of the audit")
        return cls(int(number), seal)


_EMPTY = Head(0, _BEFORE_THE_FIRST)


class Audit:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = _EMPTY  # the newest row, as of that moment of the database
        self._moment = -1

    def record(
        self, action: str, *, actor: str, now: datetime, subject: str = "", **details: Detail
    ) -> Head:
        """Add a row; the caller holds a transaction, so that no other row comes in between."""
        said = json.dumps(details, sort_keys=True, ensure_ascii=False)
        content = (to_seconds(now), actor, action, subject, said)
        # Before it, another process may have added some, or a part may have been undone.
        if self._moment != self._database.moment:
            self._known, self._moment = self.head(), self._database.moment
        row = _after(self._known, content)
        self._database.run(_ADD, row)
        self._known = Head(row[0], row[-1])
        return self._known

    def head(self) -> Head:
        row = self._database.row("select number, seal from audit order by number desc limit 1")
        return Head(*row) if row else _EMPTY

    def count_since(
        self, actor: str, actions: tuple[str, ...], since: datetime, now: datetime
    ) -> int:
        """How many of these actions the actor has taken between the two."""
        row = self._database.row(
            "select count(*) from audit where actor = ? and at > ? and at <= ?"
            f" and action in ({marks(actions)})",
            (actor, to_seconds(since), to_seconds(now), *actions),
        )
        return int(row[0]) if row else 0

    def entries(
        self, *, subject: str = "", actions: tuple[str, ...] = (), last: int = NO_LIMIT
    ) -> list[Entry]:
        """Rows about a subject, of these actions (all if none is given), oldest first.

        `last` keeps only that many of the newest.
        """
        conditions = [
            *(["subject = ?"] if subject else []),  # a literal, so that the index is used
            *([f"action in ({marks(actions)})"] if actions else []),
        ]
        rows = self._database.rows(
            f"select {_COLUMNS} from audit"
            + (f" where {' and '.join(conditions)}" if conditions else "")
            + " order by number desc limit ?",
            (*([subject] if subject else []), *actions, last),
        )
        return [_entry(row) for row in reversed(rows)]

    def subjects_since(self, number: int, actions: tuple[str, ...]) -> dict[str, str]:
        """The last of these actions for each subject after that row."""
        rows = self._database.rows(
            f"select subject, action from audit where number > ? and action in ({marks(actions)})"
            " order by number",
            (number, *actions),
        )
        return dict(rows)

    def shared_with(self, other: "Audit") -> int:
        """The number of the last row that both have; then they have all before it, too."""
        last = min(self.head().number, other.head().number)
        return bisect_left(
            range(1, last + 1), True, key=lambda row: self.seal_of(row) != other.seal_of(row)
        )

    def seal_of(self, number: int) -> str:
        """The seal of that row; empty where there is none."""
        row = self._database.row("select seal from audit where number = ?", (number,))
        return str(row[0]) if row else ""

    def verify(self, noted: Head | None = None) -> Head:
        """Follow the chain to its end; raises AuditBroken.

        If an earlier head is given, its row must still exist with that seal. Everything is read as
        of one moment, whatever is written meanwhile.
        """
        with self._database.snapshot():
            return self._verify(noted)

    def _verify(self, noted: Head | None) -> Head:
        head = _EMPTY
        if noted and noted.number == 0 and noted != _EMPTY:
            raise AuditBroken("The noted seal is of no row.")
        for row in self._rows():
            number, *said, seal = row
            if number < 1:
                raise AuditBroken(f"Row {number} was inserted before the first.")
            if number != head.number + 1:
                raise AuditBroken(f"Row {head.number + 1} is missing.")
            if seal != _seal(head.seal, number, *said):
                raise AuditBroken(f"Row {number} or the one before it was altered.")
            head = Head(number, seal)
            if noted and noted.number == number and noted.seal != seal:
                raise AuditBroken(f"Row {number} has a different seal from the one noted.")
        counted = self._database.row("select number from audit_end")
        last = max(int(counted[0]) if counted else 0, noted.number if noted else 0)
        if head.number < last:
            raise AuditBroken(f"The rows from {head.number + 1} to {last} are missing.")
        return head

    def _rows(self) -> Iterator[tuple[int, float, str, str, str, str, str]]:
        """All rows in order, read in batches."""
        last = -(2**63)  # also catches a row inserted before the first
        while rows := self._database.rows(
            f"select {_COLUMNS} from audit where number > ? order by number limit 1000", (last,)
        ):
            yield from rows
            last = rows[-1][0]


def _after(head: Head, content: _Content) -> tuple[int, *_Content, str]:
    """The row with that content, the next after the head."""
    number = head.number + 1
    return (number, *content, _seal(head.seal, number, *content))


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
