"""The statements of one session, in as few trips to the server as their questions allow.

The server may be far away, so a transaction waits for it only at a question and at its end. What it
writes in between is sent along, in the same trip (libpq's pipeline mode). The server runs the
statements of a trip in their order, and none after one that fails: then the trip fails with the
words for that one, and the transaction, or the part of it, is rolled back.
"""

import contextlib
from collections.abc import Callable, Sequence

import psycopg

from storage.database import Rows
from storage.postgres_session import Connection, Cursor, failures

#: Statements that nobody has asked about, which wait in memory.
_MOST_UNTOLD = 50


class Trips:
    """Statements are told, and their answers asked for; all methods raise DatabaseFailed.

    Statements wait for a question only while `is_gathering`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._untold: list[tuple[Cursor, str, tuple[object, ...]]] = []
        self.is_gathering = False

    def tell(self, statement: str, parameters: Sequence[object] = ()) -> Cursor:
        """Run the statement before the next question."""
        with failures():
            cursor = self._connection.cursor()
        self._untold.append((cursor, statement, tuple(parameters)))
        if not self.is_gathering or len(self._untold) == _MOST_UNTOLD:
            self._go()
        return cursor

    def ask(self, statement: str, parameters: Sequence[object] = ()) -> Cursor:
        """Run the statement, and wait for what it finds."""
        cursor = self.tell(statement, parameters)
        self._go()
        return cursor

    def ask_soon(self, statement: str, parameters: Sequence[object] = ()) -> Callable[[], Rows]:
        """Run the statement before the next question; the result waits if there was none."""
        cursor = self.tell(statement, parameters)

        def found() -> Rows:
            if not cursor.pgresult:
                self._go()
            return cursor.fetchall()

        return found

    def tell_at_once(self, statements: str) -> None:
        """Run several statements without parameters."""
        self._go()
        with failures():
            self._connection.execute(statements)

    def forget(self) -> None:
        """Drop what is untold."""
        self._untold.clear()

    def roll_back(self) -> None:
        """End the transaction, if there still is one."""
        self.forget()
        with contextlib.suppress(psycopg.Error):  # a lost session has rolled back already
            self._connection.rollback()

    def _go(self) -> None:
        untold, self._untold = self._untold, []
        with failures():
            if len(untold) == 1:
                cursor, statement, parameters = untold[0]
                cursor.execute(statement, parameters)
            elif untold:
                with self._connection.pipeline():
                    for cursor, statement, parameters in untold:
                        cursor.execute(statement, parameters)
