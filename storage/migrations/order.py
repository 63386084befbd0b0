"""The set of steps that an encrypted file takes, in the order in which they are registered."""

import contextlib
import functools

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("onboarding")


@functools.cache
def known_steps() -> frozenset[str]:
    """The names of all steps of this program."""
    with contextlib.closing(Database(memory=True)) as empty:
        return frozenset(each.name for each in MIGRATIONS.pending(empty))


def applied_steps(database: Database) -> frozenset[str]:
    """The names of the steps that the database has had; another version may know more."""
    return frozenset(each.name for each in MIGRATIONS.applied(database))
