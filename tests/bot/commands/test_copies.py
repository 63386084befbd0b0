"""python -m bot backup and restore: the audit records every copy and every restore."""

import os
import resource
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.applications.erasure import Erasure
from bot.chat.documents import from_document
from bot.chat.outgoing import Clean
from storage import Store, back_up, open_database, open_sqlite
from storage.agents import Agent, Role, Standing
from tests.support.commands import Operator
from tests.support.forms import AGENT, NOW, decided
from tests.support.running import DATABASE_KEY


def deeds(path: Path) -> list[tuple[str, str]]:
    store = Store(open_database(path, DATABASE_KEY))
    found = [(each.action, each.actor) for each in store.audit.entries()]
    store.close()
    return found


def test_a_copy_and_its_return_are_recorded_and_only_the_owner_may_read_the_files(
    operator: Operator, tmp_path: Path
) -> None:
    database, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    open_database(database, DATABASE_KEY).close()

    assert operator.runs("backup", str(copy)).exit_code == 0
    assert deeds(database) == [("backed-up", "operator")]
    copy.chmod(0o644)
    assert operator.runs("restore", str(copy), "--overwrite").exit_code == 0

    assert deeds(database) == [("restored", "operator")]
    assert database.stat().st_mode & 0o777 == 0o600
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0  # no memory is left behind either


def test_no_test_gives_way_after_a_copy_did(operator: Operator, tmp_path: Path) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()
    before = os.getpriority(os.PRIO_PROCESS, 0)

    operator.runs("backup", str(tmp_path / "copy.db"))

    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_a_refused_copy_is_not_recorded(operator: Operator, tmp_path: Path) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()
    (tmp_path / "there.db").write_bytes(b"kept")

    assert operator.runs("backup", str(tmp_path / "there.db")).exit_code == 2
    assert deeds(tmp_path / "bot.db") == []


@pytest.mark.parametrize("name", ["bot.db.part", "bot.db.x3_k9a0b.part"])
def test_a_copy_under_a_name_that_the_bot_deletes_is_refused(
    operator: Operator, store: Store, tmp_path: Path, name: str
) -> None:
    result = operator.runs("backup", str(tmp_path / name))

    assert result.exit_code == 2
    assert "is deleted at the next start" in result.output
    assert not (tmp_path / name).exists()


def test_a_copy_deletes_what_a_killed_one_has_left_in_its_folder(
    operator: Operator, tmp_path: Path
) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()
    left = [tmp_path / f"monday.db.x3_k9a0b.part{ending}" for ending in ("", "-wal", "-shm")]
    for file in left:
        file.touch()

    assert operator.runs("backup", str(tmp_path / "tuesday.db")).exit_code == 0

    assert not any(file.exists() for file in left)


def test_in_a_folder_copies_are_named_by_their_bot_and_time_and_the_oldest_are_deleted(
    operator: Operator, tmp_path: Path
) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()
    folder = tmp_path / "copies"
    folder.mkdir()
    others = [folder / "onboarding-20260101T000000Z.db", folder / "onboarding-20260102T000000Z.db"]
    for old in (*others, folder / "notes.txt"):
        old.touch()

    result = operator.runs("backup", str(folder), "--keep", "2")

    assert result.exit_code == 0, result.output
    assert f"Deleted {others[0]}." in result.output
    (newest,) = folder.glob("onboarding-123456789-*.db")
    assert {*folder.glob("*.db")} == {others[1], newest}
    assert deeds(newest) == []  # the copy opens; it was taken before it was recorded
    assert (folder / "notes.txt").exists()


def test_a_copy_that_fails_deletes_none(operator: Operator, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    old = folder / "onboarding-20260101T000000Z.db"
    old.touch()

    assert operator.runs("backup", str(folder), "--keep", "1").exit_code == 2  # no database
    assert old.exists()


@pytest.mark.parametrize("page", [0, 5])
def test_a_damaged_database_is_replaced_once_it_is_moved_away(
    operator: Operator, tmp_path: Path, page: int
) -> None:
    database, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    open_database(database, DATABASE_KEY).close()
    operator.runs("backup", str(copy))
    content = bytearray(database.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    database.write_bytes(content)

    refused = operator.runs("restore", str(copy), "--overwrite")

    assert refused.exit_code == 2
    assert "move it away, with its -wal and its -shm, and restore again." in refused.output
    assert database.read_bytes() == content
    database.unlink()
    assert operator.runs("restore", str(copy)).exit_code == 0


def test_that_it_was_restored_is_said_even_if_it_cannot_be_recorded(
    operator: Operator, tmp_path: Path
) -> None:
    database = open_sqlite(tmp_path / "bot.db", DATABASE_KEY)
    database.run("create trigger faulty before insert on audit begin select raise(abort, ''); end")
    back_up(database, tmp_path / "copy.db", DATABASE_KEY)
    database.close()
    (tmp_path / "bot.db").unlink()

    result = operator.runs("restore", str(tmp_path / "copy.db"))

    assert result.exit_code == 1
    assert "was restored" in result.output
    assert "Erase again whom you erased since the copy was taken" in result.output


@pytest.mark.parametrize("words", [("copies/",), ("copies", "--keep", "14")])
def test_a_folder_that_is_not_there_is_no_name_of_a_copy(
    operator: Operator, store: Store, tmp_path: Path, words: tuple[str, ...]
) -> None:
    result = operator.runs("backup", *words)

    assert result.exit_code == 2
    assert result.output == f"There is no folder {words[0]}. Make it first; nothing was written.\n"
    assert not (tmp_path / "copies").exists()


def test_customers_erased_after_the_copy_are_erased_again_and_the_operator_is_told(
    operator: Operator, tmp_path: Path
) -> None:
    store = Store(open_database(tmp_path / "bot.db", DATABASE_KEY))
    with store.transaction():
        store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)
        store.applications.save(decided())
    operator.runs("backup", str(tmp_path / "copy.db"))
    with store.transaction():
        store.applications.erase("abcd2345")
        store.audit.record("erased", actor=str(AGENT), now=NOW, subject="abcd2345")
    store.close()

    result = operator.runs("restore", str(tmp_path / "copy.db"), "--overwrite")
    assert "Erased again: 1 application." in result.output

    (tmp_path / "bot.db").unlink()
    result = operator.runs("restore", str(tmp_path / "copy.db"))
    assert "Erase again whom you erased since the copy was taken" in result.output
    assert "Links that were used or withdrawn since then work again" in result.output


def test_people_shut_out_or_lowered_after_the_copy_are_so_after_the_restore(
    operator: Operator, tmp_path: Path
) -> None:
    store = Store(open_database(tmp_path / "bot.db", DATABASE_KEY))
    people = {"Salma": Role.ADMIN, "Rahima": Role.SUPERVISOR, "Rahim": Role.AGENT}
    with store.transaction():
        for number, (name, role) in enumerate(people.items(), 1):
            store.agents.enrol(Agent(id=number, name=name, role=role, language="en"), NOW)
    operator.runs("backup", str(tmp_path / "copy.db"))
    with store.transaction():
        store.agents.put(3, Standing.REMOVED, NOW)
        store.agents.appoint(2, Role.AGENT, "north", NOW)
    store.close()

    result = operator.runs("restore", str(tmp_path / "copy.db"), "--overwrite")

    assert "Shut out, lowered or moved to another team again: 2 accounts." in result.output
    with closing(Store(open_database(tmp_path / "bot.db", DATABASE_KEY))) as restored:
        rights = [(each.role, each.standing) for each in restored.agents.everybody()]
    assert sorted(rights) == [
        (Role.ADMIN, Standing.ACTIVE),
        (Role.AGENT, Standing.ACTIVE),
        (Role.AGENT, Standing.REMOVED),
    ]


@pytest.mark.parametrize(("admins", "is_told"), [("", True), ("3", False)])
def test_the_operator_is_told_how_to_have_an_admin_if_none_is_left_after_the_restore(
    operator: Operator, tmp_path: Path, admins: str, *, is_told: bool
) -> None:
    """Only the people in `ADMINS` become admins by the next start."""
    with closing(Store(open_database(tmp_path / "bot.db", DATABASE_KEY))) as store:
        with store.transaction():
            for number, role in enumerate((Role.ADMIN, Role.AGENT), 1):
                person = Agent(id=number, name="Salma", role=role, language="en")
                store.agents.enrol(person, NOW)
        operator.runs("backup", str(tmp_path / "copy.db"))
        with store.transaction():
            store.agents.appoint(2, Role.ADMIN, "", NOW)
            store.agents.put(1, Standing.REMOVED, NOW)

    result = operator.runs("restore", str(tmp_path / "copy.db"), "--overwrite", ADMINS=admins)

    assert ("python -m bot agents appoint ID --role admin" in result.output) is is_told


def test_what_the_erasure_had_removed_and_still_owed_is_so_after_the_restore(
    operator: Operator, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    store = Store(open_database(tmp_path / "bot.db", DATABASE_KEY))
    words = f'{{"message": {{"from": {{"id": {AGENT}}}, "text": "Ambia Khatun"}}}}'
    with store.transaction():
        store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)
        store.applications.save(decided())
        store.inbox.set_aside(7, words, "ValueError", NOW)
        store.chat_messages.note(["abcd2345"], AGENT, 54, now)
    operator.runs("backup", str(tmp_path / "copy.db"))
    with store.transaction():
        store.chat_messages.forget(AGENT, [54])  # deleted since
        store.chat_messages.note(["abcd2345"], AGENT, 55, now)
        Erasure(store).erase(decided(), actor=str(AGENT), why="wish", now=now)
    store.close()

    operator.runs("restore", str(tmp_path / "copy.db"), "--overwrite")

    store = Store(open_database(tmp_path / "bot.db", DATABASE_KEY))
    (owed,) = store.due_messages.heads(now, others=9).others
    assert from_document(owed.document) == Clean(application_id="abcd2345", with_masked=True)
    assert store.chat_messages.deletable("abcd2345", AGENT, now) == {55}
    assert store.inbox.list_set_aside() == []
    store.close()


def test_a_customer_who_withdrew_does_not_come_back_where_the_wrong_copy_is_restored_first(
    operator: Operator, tmp_path: Path
) -> None:
    with closing(Store(open_database(tmp_path / "bot.db", DATABASE_KEY))) as store:
        store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)
        operator.runs("backup", str(tmp_path / "monday.db"))
        store.applications.save(decided())
        operator.runs("backup", str(tmp_path / "tuesday.db"))
        with store.transaction():
            Erasure(store).erase(decided(), actor=str(AGENT), why="wish", now=datetime.now(UTC))

    first, second = (
        operator.runs("restore", str(tmp_path / copy), "--overwrite")
        for copy in ("monday.db", "tuesday.db")
    )

    assert "Erased again" not in first.output
    assert "Erased again: 1 application." in second.output
    with closing(Store(open_database(tmp_path / "bot.db", DATABASE_KEY))) as store:
        assert store.applications.find("abcd2345") is None
        store.audit.verify()


def test_tokens_are_those_of_the_replaced_database_after_the_restore(
    operator: Operator, tmp_path: Path
) -> None:
    path, agent, other = tmp_path / "bot.db", ("--agent", str(AGENT)), ("--team", "north")
    with closing(Store(open_database(path, DATABASE_KEY))) as store:
        for number, team in ((AGENT, ""), (AGENT + 1, "north")):
            person = Agent(id=number, name="Rahim", role=Role.AGENT, language="en", team=team)
            store.agents.enrol(person, NOW)
    for whose in (agent, other):
        operator.runs("agents", "token", *whose, NEW_EKYC_TOKEN="leaked-token")
    for copy in ("monday.db", "tuesday.db"):
        operator.runs("backup", str(tmp_path / copy))
    operator.runs("agents", "token", *agent, "--take-back")
    operator.runs("agents", "token", *other, NEW_EKYC_TOKEN="newer-token")

    for copy in ("monday.db", "tuesday.db"):
        result = operator.runs("restore", str(tmp_path / copy), "--overwrite")
        assert "As given or taken back last: 2 tokens." in result.output

    with closing(Store(open_database(path, DATABASE_KEY))) as store:
        assert store.service_tokens.find(f"agent:{AGENT}") is None
        assert store.service_tokens.find("team:north") == "newer-token"


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_server_is_copied_by_its_own_tools(
    operator: Operator, tmp_path: Path, command: str
) -> None:
    address = "postgresql://bot:sesame-1@127.0.0.1:9/bot"

    result = operator.runs(command, str(tmp_path / "copy.db"), DATABASE=address)

    assert result.exit_code == 2
    assert "pgBackRest. See docs/high-availability.md." in result.output
    assert "sesame-1" not in result.output
