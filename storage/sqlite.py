"""The encrypted file: opening it, and the one kind of transaction there is."""

import contextlib
import functools
import os
import stat
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2 as sqlcipher

from storage.database import DatabaseFailed, DatabaseUnusable
from storage.light_import import sqlite_utils
from storage.migrations import MIGRATIONS

#: Statements kept compiled; there are some 250 of them.
_COMPILED = 500

_RAW_KEY_DIGITS = 64  # 256 bits in hex: used as the key itself instead of being stretched
_PLAIN_HEADER = b"SQLite format 3\0"

#: How long a writer waits for another process (an invitation takes milliseconds). The loops are
#: blocked meanwhile, so it is well below the five seconds in which the bot promises to end.
_BUSY_SECONDS = 3.0
_AGAIN_SECONDS = 0.02


class SqliteDatabase:
    """`storage.database.Database` over one encrypted file; sqlite-utils keeps its schema."""

    def __init__(
        self, tables: sqlite_utils.Database, for_reading: "Callable[[], SqliteDatabase]"
    ) -> None:
        """`for_reading` opens the same file again for reading only."""
        self.tables = tables
        self.for_reading = for_reading
        self._connection = tables.conn

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing, and on the disk when it ends.

        Inside another transaction only this part is rolled back.
        """
        if self._connection.in_transaction:
            with self._part():
                yield
            return
        # IMMEDIATE: a deferred transaction that turns into a writer can fail half-way when another
        # process (an invitation from the command line) writes at the same moment.
        with failures():
            self._connection.execute("begin immediate")
        try:
            yield
            with failures():
                # Not `commit()`, which does not report that SQLite abandoned the transaction, for
                # example after a full disk.
                self._connection.execute("commit")
        except BaseException:
            self._connection.rollback()
            raise

    @contextlib.contextmanager
    def _part(self) -> Generator[None]:
        # One name for all of them, so that SQLite compiles these statements once; of savepoints
        # with the same name the innermost is meant (SQLite, SAVEPOINT).
        self.run("savepoint part")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # else SQLite has abandoned all of it
                self.run("rollback to part")
                self.run("release part")
            raise
        self.run("release part")

    @contextlib.contextmanager
    def snapshot(self) -> Generator[None]:
        """Read the database as of the first read, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with failures():
            self._connection.execute("begin deferred")
        try:
            yield
        finally:
            self._connection.rollback()

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

    def run(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Execute; returns how many rows changed."""
        try:
            return self._connection.execute(_in_dialect(statement), parameters).rowcount
        except sqlcipher.DatabaseError as error:
            raise _failure(error) from None

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(_in_dialect(query), parameters).fetchall()
        except sqlcipher.DatabaseError as error:
            raise _failure(error) from None

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        try:
            cursor = self._connection.execute(_in_dialect(query), parameters)
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
            self.run(f"pragma busy_timeout = {int(_BUSY_SECONDS * 1000)}")
        return row is not None and row[0] == 0

    def take_seat(self) -> bool:
        """True: a lock file keeps every other process from opening it to serve."""
        return True

    def announce(self) -> None:
        """Nothing: whoever serves from the file is alone."""

    def listen(self, hear: Callable[[], None]) -> None:
        """Nothing: see `announce`."""

    def close(self) -> None:
        self.tables.close()


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


def open_sqlite(path: Path | str, key: str) -> SqliteDatabase:
    """Open or create the database and bring its schema up to date.

    `key` is a passphrase or 64 hex digits. Raises DatabaseUnusable for a missing or wrong key and
    for a file that is not a database of this bot; such a file is never touched.
    """
    if not key:
        raise DatabaseUnusable("DATABASE_KEY is empty; without it the database stays closed.")
    if str(path) != ":memory:":
        _create_private(Path(path))
    ends_at = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            return _opened(path, key, patience=max(ends_at - time.monotonic(), 0.0))
        except (sqlcipher.DatabaseError, DatabaseFailed) as error:
            # When two processes turn a new file into WAL at the same moment, SQLite fails one at
            # once, whatever its timeout: waiting could last for ever.
            if "locked" not in str(error):
                raise DatabaseUnusable(_reason(Path(path), str(error))) from None
            if time.monotonic() > ends_at:
                raise DatabaseFailed("another program keeps it locked") from None
        time.sleep(_AGAIN_SECONDS)


def _opened(path: Path | str, key: str, *, patience: float) -> SqliteDatabase:
    connection = sqlcipher.connect(
        str(path), isolation_level=None, timeout=patience, cached_statements=_COMPILED
    )
    try:
        database = _prepared(connection, key, functools.partial(_open_for_reading, path, key))
        connection.execute(f"pragma busy_timeout = {int(_BUSY_SECONDS * 1000)}")
    except BaseException:
        connection.close()
        raise
    return database


def _open_for_reading(path: Path | str, key: str) -> SqliteDatabase:
    """A separate read-only connection for another thread, which blocks nobody."""
    with failures():
        connection = sqlcipher.connect(str(path), isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            _unlock(connection, key)
            connection.execute("pragma query_only = on")
        except BaseException:
            connection.close()
            raise
    again = functools.partial(_open_for_reading, path, key)
    return SqliteDatabase(sqlite_utils.Database(connection), again)


def _unlock(connection: sqlcipher.Connection, key: str) -> None:
    connection.execute("pragma cipher_log_level = none")
    connection.execute(f"pragma key = {_key_literal(key)}")
    connection.execute("select count(*) from sqlite_master").fetchone()


def _prepared(
    connection: sqlcipher.Connection, key: str, for_reading: Callable[[], SqliteDatabase]
) -> SqliteDatabase:
    _unlock(connection, key)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    database = SqliteDatabase(sqlite_utils.Database(connection), for_reading)
    with database.transaction():
        MIGRATIONS.apply(database.tables)
        # Changes nothing, but fails now, before anything is served, if the file is not writable.
        database.run("delete from agents where false")
    return database


def open_as_it_is(path: Path, key: str, *, patience: float) -> SqliteDatabase:
    """Open an existing database without making or migrating anything, to look at it.

    Nothing waits longer than `patience` seconds for a lock. Raises DatabaseUnusable as
    `open_sqlite` does, and for a file that is not there.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    try:
        connection = sqlcipher.connect(address, uri=True, isolation_level=None, timeout=patience)
        try:
            _unlock(connection, key)
        except BaseException:
            connection.close()
            raise
    except sqlcipher.DatabaseError as error:
        raise DatabaseUnusable(_reason(path, str(error))) from None
    again = functools.partial(_open_for_reading, path, key)
    return SqliteDatabase(sqlite_utils.Database(connection), again)


def rekey(path: Path, key: str, new_key: str) -> None:
    """Encrypt the whole file with another key; no other process may have it open.

    It is one transaction: after an interruption the old key still opens the file. Raises
    DatabaseUnusable as `open_sqlite` does, and when one of the keys is missing.
    """
    if not new_key:
        raise DatabaseUnusable("The new key is empty; nothing was changed.")
    if not path.exists():
        raise DatabaseUnusable(f"There is no database {path}. Look at DATABASE.")
    database = open_sqlite(path, key)
    try:
        # SQLCipher rewrites all pages under a rollback journal; a write-ahead log would keep
        # pages of the old key.
        database.run("pragma journal_mode = delete")
        database.run(f"pragma rekey = {_key_literal(new_key)}")
    finally:
        database.close()
    open_sqlite(path, new_key).close()  # proves the new key, and returns to the write-ahead log


_OWNERS = stat.S_IRWXU


def _create_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~_OWNERS:  # a copy may have become readable to others; the log files follow
            path.chmod(mode & _OWNERS)
    except OSError as error:
        raise DatabaseUnusable(
            f"The database {path} cannot be created: {error.strerror}. Look at DATABASE."
        ) from None


def _key_literal(key: str) -> str:
    is_raw = len(key) == _RAW_KEY_DIGITS and all(digit in "0123456789abcdefABCDEF" for digit in key)
    quoted = f"x'{key}'" if is_raw else key.replace('"', '""')
    return f'"{quoted}"'


#: SQLite's messages, and what the operator should do about each.
_REASONS = {
    "not a database": (
        "DATABASE_KEY does not open {path}. Use the key with which it was created, "
        "or name another file in DATABASE. Nothing was changed."
    ),
    "readonly": "The database {path} may be read but not written. Look at its owner and mode.",
    "unable to open": "The database {path} cannot be opened. Look at its owner and mode.",
}


def _reason(path: Path, said: str) -> str:
    if _is_plain(path):
        return (
            f"{path} is a database without encryption, so it is not the bot's. "
            "Name another file in DATABASE. Nothing was changed."
        )
    for part, sentence in _REASONS.items():
        if part in said:
            return sentence.format(path=path)
    return f"The database {path} cannot be used: {said}."


def _is_plain(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    except OSError:
        return False
