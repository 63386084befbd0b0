"""Copies that are complete, whatever is written meanwhile, and are restored only on request."""

import contextlib
import shutil
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations import events
from conversations.application import Application
from conversations.erasure import without_form
from conversations.errands import Errand, Task
from storage import DatabaseUnusable, SqliteDatabase, Store, open_sqlite
from storage.agents import Agent, Role
from storage.backup import BackupRefused, back_up, restore
from tests.support.engine import KEY
from tests.support.forms import AGENT, NOW, after, decided, submitted, until

pytestmark = pytest.mark.one_engine

LATER = NOW + timedelta(hours=1)


def enrol(database: SqliteDatabase, *agents: int) -> None:
    store = Store(database)
    with store.transaction():
        for agent in agents:
            store.agents.enrol(Agent(id=agent, name="Rahim", role=Role.AGENT, language="bn"), NOW)


def read(path: Path, query: str) -> list[Any]:
    with contextlib.closing(open_sqlite(path, KEY)) as opened:
        return [row[0] for row in opened.rows(query)]


def agents_in(path: Path) -> list[int]:
    return read(path, "select id from agents order by id")


def test_a_copy_holds_all_that_was_committed_and_only_its_owner_may_read_it(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    enrol(database, 1, 2)

    back_up(database, tmp_path / "copy.db", KEY)

    assert agents_in(tmp_path / "copy.db") == [1, 2]
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part*"))


def test_a_copy_is_as_encrypted_as_the_database(database: SqliteDatabase, tmp_path: Path) -> None:
    enrol(database, 1)
    back_up(database, tmp_path / "copy.db", KEY)

    assert b"Rahim" not in (tmp_path / "copy.db").read_bytes()
    with pytest.raises(DatabaseUnusable, match="DATABASE_KEY does not open"):
        open_sqlite(tmp_path / "copy.db", "ee" * 32)


def test_a_copy_taken_while_somebody_writes_holds_what_was_committed_before(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    enrol(database, 1)
    other = open_sqlite(path, KEY)
    with database.transaction():
        database.run("update agents set id = 7")

        back_up(other, tmp_path / "copy.db", KEY)

    other.close()
    assert agents_in(tmp_path / "copy.db") == [1]


def test_a_copy_holds_the_state_of_its_beginning_whatever_is_committed_while_it_is_made(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    with database.transaction():
        database.run("create table ballast as select zeroblob(40000000) as filling")
        database.run("create table counter as select 0 as number")
    somebody = Writer(path, tmp_path)
    somebody.start()
    somebody.has_begun.wait()

    back_up(database, tmp_path / "copy.db", KEY)
    somebody.is_copied.set()
    somebody.join()

    (copied,) = read(tmp_path / "copy.db", "select number from counter")
    assert copied <= somebody.before + 1


class Writer(threading.Thread):
    """Commits as fast as it can; `before` counts those until megabytes of the copy were written."""

    def __init__(self, path: Path, folder: Path) -> None:
        super().__init__()
        self._path, self._folder = path, folder
        self.has_begun, self.is_copied = threading.Event(), threading.Event()
        self.before = 0

    def run(self) -> None:
        commits = 0
        with contextlib.closing(open_sqlite(self._path, KEY)) as session:
            while not self.is_copied.is_set():
                if not self._has_megabytes():
                    self.before = commits
                with session.transaction():
                    session.run("update counter set number = number + 1")
                commits += 1
                self.has_begun.set()

    def _has_megabytes(self) -> bool:
        try:
            parts = [*self._folder.glob("copy.db.*.part")]
            return any(part.stat().st_size > 4_000_000 for part in parts)
        except FileNotFoundError:  # it has just become the copy
            return True


def test_a_file_that_exists_is_never_written_over(database: SqliteDatabase, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")

    with pytest.raises(BackupRefused, match="exists"):
        back_up(database, tmp_path / "copy.db", KEY)

    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(
    database: SqliteDatabase, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(BackupRefused, match="cannot be written"):
        back_up(database, tmp_path / "file" / "copy.db", KEY)


def test_a_copy_comes_back_where_there_is_nothing(database: SqliteDatabase, tmp_path: Path) -> None:
    enrol(database, 1)
    back_up(database, tmp_path / "copy.db", KEY)

    restore(tmp_path / "copy.db", tmp_path / "new" / "bot.db", KEY, LATER, overwrite=False)

    assert agents_in(tmp_path / "new" / "bot.db") == [1]


@pytest.mark.parametrize("name", ["new.db.part", "new.db.1a2b3c4d.part"])
def test_a_copy_under_a_name_that_the_next_start_deletes_is_refused_and_kept(
    database: SqliteDatabase, tmp_path: Path, name: str
) -> None:
    copy = tmp_path / name
    back_up(database, copy, KEY)

    with pytest.raises(BackupRefused, match="Rename it"):
        restore(copy, tmp_path / "new.db", KEY, LATER, overwrite=False)

    assert copy.exists()


def test_an_existing_database_is_replaced_only_on_request(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    enrol(database, 1)
    back_up(database, tmp_path / "copy.db", KEY)
    enrol(database, 2)
    database.close()

    with pytest.raises(BackupRefused, match="--overwrite"):
        restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=False)
    assert agents_in(path) == [1, 2]

    restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)
    assert agents_in(path) == [1]


def test_what_a_killed_process_left_in_the_write_ahead_log_does_not_come_back(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    enrol(database, 1)
    back_up(database, tmp_path / "copy.db", KEY)
    enrol(database, 2)
    dead = tmp_path / "dead"
    dead.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, dead)

    restore(tmp_path / "copy.db", dead / path.name, KEY, LATER, overwrite=True)

    assert agents_in(dead / path.name) == [1]


def test_a_damaged_copy_is_refused(path: Path, database: SqliteDatabase, tmp_path: Path) -> None:
    enrol(database, *range(1, 300))
    copy = tmp_path / "copy.db"
    back_up(database, copy, KEY)
    database.close()
    content = bytearray(copy.read_bytes())
    content[-3000] ^= 1
    copy.write_bytes(content)

    with pytest.raises((BackupRefused, DatabaseUnusable)):
        restore(copy, path, KEY, LATER, overwrite=True)

    assert len(agents_in(path)) == 299


def test_an_empty_file_in_place_of_a_copy_replaces_nothing(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    """As a copying program leaves one when the disk is full."""
    enrol(database, 1)
    (tmp_path / "copy.db").touch()

    with pytest.raises(BackupRefused, match="is empty"):
        restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)

    assert agents_in(path) == [1]


def test_a_database_whose_last_changes_are_in_its_log_is_no_copy(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    """As on the disk of a machine that died; SQLite would not miss the log."""
    enrol(database, 1)
    database.run("pragma wal_checkpoint")
    enrol(database, 2)
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", tmp_path / f"dead.db{ending}")

    with pytest.raises(BackupRefused, match="python -m bot backup"):
        restore(tmp_path / "dead.db", tmp_path / "new.db", KEY, LATER, overwrite=False)

    assert not (tmp_path / "new.db").exists()
    with contextlib.closing(open_sqlite(tmp_path / "dead.db", KEY)) as dead:
        back_up(dead, tmp_path / "second.db", KEY)
    restore(tmp_path / "second.db", tmp_path / "new.db", KEY, LATER, overwrite=False)
    assert agents_in(tmp_path / "new.db") == [1, 2]


def test_no_copy_is_a_plain_sentence(path: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="There is no file"):
        restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)


def test_submissions_possibly_sent_after_the_copy_are_looked_up_first(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    store = Store(database)
    application = submitted()
    enrol(database, application.agent)
    store.applications.save(application)
    store.errands.owe(application.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    back_up(database, tmp_path / "copy.db", KEY)
    database.close()

    restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)

    again = open_sqlite(path, KEY)
    (errand,) = Store(again).errands.look(LATER, {Task.SUBMIT: 9}).due
    assert errand.started_at == LATER  # found so, it is looked up first
    again.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=12), st.integers(0, 11))
def test_files_copied_at_any_moment_open_and_are_one_committed_state(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int], moment: int
) -> None:
    """As a snapshot of the disk does, without SQLite's help."""
    folder = tmp_path_factory.mktemp("torn")
    database = open_sqlite(folder / "bot.db", KEY)
    states, next_id = [0], 1
    for number, size in enumerate(batches):
        enrol(database, *range(next_id, next_id + size))
        next_id += size
        states.append(next_id - 1)
        if number == moment:
            with database.transaction():
                enrol(database, 999)  # not committed
                copied = folder / "copied"
                copied.mkdir()
                for file in folder.glob("bot.db*"):
                    shutil.copy(file, copied)
                database.run("delete from agents where id = 999")
            assert len(agents_in(copied / "bot.db")) in states
    database.close()


def erase(store: Store, how: str, application: Application) -> None:
    """What the bot does when a customer, or the form of one, is erased."""
    with store.transaction():
        if how == "form-erased":
            store.applications.save(without_form(application, NOW))
        else:
            store.applications.erase(application.id)
        store.audit.record(how, actor="1", now=NOW, subject=application.id)


@pytest.mark.parametrize("how", ["erased", "withdrawn", "form-erased"])
def test_customers_erased_since_the_copy_was_taken_are_erased_in_it_as_well(
    path: Path, database: SqliteDatabase, tmp_path: Path, how: str
) -> None:
    enrol(database, AGENT)
    store = Store(database)
    kept, gone = decided(), replace(decided(), id="gone2345")
    with store.transaction():
        for application in (kept, gone):
            store.applications.save(application)
            store.outbox.owe(AGENT, "{}", NOW, subjects=(application.id,))
            store.chat_messages.note((application.id,), AGENT, 7, NOW)
            store.audit.record("begun", actor="1", now=NOW, subject=application.id)
    back_up(database, tmp_path / "copy.db", KEY)
    erase(store, how, gone)
    database.close()

    restored = restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)

    assert (restored.erased, restored.is_replaced) == (1, True)
    again = Store(open_sqlite(path, KEY))
    found = again.applications.find(kept.id)
    assert found
    newer = found.version
    assert found == replace(kept, version=newer)
    left, remains = again.applications.find(gone.id), without_form(gone, LATER)
    assert left == (replace(remains, version=newer) if how == "form-erased" else None)
    owed = again.due_messages.heads(NOW, others=9).others
    assert [message.subjects for message in owed] == [(kept.id,)]
    last = again.audit.entries(subject=gone.id)[-1]
    assert (last.action, last.actor) == (how, "operator")
    assert again.audit.verify() == again.audit.head()
    again.close()


def test_no_two_restores_of_a_copy_take_each_others_buttons(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    enrol(database, AGENT)
    Store(database).applications.save(decided())
    back_up(database, tmp_path / "copy.db", KEY)
    database.close()

    versions = set[int]()
    for _ in range(3):
        restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)
        with contextlib.closing(Store(open_sqlite(path, KEY))) as store:
            found = store.applications.find(decided().id)
            assert found
            versions.add(found.version)

    assert len(versions - {decided().version}) == 3
    assert max(versions) < 999_000_000  # so that a button has room for a thousand steps


def test_customers_erased_before_the_copy_was_taken_are_not_erased_twice(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    enrol(database, AGENT)
    store = Store(database)
    with store.transaction():
        store.applications.save(decided())
    erase(store, "form-erased", decided())
    back_up(database, tmp_path / "copy.db", KEY)
    database.close()

    assert restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True).erased == 0


def test_where_nothing_is_replaced_later_erasures_are_not_known(
    database: SqliteDatabase, tmp_path: Path
) -> None:
    back_up(database, tmp_path / "copy.db", KEY)

    restored = restore(tmp_path / "copy.db", tmp_path / "new.db", KEY, LATER, overwrite=False)

    assert (restored.erased, restored.is_replaced) == (0, False)


def test_buttons_sent_after_the_copy_was_taken_act_on_nothing_that_follows_the_restore(
    path: Path, database: SqliteDatabase, tmp_path: Path
) -> None:
    """The messages above them say what the agent did in between, which is lost."""
    enrol(database, AGENT)
    Store(database).applications.save(until("gender"))
    back_up(database, tmp_path / "copy.db", KEY)
    lost = until("selfie", until("gender"))
    database.close()

    restore(tmp_path / "copy.db", path, KEY, LATER, overwrite=True)
    again = Store(open_sqlite(path, KEY))
    restored = again.applications.find(lost.id)
    again.close()

    assert restored
    assert restored.answers == until("gender").answers
    following = until("selfie", restored)
    pressed = after(following, events.WentBack(version=lost.version))
    assert pressed == following
