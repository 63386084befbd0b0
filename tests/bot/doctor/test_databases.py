"""A database that the bot could not work with is the one finding that is not ok."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher

from bot.doctor.database import examine_database, judge_backup, judge_room
from bot.doctor.finding import State
from bot.doctor.limits import LONGEST_LOG, MEGABYTE, Limits
from storage import open_database
from storage.migrations import MIGRATIONS
from tests.bot.doctor.conftest import Installation, is_broken, is_doubtful, unwell
from tests.support.rights import ordinary_user
from tests.support.running import DATABASE_KEY

WEEK = timedelta(days=7)


async def test_a_wrong_key_is_broken_and_leaves_the_file_as_it_is(
    installation: Installation,
) -> None:
    before = installation.path.read_bytes()

    ill = await installation.illness(DATABASE_KEY="ab" * 32)

    assert is_broken(ill, "database")
    assert ill.words.startswith("DATABASE_KEY does not open")
    assert ill.cure.startswith("Use the key with which it was created")
    assert installation.path.read_bytes() == before


async def test_a_database_that_is_not_there_is_not_made(installation: Installation) -> None:
    path = installation.trial.folder / "elsewhere" / "bot.db"

    ill = await installation.illness(DATABASE=str(path))

    assert is_doubtful(ill, "database")
    assert "DATABASE" in ill.cure
    assert not path.parent.exists()


async def test_a_database_that_has_lost_its_content_is_not_called_fine(
    installation: Installation,
) -> None:
    path = installation.trial.folder / "empty.db"
    path.touch()

    ill = await installation.illness(DATABASE=str(path))

    assert is_doubtful(ill, "database")
    assert ill.words == f"{path} is empty."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", "is no file"),
        ("pipe", "is no file"),
        ("/dev/null", "is no file"),
        ("nowhere", "leads nowhere"),
        ("circle", "cannot be reached"),
        ("file/bot.db", "cannot be reached: Not a directory"),
        ("x" * 300, "cannot be reached: File name too long"),
    ],
)
def test_a_name_that_leads_to_no_file(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")

    _, database = examine_database(tmp_path / name, DATABASE_KEY, datetime.now(UTC), Limits())

    assert (database.name, database.state) == ("database", State.BROKEN)
    assert words in database.words


def test_a_link_is_judged_by_the_log_of_the_database_to_which_it_leads(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "bot.db").write_bytes(b"\0")
    (tmp_path / "bot.db").symlink_to("disk/bot.db")
    with (tmp_path / "disk" / "bot.db-wal").open("wb") as log:
        log.truncate(LONGEST_LOG + 1)

    looks = examine_database(tmp_path / "bot.db", DATABASE_KEY, datetime.now(UTC), Limits())
    _, log_found = next(looks), next(looks)

    assert (log_found.name, log_found.state) == ("log", State.WARNING)


async def test_a_database_without_encryption(installation: Installation) -> None:
    path = installation.trial.folder / "plain.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("create table someone (name text)")

    ill = await installation.illness(DATABASE=str(path))

    assert is_broken(ill, "database")
    assert ill.cure.startswith("Name another file in DATABASE")


async def test_a_database_of_an_older_version_is_not_migrated(installation: Installation) -> None:
    path = installation.trial.folder / "older.db"
    older_database(path)

    ill = await installation.illness(DATABASE=str(path))
    again = await installation.illness(DATABASE=str(path))

    assert is_doubtful(ill, "schema")
    assert "Take a copy" in ill.cure
    assert again == ill


def older_database(path: Path) -> None:
    with closing(sqlcipher.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"pragma key = \"x'{DATABASE_KEY}'\"")
        MIGRATIONS.apply(sqlite_utils.Database(connection), stop_before="m024_open_invitations")


async def test_a_database_of_a_newer_version(installation: Installation) -> None:
    with closing(open_database(installation.path, DATABASE_KEY)) as database:
        database.run(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('onboarding', 'm999_of_the_future', '2030-01-01')"
        )

    ill = await installation.illness()

    assert is_broken(ill, "schema")
    assert "Install that version" in ill.cure


def test_a_folder_that_may_only_be_read() -> None:
    with ordinary_user() as folder:
        path = folder / "bot.db"
        open_database(path, DATABASE_KEY).close()
        folder.chmod(0o500)
        found = list(examine_database(path, DATABASE_KEY, datetime.now(UTC), Limits()))
        folder.chmod(0o700)

    (ill,) = unwell(found)
    assert is_broken(ill, "database")
    assert "chown" in ill.cure


def test_a_file_that_may_only_be_read() -> None:
    with ordinary_user() as folder:
        path = folder / "bot.db"
        open_database(path, DATABASE_KEY).close()
        path.chmod(0o400)
        found = list(examine_database(path, DATABASE_KEY, datetime.now(UTC), Limits()))

    ill = next(each for each in found if each.name == "writing")
    assert is_broken(ill, "writing")
    assert "chmod 600" in ill.cure


async def test_another_program_that_keeps_the_database_locked(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        ill = await installation.illness()

    assert is_broken(ill, "writing")
    assert ill.cure.startswith("End the program")


async def test_a_disk_that_is_nearly_full(installation: Installation) -> None:
    ill = await installation.illness(limits=Limits(least_free=10**15))

    assert is_doubtful(ill, "disk")
    assert "Free some room" in ill.cure


@pytest.mark.parametrize(
    ("free", "size", "state"),
    [
        (50, 1, State.BROKEN),
        (500, 1, State.WARNING),
        (2000, 1500, State.WARNING),  # no room for a copy
        (2000, 500, State.OK),
    ],
)
def test_how_much_room_there_must_be(free: int, size: int, state: State) -> None:
    assert judge_room(free * MEGABYTE, size * MEGABYTE, Limits()).state is state


async def test_a_write_ahead_log_that_is_never_emptied(installation: Installation) -> None:
    reader, writer = (open_database(installation.path, DATABASE_KEY) for _ in range(2))
    with closing(reader), closing(writer):
        with reader.snapshot():
            reader.rows("select * from agents")
            writer.run("create table ballast as select zeroblob(70000000) as weight")
        ill = await installation.illness()

    assert is_doubtful(ill, "log")
    assert "restart the bot" in ill.cure


async def test_an_installation_without_a_backup(installation: Installation) -> None:
    with closing(open_database(installation.trial.folder / "fresh.db", DATABASE_KEY)):
        found = await installation.examined(DATABASE=str(installation.trial.folder / "fresh.db"))

    (ill,) = [each for each in found if each.name == "backup"]
    assert is_doubtful(ill, "backup")
    assert "python -m bot backup" in ill.cure


async def test_a_backup_of_last_week(installation: Installation) -> None:
    with installation.store() as store:
        (copied,) = store.audit.entries(actions=("backed-up",))

    finding = judge_backup(copied.at, copied.at + WEEK, Limits())

    assert is_doubtful(finding, "backup")
    assert judge_backup(copied.at, copied.at + WEEK, Limits(oldest_backup=WEEK)).state is State.OK


def test_a_copy_made_while_the_clock_was_ahead_does_not_hide_that_none_was_made_since() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)

    finding = judge_backup(now + timedelta(days=365), now, Limits())

    assert is_doubtful(finding, "backup")
