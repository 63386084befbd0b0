"""What every command does first, and how it fails: a sentence and the right exit code."""

import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from storage import Store, open_database, open_sqlite
from tests.support.commands import Operator
from tests.support.running import DATABASE_KEY

COMMANDS = (
    ("run",),
    ("agents",),
    ("audit", "verify"),
    ("backup", "copy.db"),
    ("export", "table.csv"),
    ("rekey",),
    ("restore", "copy.db"),
    ("updates", "list"),
)

NO_DATABASES = ("/", ".", "..", "folder", "folder/", "file/bot.db", "x" * 300)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("database", NO_DATABASES)
def test_a_database_that_cannot_be_one_is_a_sentence_and_exit_code_2(
    operator: Operator, tmp_path: Path, command: tuple[str, ...], database: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()

    result = operator.runs(*command, DATABASE=database, NEW_DATABASE_KEY="e7" * 32)

    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert 'File "' not in result.output
    assert len(result.output.splitlines()) <= 2


@pytest.mark.parametrize(
    "command",
    [("agents",), ("audit", "verify"), ("audit", "list"), ("export", "a.csv"), ("updates", "list")],
)
def test_what_looks_at_a_database_makes_none(
    operator: Operator, tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = operator.runs(*command, DATABASE="not-mounted/bot.db")

    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert result.output.startswith("There is no database not-mounted/bot.db. Look at DATABASE")


@pytest.mark.parametrize(
    "command", [("agents",), ("audit", "verify"), ("backup", "copy.db"), ("rekey",)]
)
def test_a_database_that_has_lost_its_content_is_not_taken_for_a_new_one(
    operator: Operator, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "bot.db").touch()

    result = operator.runs(*command, NEW_DATABASE_KEY="7e" * 32)

    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [tmp_path / "bot.db"])
    assert "bot.db is empty. If a bot has served with it, restore a copy." in result.output


def test_a_setting_that_is_missing_because_it_is_misspelt_is_found(operator: Operator) -> None:
    result = operator.runs("agents", EKYC_TOKEN="", EKYC_TOKN="secret-of-the-service")

    assert result.exit_code == 2
    assert "EKYC_TOKN (EKYC_TOKEN?)" in result.output
    assert "secret-of-the-service" not in result.output


def test_wrong_settings_are_not_called_incomplete(operator: Operator) -> None:
    result = operator.runs("agents", LOG_FORMAT="yaml")

    assert result.exit_code == 2
    assert result.output.startswith("The settings must be corrected:\nLOG_FORMAT must be one of")


@pytest.mark.parametrize("command", [("agents",), ("backup", "copy.db"), ("audit", "list")])
def test_a_database_that_somebody_keeps_locked_is_exit_code_1(
    operator: Operator, store: Store, command: tuple[str, ...]
) -> None:
    with store.transaction():
        result = operator.runs(*command)

    assert result.exit_code == 1, result.output
    assert "locked" in result.output


def test_one_that_is_locked_for_a_moment_is_waited_for(operator: Operator, tmp_path: Path) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()
    is_locked = threading.Event()

    def hold() -> None:
        database = open_database(tmp_path / "bot.db", DATABASE_KEY)
        with database.transaction():
            is_locked.set()
            threading.Event().wait(0.3)
        database.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_locked.wait(30)

    assert operator.runs("agents").exit_code == 0
    holder.join()


def test_that_nobody_is_enrolled_is_said(operator: Operator, store: Store) -> None:
    assert operator.runs("agents").output == "Nobody is enrolled; see python -m bot invite.\n"


@pytest.mark.parametrize("command", [*COMMANDS, ("returned",), ("move", "postgresql://h/d")])
@pytest.mark.parametrize("database", ["pipe", "socket", "/dev/null", "x" * 300])
def test_what_is_no_file_is_no_database_and_nobody_waits_for_it(
    operator: Operator, tmp_path: Path, command: tuple[str, ...], database: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")

    result = operator.runs(*command, DATABASE=database, NEW_DATABASE_KEY="e7" * 32)

    assert result.exit_code == 2, result.output
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_the_bots_keeps_its_rights(
    operator: Operator, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Other programs and users still need them; `DATABASE=/tmp` is quickly typed."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder").chmod(0o1777)
    (tmp_path / "others.db").write_bytes(b"SQLite format 3\0" * 512)
    (tmp_path / "others.db").chmod(0o664)

    for database in ("folder", "others.db"):
        operator.runs(*command, DATABASE=database, NEW_DATABASE_KEY="e7" * 32)

    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o1777
    assert stat.S_IMODE((tmp_path / "others.db").stat().st_mode) == 0o664


@pytest.mark.parametrize("command", [("agents",), ("run",), ("rekey",), ("backup", "copy.db")])
def test_a_database_of_a_newer_version_is_left_alone(
    operator: Operator, tmp_path: Path, command: tuple[str, ...]
) -> None:
    database = open_sqlite(tmp_path / "bot.db", DATABASE_KEY)
    with database.transaction():
        database.run(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('onboarding', 'm999_of_tomorrow', '')"
        )
    database.close()

    result = operator.runs(*command, NEW_DATABASE_KEY="e7" * 32)

    assert result.exit_code == 2
    assert "A newer version of the bot has used this database" in result.output
    assert not (tmp_path / "copy.db").exists()
