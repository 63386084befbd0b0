"""The state of a database, found without changing it while the bot may be running."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from storage.obstacle import find_obstacle
from storage.sqlite_file import open_as_it_is
from storage.sqlite_schema import STEPS, applied_steps
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
        applied, known = applied_steps(database), frozenset(STEPS)
        missing, foreign = len(known - applied), len(applied - known)
        obstacle = find_obstacle(database) if applied else ""
        database.run("pragma query_only = on")
        store = None if missing or foreign else Store(database)
        yield Inspection(missing=missing, foreign=foreign, obstacle=obstacle, store=store)
    finally:
        database.close()
