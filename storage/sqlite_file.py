"""The encrypted file: made private, opened with its key, encrypted with another one."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2 as sqlcipher

from storage.database import DatabaseFailed, DatabaseUnusable
from storage.raw_key import is_raw
from storage.sqlite import BUSY_SECONDS, SqliteDatabase
from storage.sqlite_schema import STEPS, applied_steps, apply_missing_steps

#: Statements kept compiled; there are some 250 of them.
_COMPILED = 500

_PLAIN_HEADER = b"SQLite format 3\0"

#: SQLite's messages on a full disk; of the index of the log it says only the second.
_NO_ROOM = ("disk is full", "disk I/O error")
_NO_ROOM_LEFT = (errno.ENOSPC, errno.EDQUOT)

_AGAIN_SECONDS = 0.02  # between two tries to open a file that is locked

#: How the driver binds the two commonest values that it does not know by their type. Without these
#: it looks for an adapter and finds none, in 1.4 µs instead of 0.3 for each (measured).
_ADAPTERS: Mapping[type, Callable[[Any], object]] = {bool: int, type(None): lambda none: none}


def open_sqlite(path: Path | str, key: str) -> SqliteDatabase:
    """Open or create the database and bring its schema up to date.

    `key` is a passphrase or 64 hex digits. Raises DatabaseUnusable for a missing or wrong key and
    for a file that is not a database of this bot; such a file is never touched. Raises
    DatabaseFailed where it is locked or the disk is full.
    """
    if not key:
        raise DatabaseUnusable("DATABASE_KEY is empty; without it the database stays closed.")
    if str(path) == ":memory:":
        return _opened_in_turn(path, key)
    with _made_private(Path(path)):
        return _opened_in_turn(path, key)


def _opened_in_turn(path: Path | str, key: str) -> SqliteDatabase:
    """Wait for a moment while another process opens the same file."""
    ends_at = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return _opened(path, key, patience=max(ends_at - time.monotonic(), 0.0))
        except (sqlcipher.DatabaseError, DatabaseFailed) as error:
            # When two processes turn a new file into WAL at the same moment, SQLite fails one at
            # once, whatever its timeout: waiting could last for ever.
            if any(words in str(error) for words in _NO_ROOM):
                raise DatabaseFailed(f"{error} at {path} (is the disk full?)") from None
            if "locked" not in str(error):
                raise DatabaseUnusable(_reason(Path(path), str(error))) from None
            if time.monotonic() > ends_at:
                raise DatabaseFailed("another program keeps it locked") from None
        time.sleep(_AGAIN_SECONDS)


def _opened(path: Path | str, key: str, *, patience: float) -> SqliteDatabase:
    connection = connect(path, patience)
    try:
        unlock(connection, key)
        database = prepared(connection)
        connection.execute(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")
    except BaseException:
        connection.close()
        raise
    return database


def connect(path: Path | str, patience: float = BUSY_SECONDS) -> sqlcipher.Connection:
    """A connection that has not been given its key; for a lock it waits that many seconds."""
    for kind, adapter in _ADAPTERS.items():
        sqlcipher.register_adapter(kind, adapter)
    return sqlcipher.connect(
        str(path), isolation_level=None, timeout=patience, cached_statements=_COMPILED
    )


def unlock(connection: sqlcipher.Connection, key: str) -> None:
    """Give the connection its key; raises sqlcipher.DatabaseError if it does not fit."""
    connection.execute("pragma cipher_log_level = none")
    connection.execute(f"pragma key = {_key_literal(key)}")
    connection.execute("select count(*) from sqlite_master").fetchone()


def prepared(connection: sqlcipher.Connection) -> SqliteDatabase:
    """The bot's database on an open connection, with its schema up to date.

    Raises DatabaseUnusable for a database of a newer version.
    """
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    connection.execute("pragma recursive_triggers = on")  # as in the steps of the schema
    database = SqliteDatabase(connection)
    if not applied_steps(database).issubset(STEPS):
        raise DatabaseUnusable(
            "A newer version of the bot has used this database. Install that version again, or"
            " restore a copy made by this one. Nothing was changed."
        )
    with database.transaction():
        apply_missing_steps(database)
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
            unlock(connection, key)
        except BaseException:
            connection.close()
            raise
    except sqlcipher.DatabaseError as error:
        raise DatabaseUnusable(_reason(path, str(error))) from None
    return SqliteDatabase(connection)


def open_to_read(path: Path, key: str) -> SqliteDatabase:
    """Open an existing database for reading only, which blocks nobody.

    Raises DatabaseUnusable as `open_as_it_is` does.
    """
    database = open_as_it_is(path, key, patience=BUSY_SECONDS)
    database.run("pragma query_only = on")
    return database


def rekey(path: Path, key: str, new_key: str) -> None:
    """Encrypt the whole file with another key; no other process may have it open.

    It is one transaction: after an interruption the old key still opens the file. Raises
    DatabaseUnusable as `open_sqlite` does, and when one of the keys is missing; DatabaseFailed
    where there is no room.
    """
    if not new_key:
        raise DatabaseUnusable("The new key is empty; nothing was changed.")
    if not os.path.exists(path):  # noqa: PTH110 - Path's raises for some
        raise DatabaseUnusable(f"There is no database {path}. Look at DATABASE.")
    with contextlib.closing(open_sqlite(path, key)) as database:
        # SQLCipher rewrites all pages under a rollback journal; a write-ahead log would keep
        # pages of the old key.
        database.run("pragma journal_mode = delete")
        try:
            database.run(f"pragma rekey = {_key_literal(new_key)}")
        except DatabaseFailed:  # SQLCipher's words name no reason
            raise DatabaseFailed("it keeps its old key (is there room for it twice?)") from None
    open_sqlite(path, new_key).close()  # proves the new key, and returns to the write-ahead log


_OWNERS = stat.S_IRWXU


@contextlib.contextmanager
def _made_private(path: Path) -> Generator[None]:
    """Create the file if there is none, and take the rights of others; they get them back if the
    block refuses it, since it may be theirs.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if not path.is_file():
            raise DatabaseUnusable(f"{path} is no file. Look at DATABASE.")
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~_OWNERS:  # a copy may have become readable to others; the log files follow
            path.chmod(mode & _OWNERS)
    except OSError as error:
        if error.errno in _NO_ROOM_LEFT:
            raise DatabaseFailed(f"{error.strerror} at {path}") from None
        raise DatabaseUnusable(
            f"The database {path} cannot be created: {error.strerror}. Look at DATABASE."
        ) from None
    try:
        yield
    except DatabaseUnusable:
        with contextlib.suppress(OSError):
            path.chmod(mode)
        raise


def _key_literal(key: str) -> str:
    quoted = f"x'{key}'" if is_raw(key) else key.replace('"', '""')
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
        if not path.is_file():  # reading a pipe would wait for ever
            return False
        with path.open("rb") as file:
            return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    except OSError:
        return False
