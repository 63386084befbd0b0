"""A file that appears under its name only when it is complete and on the disk."""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path


@contextlib.contextmanager
def new_file(path: Path) -> Generator[Path]:
    """The name under which a database is written during the block; it is closed by its end.

    If the block fails, nothing is left. Raises OSError.
    """
    part = part_of(path)
    part.unlink(missing_ok=True)
    try:
        yield part
        _flush(part)
        part.rename(path)
        _flush(path.parent)
    finally:
        remove_database(part)


def part_of(path: Path) -> Path:
    """The name of the file while it is incomplete; a killed process leaves one under it."""
    return path.with_name(f"{path.name}.part")


def remove_database(path: Path) -> None:
    """Delete the file, and the log and the index of the log next to it."""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
