"""The engine on which a test runs: SQLite's file, or a PostgreSQL server.

What tests are built from (an office, a workshop, a running bot) takes its database from
`current()`, so that the same test runs on either.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from storage import Database, open_database
from storage.sqlite import SqliteDatabase
from storage.sqlite_file import connect, open_sqlite, prepared, unlock

KEY = "5d" * 32  # used directly, so opening does not take the time of stretching a passphrase

Lend = Callable[[], AbstractContextManager[str]]


class Engine:
    """Opens databases, and closes those that a test has left open.

    `lend` gives the address of a clean database on a server; without it databases are files.
    """

    def __init__(self, lend: Lend | None = None) -> None:
        self._lend = lend
        self._lent: dict[Path, str] = {}
        self._resources = contextlib.ExitStack()

    @property
    def is_postgres(self) -> bool:
        return self._lend is not None

    def address(self, path: Path) -> Path | str:
        """Where the database is that has this path on SQLite; the same again for the same path.

        A new one in a folder that is there is empty, and has its schema already.
        """
        if self._lend is None:
            if path.parent.is_dir() and not path.exists():
                _with_schema(path).close()
            return path
        if path not in self._lent:
            self._lent[path] = self._resources.enter_context(self._lend())
        return self._lent[path]

    def open(self, path: Path, key: str) -> Database:
        """The database of this path."""
        return self._opened(self.address(path), key)

    def open_fresh(self) -> Database:
        """A database of its own, which is gone with the test."""
        return self._resources.enter_context(self.fresh())

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Database]:
        """A database of its own, which is gone with the block."""
        if self._lend is None:
            with contextlib.closing(prepared(_with_schema(":memory:"))) as database:
                yield database
            return
        with self._lend() as address, contextlib.closing(open_database(address, KEY)) as database:
            yield database

    def _opened(self, address: Path | str, key: str) -> Database:
        database = open_database(address, key)
        if self.is_postgres:  # a session that nobody closes is a warning, which fails the test
            self._resources.callback(database.close)
        return database

    def close(self) -> None:
        self._resources.close()


@functools.cache
def _empty() -> SqliteDatabase:
    """What others are copied from: the steps of the schema take a tenth of a second."""
    return open_sqlite(":memory:", KEY)


def _with_schema(path: Path | str) -> sqlcipher.Connection:
    """A new database that has its schema."""
    connection = connect(path)
    unlock(connection, KEY)
    _empty().connection.backup(connection)
    return connection


_SQLITE = Engine()
_current = [_SQLITE]


def current() -> Engine:
    """The engine of the test that runs; SQLite where none was chosen."""
    return _current[-1]


@contextlib.contextmanager
def running_on(engine: Engine) -> Iterator[Engine]:
    _current.append(engine)
    try:
        yield engine
    finally:
        _current.pop()
        engine.close()
