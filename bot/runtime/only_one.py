"""One process per bot: two that poll with one token would interrupt each other for ever."""

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyRunning(Exception):
    """Another process on this machine holds the token or the database."""


class NoRoom(Exception):
    """The disk is too full for a lock; once there is room, begin again."""


_NO_ROOM_LEFT = (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def only_one(token: str, database: Path | None) -> Generator[None]:
    """Hold both locks during the block; the system frees them when the process dies.

    A database that is no file has a lock of its own, its seat. A link names the file it leads to.
    Raises AlreadyRunning and NoRoom, with a sentence for the operator.
    """
    name = hashlib.sha256(token.encode()).hexdigest()[:16]
    try:
        by_token = Path(tempfile.gettempdir()) / f"onboarding-bot-{name}.lock"
    except FileNotFoundError:
        _find_room(Path(os.environ.get("TMPDIR", "/tmp")))  # noqa: S108 - as tempfile does
        raise AlreadyRunning(
            "No folder for temporary files can be written. Name one in the variable TMPDIR; "
            "nothing was started."
        ) from None
    with contextlib.ExitStack() as locks:
        locks.enter_context(_locked(by_token, "this token"))
        if database:
            by_database = Path(f"{os.path.realpath(database)}.lock")
            locks.enter_context(_locked(by_database, f"the database {database}"))
        yield


@contextlib.contextmanager
def _locked(path: Path, what: str) -> Generator[None]:
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            f"Another process already runs with {what}. Stop it first; nothing was started."
        ) from None
    except OSError as error:
        if error.errno in _NO_ROOM_LEFT:
            raise NoRoom(f"The lock {path} cannot be made: {error.strerror}.") from None
        raise AlreadyRunning(
            f"The lock {path} cannot be taken: {error.strerror}. Look at the owner and mode of "
            "that file and its folder, and whether another user runs the bot."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _find_room(folder: Path) -> None:
    """Write a temporary file, since `tempfile` does not tell why it could not; raises NoRoom."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"room")
    except OSError as error:
        if error.errno in _NO_ROOM_LEFT:
            raise NoRoom(
                f"No temporary file can be written in {folder}: {error.strerror}. Delete what fills"
                " that disk, or name another folder in the variable TMPDIR."
            ) from None
