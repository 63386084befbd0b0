"""Opening a database by its address: a file, or a PostgreSQL server."""

from pathlib import Path

from storage.database import Database, DatabaseUnusable
from storage.sqlite import open_sqlite

_SCHEMES = ("postgresql://", "postgres://")


def is_postgres(address: Path | str) -> bool:
    return str(address).startswith(_SCHEMES)


def open_database(address: Path | str, key: str) -> Database:
    """Open the database at the path of a file or the address of a PostgreSQL server.

    A file is made and brought up to date; a server's schema only by `storage.postgres.migrate`.
    Raises DatabaseUnusable for what the operator must correct, and DatabaseFailed.
    """
    if not is_postgres(address):
        return open_sqlite(address, key)
    try:
        # Only this address needs the driver, which takes a tenth of a second and some megabytes.
        from storage.postgres import open_postgres  # noqa: PLC0415 - see above
    except ModuleNotFoundError:
        raise DatabaseUnusable(
            "DATABASE=postgresql://... needs a package: pip install 'onboarding-bot[postgres]'."
        ) from None
    return open_postgres(str(address), key)
