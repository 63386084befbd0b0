"""Opening and changing the file: never the wrong one, never by half."""

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from storage import Database, DatabaseFailed, DatabaseUnusable, Store, open_database
from storage.agents import Agent, Role
from tests.storage.conftest import BrokenOff
from tests.support.engine import KEY
from tests.support.forms import NOW
from tests.support.rights import ordinary_user

pytestmark = pytest.mark.one_engine


def enrol(database: Database, agent_id: int = 1) -> None:
    Store(database).agents.enrol(
        Agent(id=agent_id, name="Rahim", role=Role.AGENT, language="bn"), NOW
    )


def agents_in(path: Path, key: str = KEY) -> list[int]:
    database = open_database(path, key)
    try:
        return [row[0] for row in database.rows("select id from agents order by id")]
    finally:
        database.close()


def refusal(path: Path, key: str = KEY) -> str:
    with pytest.raises(DatabaseUnusable) as refused:
        open_database(path, key)
    sentence = str(refused.value)
    assert key not in sentence or not key
    return sentence


# -- the key ----------------------------------------------------------------------------------


def test_written_data_is_there_when_the_file_is_opened_again(path: Path) -> None:
    database = open_database(path, KEY)
    enrol(database)
    database.close()

    assert agents_in(path) == [1]


def test_a_wrong_key_is_refused_and_nothing_is_changed(path: Path) -> None:
    database = open_database(path, KEY)
    enrol(database)
    database.close()
    before = path.read_bytes()

    assert "DATABASE_KEY does not open" in refusal(path, "ab" * 32)

    assert path.read_bytes() == before
    assert agents_in(path) == [1]


def test_a_missing_key_is_refused_before_any_file_is_made(path: Path) -> None:
    assert "DATABASE_KEY is empty" in refusal(path, "")

    assert not path.exists()


def test_a_wrong_key_harms_nothing_that_a_killed_process_left_in_the_write_ahead_log(
    path: Path, tmp_path: Path
) -> None:
    killed = tmp_path / "killed"
    killed.mkdir()
    database = open_database(path, KEY)
    enrol(database)
    for file in tmp_path.glob("bot.db*"):
        shutil.copy(file, killed)
    database.close()
    assert (killed / "bot.db-wal").stat().st_size > 0

    assert "DATABASE_KEY" in refusal(killed / "bot.db", "ab" * 32)

    assert agents_in(killed / "bot.db") == [1]


# Surrogates cannot come from a setting: bot.settings.settings refuses what is not UTF-8.
passphrases = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(max_examples=4, deadline=None)  # stretching a passphrase takes a tenth of a second
@given(passphrase=passphrases, other=passphrases)
def test_any_passphrase_opens_what_it_has_closed_and_no_other_does(
    passphrase: str, other: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bot.db"
        database = open_database(path, passphrase)
        enrol(database)
        database.close()

        assert agents_in(path, passphrase) == [1]
        if other != passphrase:
            with pytest.raises(DatabaseUnusable):
                open_database(path, other)


def test_quotes_and_signs_in_a_passphrase_are_only_signs(path: Path) -> None:
    key = """it's "quoted"; -- ; x'00' ${HOME} নদী"""
    open_database(path, key).close()

    assert agents_in(path, key) == []


def test_sixty_four_hex_digits_are_the_key_itself_in_either_case(path: Path) -> None:
    database = open_database(path, "ab" * 32)
    enrol(database)
    database.close()

    assert agents_in(path, "AB" * 32) == [1]


# -- files that are not ours ------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"no", b"\0" * 10, b"not a database\n", b"\0" * 4096, os.urandom(4096), b"x" * 10_000],
    ids=["a word", "zeros", "text", "a page of zeros", "noise", "long text"],
)
def test_a_file_of_anything_else_is_refused_and_stays_as_it_was(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    assert "does not open" in refusal(path)

    assert path.read_bytes() == content


def test_a_database_without_encryption_is_called_by_its_name(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("create table customers (name text)")
    before = path.read_bytes()

    assert "without encryption" in refusal(path)

    assert path.read_bytes() == before


def test_a_damaged_database_is_refused(path: Path) -> None:
    open_database(path, KEY).close()
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)

    assert "does not open" in refusal(path)

    assert path.read_bytes() == content


def test_an_empty_file_is_as_good_as_none(path: Path) -> None:
    path.touch()

    assert agents_in(path) == []


# -- folders and rights -----------------------------------------------------------------------


@pytest.fixture
def as_ordinary_user() -> Iterator[Path]:
    with ordinary_user() as folder:
        yield folder


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "bot.db"

    open_database(path, KEY).close()

    assert path.exists()


def test_a_folder_that_cannot_be_made_is_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "cannot be created" in refusal(tmp_path / "file" / "bot.db")


def test_a_folder_without_the_right_to_write_is_a_plain_sentence(as_ordinary_user: Path) -> None:
    as_ordinary_user.chmod(0o500)

    assert "cannot be created: Permission denied" in refusal(as_ordinary_user / "bot.db")


def test_a_file_that_may_only_be_read_is_refused_at_the_start_and_not_in_the_middle(
    as_ordinary_user: Path,
) -> None:
    path = as_ordinary_user / "bot.db"
    open_database(path, KEY).close()
    path.chmod(0o400)

    assert "may be read but not written" in refusal(path)


def test_a_file_without_any_right_is_refused(as_ordinary_user: Path) -> None:
    path = as_ordinary_user / "bot.db"
    open_database(path, KEY).close()
    path.chmod(0)

    assert "cannot be opened" in refusal(path)


def test_what_is_no_file_is_refused_and_keeps_its_rights(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe):
        path.chmod(0o755)

        assert refusal(path) == f"{path} is no file. Look at DATABASE."
        assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_a_file_of_somebody_else_keeps_its_rights_and_its_content(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir, " * 1000)
    path.chmod(0o644)

    assert "DATABASE_KEY" in refusal(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert path.read_text() == "Dear Sir, " * 1000


def test_temporary_tables_stay_in_memory_and_never_in_a_file(database: Database) -> None:
    """Compiled in; 1 would leave it to a pragma, 0 would always take a file."""
    options = {row[0] for row in database.rows("pragma compile_options")}

    assert options & {"TEMP_STORE=2", "TEMP_STORE=3"}


def test_only_the_owner_may_read_the_files(path: Path, database: Database) -> None:
    enrol(database)

    files = sorted(path.parent.glob("bot.db*"))
    assert [file.name for file in files] == ["bot.db", "bot.db-shm", "bot.db-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


# -- how it is kept ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: a commit survives a power cut
        ("foreign_keys", 1),
        ("secure_delete", 1),
    ],
)
def test_every_connection_keeps_what_it_commits(
    path: Path, database: Database, pragma: str, value: object
) -> None:
    second = open_database(path, KEY)

    assert database.row(f"pragma {pragma}") == (value,)
    assert second.row(f"pragma {pragma}") == (value,)
    second.close()


# -- transactions -----------------------------------------------------------------------------


def ids(database: Database) -> list[int]:
    return [row[0] for row in database.rows("select id from agents order by id")]


def test_a_commit_that_fails_undoes_everything_and_the_next_transaction_is_a_whole_one(
    path: Path, database: Database
) -> None:
    # With deferred foreign keys SQLite complains at the commit, and leaves the transaction open.
    orphan = "insert into errands (application_id, task, ticket, due_at) values ('x', 'y', 'z', 0)"

    def leave_an_orphan() -> None:
        with database.transaction():
            database.run("pragma defer_foreign_keys = on")
            enrol(database, 1)
            database.run(orphan)

    with pytest.raises(sqlcipher.IntegrityError):
        leave_an_orphan()
    with database.transaction():
        enrol(database, 2)

    database.close()
    assert agents_in(path) == [2]


def test_a_transaction_that_sqlite_gave_up_half_way_is_a_failure(database: Database) -> None:
    def lose_the_transaction() -> None:
        with database.transaction():
            enrol(database, 1)
            database.run("rollback")  # as SQLite does by itself when the disk is full

    with pytest.raises(DatabaseFailed):
        lose_the_transaction()

    assert ids(database) == []


def test_a_full_disk_is_a_failure_and_what_was_there_stays(database: Database) -> None:
    enrol(database, 1)
    (pages,) = database.row("pragma page_count") or (0,)
    database.run(f"pragma max_page_count = {pages}")

    def fill_the_disk() -> None:
        with database.transaction():
            for update_id in range(10_000):
                Store(database).inbox.set_aside(update_id, "x" * 1000, "KeyError", NOW)

    with pytest.raises(DatabaseFailed, match="full"):
        fill_the_disk()

    assert ids(database) == [1]
    assert Store(database).inbox.list_set_aside() == []


def test_a_lock_held_too_long_is_a_failure(path: Path, database: Database) -> None:
    second = open_database(path, KEY)
    with database.transaction():
        began = time.monotonic()
        with pytest.raises(DatabaseFailed, match="locked"), second.transaction():
            pass
        assert time.monotonic() - began > 1

    enrol(second)
    second.close()


def test_a_locked_file_cannot_be_opened_and_the_sentence_says_why(
    path: Path, database: Database
) -> None:
    with database.transaction(), pytest.raises(DatabaseFailed, match="another program keeps it"):
        open_database(path, KEY)


def test_several_may_make_a_new_database_at_the_same_moment(tmp_path: Path) -> None:
    # As `bot run` and `bot invite` do on a fresh machine; without waiting some would fail.
    for turn in range(10):
        path = tmp_path / f"{turn}.db"
        together = threading.Barrier(4)

        def opens(path: Path = path, together: threading.Barrier = together) -> list[int]:
            together.wait()
            return agents_in(path)

        with ThreadPoolExecutor(4) as pool:
            opened = [pool.submit(opens) for _ in range(4)]
        assert [each.result() for each in opened] == [[]] * 4


def test_a_breach_of_the_schema_is_a_bug_and_not_a_failure(database: Database) -> None:
    with pytest.raises(sqlcipher.IntegrityError):
        database.run("insert into agents (id, name) values (1, 'Rahim')")


def test_a_repeatable_transaction_does_not_wait_for_the_disk(
    path: Path, database: Database
) -> None:
    second = open_database(path, KEY)
    with database.repeatable():
        enrol(database, 1)
        assert database.row("pragma synchronous") == (1,)  # NORMAL
        assert ids(second) == []

    assert database.row("pragma synchronous") == (2,)  # FULL
    assert ids(second) == [1]
    second.close()


def test_when_that_fails_it_leaves_nothing_and_the_next_transaction_waits_for_the_disk(
    database: Database,
) -> None:
    with contextlib.suppress(BrokenOff), database.repeatable():
        enrol(database)
        raise BrokenOff

    assert ids(database) == []
    assert database.row("pragma synchronous") == (2,)
