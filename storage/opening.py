"""Opening a database by its address: a file, or a PostgreSQL server."""

import contextlib
from collections.abc import Generator
from pathlib import Path

from storage.database import Database, DatabaseUnusable
from storage.sqlite_file import open_sqlite, open_to_read

_SCHEMES = ("postgresql://", "postgres://")


def is_postgres(address: Path | str) -> bool:
    return str(address).startswith(_SCHEMES)


def open_database(address: Path | str, key: str) -> Database:
    """Open the database at the path of a file or the address of a PostgreSQL server.

    A file is made and brought up to date; a server's schema only by `migrate_server`. Raises
    DatabaseUnusable for what the operator must correct, and DatabaseFailed.
    """
    if not is_postgres(address):
        return open_sqlite(address, key)
    with _driver_needed():
        from storage.postgres_opening import open_postgres  # noqa: PLC0415 - see there
    return open_postgres(str(address), key)


def open_for_reading(address: Path | str, key: str) -> Database:
    """A read-only session with a database that is in use, which blocks nobody.

    Raises DatabaseUnusable and DatabaseFailed.
    """
    if not is_postgres(address):
        return open_to_read(Path(address), key)
    with _driver_needed():
        from storage.postgres_opening import open_postgres  # noqa: PLC0415 - see there
    with contextlib.closing(open_postgres(str(address), key)) as database:
        return database.for_reading()


def migrate_server(address: str, key: str) -> int:
    """Bring a server's schema up to date; returns how many steps were missing.

    In a new database it makes what `key` seals. Raises as `open_database` does.
    """
    with _driver_needed():
        from storage.postgres_opening import migrate_postgres  # noqa: PLC0415 - see there
    return migrate_postgres(address, key)


@contextlib.contextmanager
def _driver_needed() -> Generator[None]:
    """Only a server needs the driver, which takes a tenth of a second and some megabytes."""
    try:
        yield
    except ModuleNotFoundError:
        raise DatabaseUnusable(
            "DATABASE=postgresql://... needs a package: pip install 'onboarding-bot[postgres]'."
        ) from None
