"""Another key for the same data."""

import os
import resource
import signal
from pathlib import Path

import pytest

from storage import DatabaseUnusable, Store, open_sqlite
from storage.sqlite_file import rekey
from tests.support.decrypted import decrypted
from tests.support.engine import KEY
from tests.support.forms import NOW, READ, decided

pytestmark = pytest.mark.one_engine

NEW_KEY = "e7" * 32


def saved(path: Path) -> str:
    database = open_sqlite(path, KEY)
    store = Store(database)
    with store.transaction():
        database.run(
            "insert into agents (id, name, role, language, enrolled_at)"
            " values (2001, 'Rahim', 'agent', 'bn', 1.5)"
        )
        store.applications.save(decided())
        store.audit.record("begun", actor="2001", now=NOW)
    hashed = store.hashes.of("national_id", READ["nid_number"])
    database.close()
    return hashed


def assert_all_is_there(path: Path, key: str, hashed: str) -> None:
    database = open_sqlite(path, key)
    store = Store(database)
    kept = store.applications.find("abcd2345")
    assert kept
    assert kept.value("nid_number") == READ["nid_number"]
    assert store.audit.verify().number == 1
    assert store.hashes.of("national_id", READ["nid_number"]) == hashed
    assert database.rows("pragma cipher_integrity_check") == []
    database.close()


@pytest.mark.parametrize("new_key", [NEW_KEY, 'seven "boats" cross the river'])
def test_the_new_key_opens_everything_and_the_old_one_nothing(path: Path, new_key: str) -> None:
    hashed = saved(path)

    rekey(path, KEY, new_key)

    with pytest.raises(DatabaseUnusable, match="DATABASE_KEY does not open"):
        open_sqlite(path, KEY)
    assert_all_is_there(path, new_key, hashed)


def test_no_page_of_the_old_key_is_left(path: Path) -> None:
    saved(path)
    assert READ["nid_number"].encode() in decrypted(path, KEY)

    rekey(path, KEY, NEW_KEY)

    assert READ["nid_number"].encode() in decrypted(path, NEW_KEY)
    assert READ["nid_number"].encode() not in decrypted(path, KEY)
    assert not [file for file in path.parent.iterdir() if "journal" in file.name]


@pytest.mark.parametrize(
    ("key", "new_key", "complaint"),
    [("00" * 32, NEW_KEY, "does not open"), (KEY, "", "The new key is empty")],
)
def test_a_wrong_key_changes_nothing(path: Path, key: str, new_key: str, complaint: str) -> None:
    saved(path)
    before = path.read_bytes()

    with pytest.raises(DatabaseUnusable, match=complaint):
        rekey(path, key, new_key)

    assert path.read_bytes() == before


def test_where_there_is_no_database_none_is_made(path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="There is no database"):
        rekey(path, KEY, NEW_KEY)

    assert not path.exists()


def test_a_file_that_others_could_read_becomes_private_when_it_is_opened(path: Path) -> None:
    saved(path)
    path.chmod(0o644)

    database = open_sqlite(path, KEY)
    database.run("create table t (n integer) strict")

    assert {file.stat().st_mode & 0o777 for file in path.parent.glob("bot.db*")} == {0o600}
    database.close()


def test_a_process_killed_in_the_middle_loses_nothing_and_the_old_key_still_opens(
    path: Path,
) -> None:
    """The kernel kills it half-way, at a file size limit, as abruptly as kill -9."""
    hashed = saved(path)
    database = open_sqlite(path, KEY)
    database.run("create table ballast (content blob) strict")
    for _ in range(8):
        database.run("insert into ballast values (randomblob(1000000))")
    database.close()
    before = path.read_bytes()

    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, len(before) // 2))
        rekey(path, KEY, NEW_KEY)
        os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.WIFSIGNALED(status)
    assert path.read_bytes() != before  # some pages have the new key by now
    with pytest.raises(DatabaseUnusable, match="DATABASE_KEY does not open"):
        open_sqlite(path, NEW_KEY)
    assert_all_is_there(path, KEY, hashed)

    rekey(path, KEY, NEW_KEY)  # and it can be repeated
    open_sqlite(path, NEW_KEY).close()
