"""A connection to the encrypted file, and the one kind of transaction there is."""

import contextlib
import functools
from collections.abc import Callable, Generator, Sequence
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from storage.database import DatabaseFailed, Rows

#: How long a writer waits for another process (an invitation takes milliseconds). The loops are
#: blocked meanwhile, so it is well below the five seconds in which the bot promises to end.
BUSY_SECONDS = 3.0


class SqliteDatabase:
    """`storage.database.Database` over one encrypted file."""

    def __init__(self, connection: sqlcipher.Connection) -> None:
        self.connection = connection
        #: For what leaves no row unread: a cursor of its own takes each statement 0.7 µs longer.
        self._cursor = connection.cursor()
        self.moment = 0

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing, and on the disk when it ends.

        Inside another transaction only this part is rolled back.
        """
        if self.connection.in_transaction:
            with self._part():
                yield
            return
        # IMMEDIATE: a deferred transaction that turns into a writer can fail half-way when another
        # process (an invitation from the command line) writes at the same moment.
        self.moment += 1
        with failures():
            self.connection.execute("begin immediate")
        try:
            yield
            with failures():
                # Not `commit()`, which does not report that SQLite abandoned the transaction, for
                # example after a full disk.
                self.connection.execute("commit")
        except BaseException:
            self.connection.rollback()
            raise

    @contextlib.contextmanager
    def _part(self) -> Generator[None]:
        # One name for all of them, so that SQLite compiles these statements once; of savepoints
        # with the same name the innermost is meant (SQLite, SAVEPOINT).
        self.run("savepoint part")
        try:
            yield
        except BaseException:
            self.moment += 1
            if self.connection.in_transaction:  # else SQLite has abandoned all of it
                self.run("rollback to part")
                self.run("release part")
            raise
        self.run("release part")

    @contextlib.contextmanager
    def snapshot(self) -> Generator[None]:
        """Read the database as of the first read, whatever others write meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        with failures():
            self.connection.execute("begin deferred")
        try:
            yield
        finally:
            self.connection.rollback()

    @contextlib.contextmanager
    def repeatable(self) -> Generator[None]:
        """A transaction for repeatable work; it does not wait for the disk.

        Only a power cut can undo the newest of these, and never one that a `transaction` has
        followed (SQLite: WAL with synchronous = NORMAL).
        """
        self.run("pragma synchronous = normal")
        try:
            with self.transaction():
                yield
        finally:
            self.run("pragma synchronous = full")

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        self.changed(statement, parameters)

    def changed(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Execute; returns how many rows changed."""
        try:
            count: int = self._cursor.execute(_in_dialect(statement), parameters).rowcount
        except sqlcipher.DatabaseError as error:
            raise _failure(error) from None
        return count

    def rows(self, query: str, parameters: Sequence[object] = ()) -> Rows:
        try:
            found: Rows = self._cursor.execute(_in_dialect(query), parameters).fetchall()
        except sqlcipher.DatabaseError as error:
            raise _failure(error) from None
        return found

    def soon(self, query: str, parameters: Sequence[object] = ()) -> Callable[[], Rows]:
        found = self.rows(query, parameters)
        return lambda: found

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        try:
            cursor = self.connection.execute(_in_dialect(query), parameters)
            found: tuple[Any, ...] | None = cursor.fetchone()
        except sqlcipher.DatabaseError as error:
            raise _failure(error) from None
        return found

    #: SQLCipher encrypts the whole file, so nothing in it is sealed again.
    is_sealed = False

    def seal(self, text: str, column: str, row: object) -> str:  # noqa: ARG002 - see above
        return text

    def unseal(self, sealed: str, column: str, row: object) -> str:  # noqa: ARG002 - see above
        return sealed

    def scrub(self) -> bool:
        """Remove erased values from the write-ahead log; False while another reader prevents it.

        It does not wait for that reader, since everything else would wait as well. In the database
        itself, `secure_delete` overwrites deleted values.
        """
        self.run("pragma busy_timeout = 0")
        try:
            row = self.row("pragma wal_checkpoint(truncate)")
        except DatabaseFailed:
            return False
        finally:
            self.run(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return row is not None and row[0] == 0

    def take_seat(self) -> bool:
        """True: a lock file keeps every other process from opening it to serve."""
        return True

    def announce(self) -> None:
        """Nothing: whoever serves from the file is alone."""

    def listen(self, hear: Callable[[], None]) -> None:
        """Nothing: see `announce`."""

    def close(self) -> None:
        self.connection.close()


@functools.lru_cache(maxsize=1024)
def _in_dialect(statement: str) -> str:
    """To plan, SQLite looks at the number that is bound to `limit ?`, and compiles the statement
    again for each, which costs two to twelve times its execution (3.53, measured).

    It does not look into a sum.
    """
    return statement.replace("limit ?", "limit ? + 0")


def _failure(error: Exception) -> Exception:
    """Ours for a disk or locking error; a breach of the schema is a bug and stays what it is.

    SQLite's own words name tables and columns, never values.
    """
    is_breach = isinstance(error, sqlcipher.IntegrityError | sqlcipher.ProgrammingError)
    return error if is_breach else DatabaseFailed(str(error))


@contextlib.contextmanager
def failures() -> Generator[None]:
    """Turn disk and locking errors into our exception."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        raise _failure(error) from None
