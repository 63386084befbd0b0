"""A file that appears under its name only when it is complete and on the disk."""

import contextlib
import fcntl
import os
import re
import struct
import tempfile
from collections.abc import Generator
from pathlib import Path

_PART = ".part"
_HELD = 2**62  # the byte of an incomplete file


@contextlib.contextmanager
def new_file(path: Path) -> Generator[Path]:
    """The name under which a file is written during the block; a database is closed by its end.

    No other process has that name. If the block fails, nothing is left. Raises OSError, also if a
    file has got the name `path` meanwhile.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(_PART, f"{path.name}.", path.parent)
    part = Path(name)
    try:
        _lock(descriptor)
        yield part
        _flush(part)
        _name(part, path)
        _flush(path.parent)
    finally:
        remove_database(part)
        os.close(descriptor)


def part_of(path: Path) -> Path:
    """The name of an incomplete file of which there is only one at a time."""
    return Path(os.path.realpath(path) + _PART)


def is_part_of(path: Path, file: Path) -> bool:
    """Whether `file` has the name of something that was to become `path`."""
    whole = Path(os.path.realpath(path))
    left = rf"{re.escape(whole.name)}(\.\w{{8}})?{_PART}(-wal|-shm)?"
    is_next_to = os.path.realpath(file.parent) == str(whole.parent)
    return is_next_to and bool(re.fullmatch(left, file.name))


def remove_parts(path: Path) -> None:
    """Delete what killed processes have left of it."""
    for file in Path(os.path.realpath(path)).parent.iterdir():
        if is_part_of(path, file):
            file.unlink(missing_ok=True)


def remove_abandoned(path: Path) -> None:
    """Delete what killed processes have left, in its folder, of files that end as `path` does."""
    whole = rf".+{re.escape(path.suffix)}" if path.suffix else re.escape(path.name)
    with contextlib.suppress(OSError):  # the folder cannot be listed
        for file in path.parent.iterdir():
            if re.fullmatch(rf"{whole}\.\w{{8}}{_PART}", file.name) and _is_abandoned(file):
                remove_database(file)


def remove_database(path: Path) -> None:
    """Delete the file, and the log and the index of the log next to it."""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _lock(descriptor: int) -> bool:
    """Hold the file until it is closed, or the process dies; False if another has it or nothing can
    be held there.

    What is held is one byte that no file reaches. Over a network a `flock` is a lock of the whole
    file (flock(2)), which keeps out SQLite and, on some servers, all that is written; and `lockf`
    lets go as soon as the writer has closed the file.
    """
    byte = struct.pack("hhqqi0q", fcntl.F_WRLCK, os.SEEK_SET, _HELD, 1, 0)
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, byte)
    except OSError:
        return False
    return True


def _is_abandoned(part: Path) -> bool:
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # another user's, or no file
        return False
    try:
        return _lock(descriptor)
    finally:
        os.close(descriptor)


def _name(part: Path, path: Path) -> None:
    """Give the complete file its name, which it takes from no other file."""
    try:
        path.hardlink_to(part)
    except OSError:  # also where the file system has no links, such as a memory stick's
        if os.path.lexists(path):
            raise
        part.rename(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
