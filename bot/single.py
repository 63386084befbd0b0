"""One process per bot: two that poll under one token would take turns for ever."""

import hashlib
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyRunning(Exception):
    """Another process on this machine holds the token or the database."""


@contextmanager
def only_one(token: str, database: Path) -> Generator[None]:
    """Hold both locks for the time of the block; the system frees them when the process dies."""
    name = hashlib.sha256(token.encode()).hexdigest()[:16]
    by_token = Path(tempfile.gettempdir()) / f"onboarding-bot-{name}.lock"
    by_database = database.with_name(f"{database.name}.lock")
    try:
        by_database.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(by_token, timeout=0), FileLock(by_database, timeout=0):
            yield
    except Timeout as taken:
        what = "this token" if taken.lock_file == str(by_token) else f"the database {database}"
        raise AlreadyRunning(
            f"Another process already runs with {what}. Stop it first; nothing was started."
        ) from None
