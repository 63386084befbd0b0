"""The database file: whether it opens, can be written, has room and was copied."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.doctor.database_error import judge_error
from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.doctor.limits import ALMOST_FULL, LONGEST_LOG, MEGABYTE, Limits
from bot.doctor.work import Work, find_work, judge_work
from storage import DatabaseFailed, DatabaseUnusable, inspected

_LOOK_AT_DISK = "Look at the disk and its file system; restore a backup if the file is damaged."


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What the opened database says; `work` only if its schema is this program's."""

    missing: int
    foreign: int
    obstacle: str
    work: Work | None


def examine_database(path: Path, key: str, now: datetime, limits: Limits) -> Iterator[Finding]:
    """Look at the file and into it. Takes as long as a disk does, so not in the event loop."""
    whole = Path(os.path.realpath(path))  # where a link leads, the log and its index are, too
    yield judge_room(*_room(whole), limits)
    obstacle = _no_file(path)
    if obstacle:
        yield obstacle
        return
    if not os.access(whole.parent, os.W_OK | os.X_OK, effective_ids=True):
        yield broken(
            "database",
            f"The folder {whole.parent} cannot be written; two more files are needed in it.",
            "Give the folder to the user who runs the bot: chown USER, chmod 700.",
        )
        return
    yield judge_log(_size(whole.with_name(f"{whole.name}-wal")))
    try:
        inside = _inside(path, key, now)
    except (DatabaseUnusable, DatabaseFailed) as error:
        yield judge_error(error, path, _LOOK_AT_DISK)
    else:
        yield from judge_inside(inside, path, now, limits)


def _no_file(path: Path) -> Finding | None:
    """Why the name leads to no file; None if it leads to one."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            return broken("database", f"The link {path} leads nowhere.", "Correct DATABASE.")
        return doubtful(
            "database",
            f"There is no database {path} yet.",
            "The first start of the bot makes it. If it has run before, correct DATABASE.",
        )
    except OSError as error:
        words = f"The database {path} cannot be reached: {error.strerror}."
        return broken("database", words, "Correct DATABASE.")
    if not stat.S_ISREG(found.st_mode):
        return broken("database", f"{path} is no file.", "Correct DATABASE.")
    if not found.st_size:
        return doubtful(
            "database",
            f"{path} is empty.",
            "The first start of the bot fills it. If it has run before, restore a copy.",
        )
    return None


def _inside(path: Path, key: str, now: datetime) -> Inside:
    """Raises DatabaseUnusable and DatabaseFailed."""
    with inspected(path, key) as found:
        return Inside(
            missing=found.missing,
            foreign=found.foreign,
            obstacle=found.obstacle,
            work=find_work(found.store, now) if found.store else None,
        )


def judge_inside(inside: Inside, path: Path, now: datetime, limits: Limits) -> Iterator[Finding]:
    yield fine("database", f"{path} opens with DATABASE_KEY.")
    yield _judge_schema(inside)
    if not inside.obstacle:
        yield fine("writing", "The database can be written.")
    elif "locked" in inside.obstacle:
        yield broken(
            "writing",
            "Another program has kept the database locked for more than a second.",
            "End the program that has it open, such as a database browser or a copying script.",
        )
    else:
        yield broken(
            "writing",
            f"The database cannot be written: {inside.obstacle}.",
            f"Give {path} to the user who runs the bot (chown, chmod 600), and look at the disk.",
        )
    if inside.work:
        yield judge_backup(inside.work.backed_up_at, now, limits)
        yield from judge_work(inside.work, now)


def _judge_schema(inside: Inside) -> Finding:
    if inside.foreign:
        return broken(
            "schema",
            "A newer version of the bot has used this database.",
            "Install that version again, or restore a backup made by this one.",
        )
    if inside.missing:
        return doubtful(
            "schema",
            f"The database is of an older version and lacks {inside.missing} steps of the schema.",
            "Take a copy with the old version, then start the bot, which adds them.",
        )
    return fine("schema", "The database is of this version.")


def judge_room(free: int, size: int, limits: Limits) -> Finding:
    """`free` and `size`, of the database, are in bytes."""
    words = f"{_in_words(free)} are free where the database is."
    cure = "Free some room or move DATABASE to a larger disk; backups belong on another one."
    if free < min(ALMOST_FULL, limits.least_free):
        return broken("disk", words, cure)
    if free < max(limits.least_free, 2 * size):
        return doubtful("disk", words, cure)
    return fine("disk", words)


def judge_log(size: int) -> Finding:
    """The write-ahead log, in bytes."""
    words = f"The write-ahead log has {_in_words(size)}."
    if size <= LONGEST_LOG:
        return fine("log", words)
    return doubtful(
        "log",
        words,
        "Something keeps reading the database: end other programs that have it open, then"
        " restart the bot, which empties the log.",
    )


def judge_backup(at: datetime | None, now: datetime, limits: Limits) -> Finding:
    """`at` is when `python -m bot backup` last recorded a copy."""
    cure = "Run python -m bot backup FILE every day, by a timer, and keep FILE on another disk."
    if at is None:
        return doubtful("backup", "No backup was ever made with python -m bot backup.", cure)
    words = f"The last backup was made on {at:%Y-%m-%d at %H:%M} UTC."
    is_near = abs(now - at) <= limits.oldest_backup  # not of a clock that was far ahead
    return fine("backup", words) if is_near else doubtful("backup", words, cure)


def _room(path: Path) -> tuple[int, int]:
    """Free bytes for the file, and its size; the folder may not exist yet."""
    folders = path.absolute().parents
    folder = next(each for each in folders if os.path.isdir(each))  # noqa: PTH112 - Path's raises
    return shutil.disk_usage(folder).free, _size(path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _in_words(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB"
