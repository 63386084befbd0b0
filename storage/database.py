"""What the tables need of a database, whichever engine is behind it, and how it fails.

DatabaseUnusable    at the start: the operator must look at the key, the address or the file
DatabaseFailed      later on: the disk is full, the session is lost, or somebody keeps it locked
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Rows = list[tuple[Any, ...]]


class DatabaseUnusable(Exception):
    """The database cannot be opened; the message says what the operator should check."""


class DatabaseFailed(Exception):
    """A read or write failed; everything committed is safe, so begin again with a new session."""


class SealBroken(Exception):
    """A sealed text was changed, or moved from another row; the message says in which column."""


class Database(Protocol):
    """A session that commits only at the end of `transaction`; all methods raise DatabaseFailed.

    Statements are written once, in the SQL that SQLite and PostgreSQL both speak, and mark each
    parameter with `?`. They contain no other question mark.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and safe when it ends; nobody else writes meanwhile.

        Inside another transaction only this part is rolled back.
        """

    def repeatable(self) -> AbstractContextManager[None]:
        """A transaction for repeatable work; it does not wait for the disk or the standby.

        Only a power cut can undo the newest of these, and never one that a `transaction` has
        followed.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """Read the database as of the first read, whatever others write meanwhile."""

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Execute; in a transaction a failure may come as late as at the next question or its end.

        What is asked later sees it.
        """

    def changed(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Execute; returns how many rows changed."""

    @property
    def moment(self) -> int:
        """A number that changes when a transaction begins, and when a part of one was undone.

        While it stays the same, a transaction may rely on what it has read.
        """

    def rows(self, query: str, parameters: Sequence[object] = ()) -> Rows: ...

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None: ...

    def soon(self, query: str, parameters: Sequence[object] = ()) -> Callable[[], Rows]:
        """Ask together with the next question; the result gives the rows, once."""

    @property
    def is_sealed(self) -> bool:
        """Whether statements see only sealed text, so that they cannot search or sort by it."""

    def seal(self, text: str, column: str, row: object) -> str:
        """What to write into that column, `table.column`, of storage.sealed_columns.

        `row` is the value that the text is bound to; only for the same one it opens again.
        """

    def unseal(self, sealed: str, column: str, row: object) -> str:
        """The text again; raises SealBroken."""

    def scrub(self) -> bool:
        """Remove what was erased from the engine's own leftovers; False while it cannot yet."""

    def take_seat(self) -> bool:
        """Become the one process that serves, for as long as this session lives.

        False while another process is the one. The process that has it may ask again.
        """

    def announce(self) -> None:
        """Let the process that has the seat know of every transaction of this session from now on.

        It hears of one as soon as it is safe.
        """

    def listen(self, hear: Callable[[], None]) -> None:
        """Have `hear` called after such transactions, during a later statement of this session."""

    def close(self) -> None: ...
