"""The schema on PostgreSQL, as steps in plain SQL that are never edited once released.

A step only adds (columns with a default, tables, indexes), so that the release before can
run on it too; what is no longer used goes in a later release. That makes rolling restarts possible:
first `migrate`, then one process after the other.
"""

import functools
import secrets
from collections.abc import Callable
from importlib import resources

from storage.database import Database, DatabaseUnusable

#: How far the schema may be ahead of a program that still runs on it.
_MOST_AHEAD = 1


@functools.cache
def steps() -> dict[int, str]:
    """The SQL of each step by its number."""
    folder = resources.files("storage") / "postgres_steps"
    files = [file for file in folder.iterdir() if file.name.endswith(".sql")]
    found = {int(file.name.removesuffix(".sql")): file.read_text("utf-8") for file in files}
    return dict(sorted(found.items()))


def applied_step(database: Database) -> int:
    """The newest step that the database has; 0 when it has none."""
    there = database.row("select to_regclass('schema_steps') is not null")
    if there is None or not there[0]:
        return 0
    row = database.row("select max(number) from schema_steps")
    return int(row[0]) if row and row[0] is not None else 0


def check_steps(database: Database) -> None:
    """Raises DatabaseUnusable unless this program can work on the database's schema."""
    newest, applied = max(steps()), applied_step(database)
    if applied < newest:
        raise DatabaseUnusable(
            "The database has not the tables of this release. Run: python -m bot migrate"
        )
    if applied > newest + _MOST_AHEAD:
        raise DatabaseUnusable(
            "The database belongs to a newer release. Install that release; nothing was changed."
        )


def check_encoding(database: Database) -> None:
    """Raises DatabaseUnusable unless the database can hold the letters of every language."""
    row = database.row("select current_setting('server_encoding')")
    if row != ("UTF8",):
        raise DatabaseUnusable(
            f"The encoding of the database is {row and row[0]}. Make it again: create database ..."
            " encoding 'UTF8' template template0. Nothing was changed."
        )


def apply_steps(database: Database, run_script: Callable[[str], None]) -> int:
    """Apply the missing steps, all or none of them; returns how many there were.

    `run_script` runs several statements of the same session.
    """
    with database.transaction():
        applied = applied_step(database)
        missing = {number: text for number, text in steps().items() if number > applied}
        if not applied:
            database.run(
                "create table schema_steps (number integer primary key,"
                " applied_at timestamptz not null default now())"
            )
        for number, text in missing.items():
            run_script(text)
            database.run("insert into schema_steps (number) values (?)", (number,))
    return len(missing)


def make_hash_key(database: Database) -> None:
    """Make the key of `storage.keyed_hashes`, unless it is there."""
    if not database.row("select 1 from hash_key"):
        made = database.seal(secrets.token_hex(32), "hash_key.key", "")
        database.run("insert into hash_key (key) values (?)", (made,))
