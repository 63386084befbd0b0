"""The state of a database, found without changing it while the bot may be running."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from storage.database import DatabaseFailed
from storage.migrations import applied_steps, known_steps
from storage.sqlite import SqliteDatabase, failures
from storage.sqlite_file import open_as_it_is
from storage.store import Store

_PATIENCE = 1.0  # seconds; a writer of the bot takes milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found; `store` is for reading only, and None unless the schema is this program's.

    `missing` counts the steps of the schema that the next start adds, `foreign` those that only
    another program knows. `obstacle` says in SQLite's words why nothing can be written.
    """

    missing: int
    foreign: int
    obstacle: str
    store: Store | None = field(repr=False)


@contextlib.contextmanager
def inspected(path: Path, key: str) -> Generator[Inspection]:
    """Look at the database during the block. Raises DatabaseUnusable and DatabaseFailed."""
    database = open_as_it_is(path, key, patience=_PATIENCE)
    try:
        with failures():
            applied = applied_steps(database.tables)
        missing, foreign = len(known_steps() - applied), len(applied - known_steps())
        obstacle = _obstacle(database) if applied else ""
        database.run("pragma query_only = on")
        store = None if missing or foreign else Store(database)
        yield Inspection(missing=missing, foreign=foreign, obstacle=obstacle, store=store)
    finally:
        database.close()


def _obstacle(database: SqliteDatabase) -> str:
    """Take the write lock for an instant, for a statement that changes nothing.

    Without one, SQLite would begin to write to a file that may only be read.
    """
    try:
        with database.transaction():
            database.run("delete from agents where false")
    except DatabaseFailed as failed:
        return str(failed)
    return ""
