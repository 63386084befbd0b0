"""Opening the encrypted file, and the one kind of transaction there is."""

import contextlib
import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher

from storage.migrations import MIGRATIONS

_RAW_KEY_DIGITS = 64  # 256 bits in hex: used as the key itself instead of being stretched


class DatabaseUnusable(Exception):
    """The file cannot be opened; the sentence says what the operator should look at."""


class Database:
    """A connection that commits only at the end of `transaction`.

    Statements on the way of every update are fixed SQL; sqlite-utils keeps the schema.
    """

    def __init__(self, tables: sqlite_utils.Database) -> None:
        self.tables = tables

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing; inside another transaction only this part is rolled back."""
        if self.tables.conn.in_transaction:
            with self.tables.atomic():
                yield
            return
        # IMMEDIATE: a deferred transaction that turns into a writer can fail half way when
        # another process (an invite from the command line) writes at the same moment.
        self.tables.conn.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.tables.conn.rollback()
            raise
        self.tables.conn.commit()

    def run(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Execute and return how many rows changed."""
        return self.tables.conn.execute(statement, tuple(parameters)).rowcount

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.tables.conn.execute(query, tuple(parameters)).fetchall()

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self.tables.conn.execute(
            query, tuple(parameters)
        ).fetchone()
        return found

    def close(self) -> None:
        self.tables.close()


def open_database(path: Path | str, key: str) -> Database:
    """Open or create the database and bring its schema up to date.

    `key` is a passphrase or 64 hex digits. Raises DatabaseUnusable for a missing or wrong key
    and for a file that is no database of ours; such a file is never touched.
    """
    if not key:
        raise DatabaseUnusable("DATABASE_KEY is empty; without it the database stays closed.")
    if str(path) != ":memory:":
        _create_private(Path(path))
    try:
        connection = sqlcipher.connect(str(path), isolation_level=None, timeout=10.0)
        connection.execute("pragma cipher_log_level = none")
        connection.execute(f"pragma key = {_key_literal(key)}")
        connection.execute("select count(*) from sqlite_master").fetchone()
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")
        tables = sqlite_utils.Database(connection)
        MIGRATIONS.apply(tables)
    except sqlcipher.DatabaseError as error:
        raise DatabaseUnusable(_reason(Path(path), error)) from None
    return Database(tables)


def _create_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise DatabaseUnusable(
            f"The database {path} cannot be created: {error.strerror}."
        ) from None


def _key_literal(key: str) -> str:
    is_raw = len(key) == _RAW_KEY_DIGITS and all(digit in "0123456789abcdefABCDEF" for digit in key)
    quoted = f"x'{key}'" if is_raw else key.replace('"', '""')
    return f'"{quoted}"'


def _reason(path: Path, error: sqlcipher.DatabaseError) -> str:
    if "not a database" in str(error):
        return (
            f"DATABASE_KEY does not open {path}. Use the key with which it was created, "
            "or name another file in DATABASE. Nothing was changed."
        )
    return f"The database {path} cannot be used: {error}."
