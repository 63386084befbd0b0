"""Everything moves from one database to the other: all rows, numbers and the chain of the audit."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.errands import Errand, Task
from storage import Database, Store, open_database
from storage.agents import Agent, Role
from storage.catalog import tables_of
from storage.confirmations import Confirmation
from storage.invitations import Invitation
from storage.moving import MoveRefused, move
from storage.name_questions import NameQuestion
from storage.refusals import Refusal
from storage.sealed_columns import SEALED
from tests.support.engine import KEY, Engine
from tests.support.forms import AGENT, FAILED, NOW, begun, decided

#: More than is copied at once.
MANY = 1203


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    with contextlib.closing(open_database(tmp_path / "bot.db", KEY)) as database:
        yield database


@pytest.fixture
def other(engine: Engine) -> Database:
    """An empty database, of each engine."""
    return engine.open_fresh()


def fill(database: Database) -> None:
    """At least a row in each table."""
    store = Store(database)
    with store.transaction():
        for person, role in ((AGENT, Role.AGENT), (2002, Role.SUPERVISOR)):
            store.agents.enrol(Agent(id=person, name="Rahim", role=role, language="bn"), NOW)
        store.agents.mark_reachable(2002, is_reachable=False)
        store.agents.note_example(AGENT, "front")
        store.applications.save(decided(FAILED))
        store.applications.save(replace(begun(), id="second"))
        store.agents.activate(AGENT, "second")
        store.errands.owe("second", Errand(task=Task.SUBMIT, ticket="t"), NOW)
        for _ in range(3):
            store.outbox.owe(AGENT, '{"text": "রহিম"}', NOW, label="l", subjects=("second",))
        store.shown.note("l", AGENT, 7)
        store.hints.note(AGENT, "{}", NOW)
        store.chat_messages.note(("second",), AGENT, 7, NOW)
        store.inbox.let_wait(AGENT, "{}")
        store.inbox.set_aside(7, "{}", "KeyError", NOW)
        for number in range(MANY):
            store.inbox.note([(number, "{}")], NOW)
        expires_at = NOW + timedelta(days=1)
        store.invitations.add(
            "code", Invitation(name="Salam", role=Role.AGENT, expires_at=expires_at), NOW
        )
        store.searches.keep(AGENT, ["second"])
        store.confirmations.ask(
            AGENT, Confirmation(yes="yes", no="no", message_id=None, asked_at=NOW)
        )
        store.name_questions.ask(
            AGENT, NameQuestion(role=Role.AGENT, team="", message_id=7, asked_at=NOW)
        )
        store.last_seen.note(NOW)
        store.refusals.note(5001, Refusal.STRANGER, NOW)
        store.refusals.note_stranger(5001, NOW)
        store.schedules.put("sweep", NOW)
        store.service_tokens.give("team:north", "token")
        store.troubles.note("denied", NOW)
        store.evening_reports.want(AGENT, is_wanted=False)
        store.announcements.note_receivers(store.announcements.draft(AGENT, "x", NOW), [AGENT])
        for number in range(MANY):
            store.audit.record("viewed", actor="1", now=NOW, subject=str(number))
        store.outbox.finish(3)


def content(database: Database) -> dict[str, set[tuple[object, ...]]]:
    """All rows but those of the audit, which is verified; true and 1 are equal in Python."""
    return {
        name: {
            tuple(opened(database, name, dict(zip(table.columns, row, strict=True))))
            for row in database.rows(f"select {columns} from {name}")  # noqa: S608 - our own names
        }
        for name, table in tables_of(database).items()
        for columns in [", ".join(table.columns)]
        if name not in {"audit", "audit_end"}
    }


def opened(database: Database, table: str, row: dict[str, object]) -> Iterator[object]:
    """The values of a row as they were before they were sealed."""
    places = {
        column: each.bound_to for each in SEALED if each.table == table for column in each.columns
    }
    for column, value in row.items():
        if column in places and value is not None:
            place = row.get(places[column], "")
            yield database.unseal(str(value), f"{table}.{column}", place)
        else:
            yield value


def test_every_row_of_every_table_moves_and_comes_back(
    file: Database, other: Database, tmp_path: Path
) -> None:
    fill(file)
    assert [name for name, rows in content(file).items() if not rows] == []
    head = Store(file).audit.head()

    moved = move(file, other, NOW)

    assert moved.head == head
    assert content(other) == content(file)
    assert Store(other).audit.verify(head).number == head.number + 1  # that it was moved
    assert Store(other).audit.entries(last=1)[0].action == "moved"

    with contextlib.closing(open_database(tmp_path / "back.db", KEY)) as back:
        move(other, back, NOW)
        assert content(back) == content(file)
        assert Store(back).audit.verify(head).number == head.number + 2


def test_numbers_go_on_after_the_last_that_was_ever_given(file: Database, other: Database) -> None:
    fill(file)
    move(file, other, NOW)
    store = Store(other)

    with store.transaction():
        store.outbox.owe(AGENT, "{}", NOW)
        store.inbox.let_wait(AGENT, "{}")

    # The third was sent before the move.
    assert [number for (number,) in other.rows("select id from outbox order by id")] == [1, 2, 4]
    assert len(other.rows("select number from waiting_updates")) == 2


def test_nothing_is_added_to_a_database_that_has_something(file: Database, other: Database) -> None:
    fill(file)
    with other.transaction():
        Store(other).service_tokens.give("team:south", "token")
    before = content(other)

    with pytest.raises(MoveRefused, match=r"\(service_tokens\)"):
        move(file, other, NOW)

    assert content(other) == before


def test_an_audit_that_was_altered_is_not_moved(file: Database, other: Database) -> None:
    fill(file)
    before = content(other)
    with file.transaction():
        file.run("drop trigger audit_is_not_changed")
        file.run("update audit set actor = '2' where number = 7")

    with pytest.raises(MoveRefused, match="Row 7"):
        move(file, other, NOW)

    assert content(other) == before


def test_neither_session_is_cut_while_the_other_side_takes_its_time(
    file: Database, other: Database, engine: Engine
) -> None:
    other.take_seat()
    fill(file)

    move(file, other, NOW)

    if engine.is_postgres:
        assert other.row("show idle_session_timeout") == ("0",)
        assert other.row("show idle_in_transaction_session_timeout") == ("0",)


def test_a_row_that_does_not_arrive_undoes_the_move(
    file: Database, other: Database, engine: Engine
) -> None:
    fill(file)
    before = content(other)
    other.run(
        "create rule dropped as on insert to schedules do instead nothing"
        if engine.is_postgres
        else "create trigger dropped before insert on schedules begin select raise(ignore); end"
    )

    try:
        with pytest.raises(MoveRefused, match="Not all rows of schedules"):
            move(file, other, NOW)
    finally:  # the database is lent to other tests
        other.run(
            f"drop {'rule dropped on schedules' if engine.is_postgres else 'trigger dropped'}"
        )

    assert content(other) == before


def test_tables_of_another_release_are_not_mixed(file: Database, other: Database) -> None:
    file.run("alter table schedules add column newer text")

    with pytest.raises(MoveRefused, match="another release"):
        move(file, other, NOW)
