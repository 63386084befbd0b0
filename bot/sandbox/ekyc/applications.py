"""The service's own SQLite file: cards read, applications, and every post of step 2."""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

Status = Literal["pending", "passed", "failed", "invalid"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS cards (
    front_name TEXT PRIMARY KEY,
    back_name TEXT NOT NULL,
    agent TEXT NOT NULL,
    blood_group TEXT NOT NULL,
    face BLOB
) STRICT;
CREATE TABLE IF NOT EXISTS applications (
    id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    nid_no TEXT NOT NULL,
    mobile_number TEXT NOT NULL,
    fields TEXT NOT NULL,
    photo BLOB,  -- only until the verdict
    status TEXT NOT NULL,
    detail TEXT,
    submitted_at REAL NOT NULL,
    due_at REAL,  -- when the verification, or its correction, is due; NULL is never
    correct_after REAL,  -- seconds from the verdict to its correction; NULL is never
    UNIQUE (agent, nid_no, mobile_number)
) STRICT;
CREATE INDEX IF NOT EXISTS applications_by_mobile_number ON applications (mobile_number);
CREATE INDEX IF NOT EXISTS applications_by_due_time ON applications (due_at);
CREATE TABLE IF NOT EXISTS posts (
    agent TEXT NOT NULL,
    nid_no TEXT NOT NULL,
    mobile_number TEXT NOT NULL,
    accepted INTEGER NOT NULL
) STRICT;
"""
# 0 for somebody whom the register shall not know.
_NEWER_COLUMN = "ALTER TABLE applications ADD COLUMN is_registered INTEGER NOT NULL DEFAULT 1"


@dataclass(frozen=True, slots=True)
class Card:
    """What step 1 stores about a card: the image names and what step 2 does not send."""

    front_name: str
    back_name: str
    blood_group: str = field(repr=False)
    face: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Application:
    """One customer's application; times are Unix timestamps in seconds.

    `detail` is the status reply's, once there is a verdict with values.
    """

    id: int
    agent: str
    fields: Mapping[str, str] = field(repr=False)
    photo: bytes | None = field(repr=False)
    status: Status
    detail: Mapping[str, Any] | None = field(repr=False)
    submitted_at: float
    is_registered: bool


class UndecidedError(Exception):
    """An earlier application with this NID and mobile number has no verdict yet."""


class Applications:
    """Everything the service remembers; a file, so it survives a restart.

    Calls are synchronous and take well under a millisecond; use them from one thread.
    """

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)
        columns = self._all("PRAGMA table_info(applications)")
        if "is_registered" not in {column["name"] for column in columns}:
            self._connection.execute(_NEWER_COLUMN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def keep_card(self, agent: str, card: Card) -> None:
        """Store a card read in step 1 under its image names."""
        self._execute(
            "INSERT INTO cards VALUES (?, ?, ?, ?, ?)",
            (card.front_name, card.back_name, agent, card.blood_group, card.face),
        )

    def card(self, agent: str, front_name: str, back_name: str) -> Card | None:
        """Find the card of one step 1 of this agent by both its image names."""
        row = self._one(
            "SELECT * FROM cards WHERE front_name = ? AND back_name = ? AND agent = ?",
            (front_name, back_name, agent),
        )
        return row and Card(row["front_name"], row["back_name"], row["blood_group"], row["face"])

    def count_post(self, agent: str, nid_no: str, mobile_number: str, *, accepted: bool) -> None:
        """Count one well-formed post of step 2, kept or not."""
        self._execute(
            "INSERT INTO posts VALUES (?, ?, ?, ?)", (agent, nid_no, mobile_number, accepted)
        )

    def submit(
        self,
        agent: str,
        fields: Mapping[str, str],
        photo: bytes,
        *,
        verify_after: float | None,
        correct_after: float | None = None,
        is_registered: bool = True,
    ) -> None:
        """Store an application; it overwrites a decided one with the same NID and mobile number.

        The delays are in seconds: from now to the verification, and from the verdict to its
        correction (None: never). The register knows nobody who is not `is_registered`. Raises
        UndecidedError when the earlier one is still pending.
        """
        now = time.time()
        kept = self._execute(
            """
            INSERT INTO applications
                (agent, nid_no, mobile_number, fields, photo, status, submitted_at, due_at,
                 correct_after, is_registered)
            VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)
            ON CONFLICT (agent, nid_no, mobile_number) DO UPDATE SET
                fields = excluded.fields, photo = excluded.photo, status = 'pending',
                detail = NULL, submitted_at = excluded.submitted_at,
                due_at = excluded.due_at, correct_after = excluded.correct_after,
                is_registered = excluded.is_registered
            WHERE applications.status != 'pending'
            """,
            (
                agent,
                fields["nid_no"],
                fields["mobile_number"],
                json.dumps(fields, ensure_ascii=False),
                photo,
                now,
                None if verify_after is None else now + verify_after,
                correct_after,
                is_registered,
            ),
        )
        self.count_post(agent, fields["nid_no"], fields["mobile_number"], accepted=bool(kept))
        if not kept:
            raise UndecidedError

    def decide(
        self, application: Application, status: Status, detail: Mapping[str, Any] | None
    ) -> None:
        """Store the verdict and drop the photo; schedule its correction if one was requested."""
        self._execute(
            """
            UPDATE applications
            SET status = ?, detail = ?, photo = NULL, due_at = ? + correct_after,
                correct_after = NULL
            WHERE id = ? AND submitted_at = ?
            """,
            (
                status,
                None if detail is None else json.dumps(detail, ensure_ascii=False),
                time.time(),
                application.id,
                application.submitted_at,
            ),
        )

    def postpone(self, application: Application, due_at: float) -> None:
        """Verify later, after something went wrong."""
        self._execute("UPDATE applications SET due_at = ? WHERE id = ?", (due_at, application.id))

    def due(self) -> Application | None:
        """Return the application that has waited longest for verification or correction, if any."""
        row = self._one(
            "SELECT * FROM applications WHERE due_at <= ? ORDER BY due_at LIMIT 1", (time.time(),)
        )
        return row and _application(row)

    def next_due_at(self) -> float | None:
        """Return the time of the next verification or correction."""
        row = self._one("SELECT min(due_at) AS at FROM applications")
        at: float | None = row["at"]
        return at

    def by_mobile_number(self, agent: str, mobile_number: str) -> Application | None:
        """Find one application of the number: the oldest, as a later version of the server does."""
        row = self._one(
            "SELECT * FROM applications WHERE agent = ? AND mobile_number = ? ORDER BY id LIMIT 1",
            (agent, mobile_number),
        )
        return row and _application(row)

    def page(self, agent: str, status: str, page: int, per_page: int) -> Sequence[Application]:
        """Return one page of an agent's applications, newest first; `all` is every status."""
        rows = self._all(
            """
            SELECT * FROM applications WHERE agent = ? AND (? = 'all' OR status = ?)
            ORDER BY submitted_at DESC, id DESC LIMIT ? OFFSET ?
            """,
            (agent, status, status, per_page, (page - 1) * per_page),
        )
        return [_application(row) for row in rows]

    def count(self, agent: str, status: str) -> int:
        """Count an agent's applications; `all` is every status."""
        row = self._one(
            "SELECT count(*) AS rows FROM applications"
            " WHERE agent = ? AND (? = 'all' OR status = ?)",
            (agent, status, status),
        )
        return int(row["rows"])

    def everything(self) -> Sequence[Application]:
        """Return every application of every agent, oldest first."""
        return [_application(row) for row in self._all("SELECT * FROM applications ORDER BY id")]

    def posts(self) -> Mapping[tuple[str, str, str, bool], int]:
        """Count the posts of step 2 by agent, NID, mobile number and whether they were kept."""
        return Counter(
            (row["agent"], row["nid_no"], row["mobile_number"], bool(row["accepted"]))
            for row in self._all("SELECT * FROM posts")
        )

    def _execute(self, statement: str, values: Sequence[object] = ()) -> int:
        with closing(self._connection.execute(statement, values)) as cursor:
            return cursor.rowcount

    def _one(self, query: str, values: Sequence[object] = ()) -> Any:
        with closing(self._connection.execute(query, values)) as cursor:
            return cursor.fetchone()

    def _all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with closing(self._connection.execute(query, values)) as cursor:
            return cursor.fetchall()


def _application(row: sqlite3.Row) -> Application:
    return Application(
        id=row["id"],
        agent=row["agent"],
        fields=json.loads(row["fields"]),
        photo=row["photo"],
        status=row["status"],
        detail=None if row["detail"] is None else json.loads(row["detail"]),
        submitted_at=row["submitted_at"],
        is_registered=bool(row["is_registered"]),
    )
