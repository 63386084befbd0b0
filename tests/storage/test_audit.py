"""The audit: rows can be proved, and every way of tampering is found."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from storage import Database, Store
from storage.audit import BOT, AuditBroken, Head
from storage.postgres_session import StatementRefused
from tests.storage.conftest import Another, broken_off
from tests.support.engine import Engine, current
from tests.support.forms import NOW


def written(store: Store, rows: int) -> Store:
    with store.transaction():
        for number in range(1, rows + 1):
            store.audit.record(
                "begun", actor="2001", now=NOW, subject=f"reference-{number}", place=number
            )
    return store


@pytest.fixture
def five(store: Store) -> Store:
    return written(store, 5)


def tampered(database: Database, statement: str, parameters: Sequence[object] = ()) -> None:
    """What somebody could do who has the file and the key, or administers the server."""
    if current().is_postgres:
        database.run("set session_replication_role = replica")  # without triggers
    else:
        database.run("drop trigger audit_is_not_changed")
        database.run("drop trigger audit_is_not_shortened")
    database.run(statement, parameters)


def test_a_row_comes_back_as_it_was_written(five: Store) -> None:
    entry = five.audit.entries(last=1)[0]

    assert (entry.number, entry.at, entry.actor, entry.action) == (5, NOW, "2001", "begun")
    assert (entry.subject, entry.details) == ("reference-5", {"place": 5})


def test_rows_are_found_by_subject_and_by_action(five: Store) -> None:
    with five.transaction():
        five.audit.record("viewed", actor="9", now=NOW, subject="reference-2")

    assert [each.action for each in five.audit.entries(subject="reference-2")] == [
        "begun",
        "viewed",
    ]
    assert [each.number for each in five.audit.entries(actions=("viewed",))] == [6]
    assert [each.number for each in five.audit.entries(last=2)] == [5, 6]


def test_deeds_of_an_actor_are_counted_by_time(store: Store) -> None:
    with store.transaction():
        for minutes in (0, 30, 60):
            at = NOW + timedelta(minutes=minutes)
            store.audit.record("submitted", actor="2001", now=at)
            store.audit.record("viewed", actor="2001", now=at)
            store.audit.record("submitted", actor="2002", now=at)

    since = NOW + timedelta(minutes=10)
    assert store.audit.count_since("2001", ("submitted",), since, NOW + timedelta(hours=1)) == 2


def test_an_untouched_chain_is_whole(five: Store) -> None:
    assert five.audit.verify() == five.audit.head()
    assert five.audit.head().number == 5


def test_an_empty_chain_is_whole(store: Store) -> None:
    assert store.audit.verify() == Head(0, "0" * 64)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set actor = '2002'",
        "delete from audit where number = 5",
        (
            "insert into audit select number, at, 'x', action, subject, details, seal"
            " from audit where number = 5 on conflict (number) do update set actor = 'x'"
        ),
    ],
)
def test_the_database_itself_refuses_to_change_a_row(
    five: Store, database: Database, statement: str
) -> None:
    with pytest.raises((sqlcipher.IntegrityError, StatementRefused)):
        database.run(statement)


@pytest.mark.one_engine
def test_a_row_cannot_be_replaced_and_the_file_says_why(five: Store, database: Database) -> None:
    statement = (
        "insert or replace into audit select number, at, 'x', action, subject, details, seal"
        " from audit where number = 5"
    )

    with pytest.raises(sqlcipher.IntegrityError, match="only added to"):
        database.run(statement)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update audit set at = at + 1 where number = 3", "Row 3 or the one before it was altered"),
        ("update audit set actor = '2002' where number = 1", "Row 1 or the one before"),
        ("update audit set action = 'ended' where number = 5", "Row 5 or the one before"),
        ("update audit set subject = '' where number = 2", "Row 2 or the one before"),
        ("update audit set details = '{}' where number = 4", "Row 4 or the one before"),
        ("update audit set seal = 'x' where number = 4", "Row 4 or the one before"),
        ("delete from audit where number = 1", "Row 1 is missing"),
        ("delete from audit where number = 3", "Row 3 is missing"),
        ("delete from audit where number = 5", "The rows from 5 to 5 are missing"),
        ("delete from audit where number > 2", "The rows from 3 to 5 are missing"),
        ("delete from audit", "The rows from 1 to 5 are missing"),
        (
            (
                "insert into audit select 6, at, actor, action, subject, details, seal"
                " from audit where number = 5"
            ),
            "Row 6 or the one before it was altered",
        ),
        (
            (
                "insert into audit select -7, at, actor, action, subject, details, seal"
                " from audit where number = 5"
            ),
            "Row -7 was inserted",
        ),
    ],
)
def test_a_changed_a_removed_and_an_inserted_row_are_found(
    five: Store, database: Database, statement: str, words: str
) -> None:
    tampered(database, statement)

    with pytest.raises(AuditBroken, match=words):
        five.audit.verify()


def test_two_rows_that_changed_places_are_found(five: Store, database: Database) -> None:
    tampered(database, "update audit set number = -number")
    for old, new in ((1, 2), (2, 1), (3, 3), (4, 4), (5, 5)):
        database.run("update audit set number = ? where number = ?", (new, -old))

    with pytest.raises(AuditBroken, match="Row 1"):
        five.audit.verify()


def test_a_rebuilt_chain_is_found_by_a_seal_noted_elsewhere(five: Store, engine: Engine) -> None:
    noted = five.audit.head()
    with engine.fresh() as other:
        forged = written(Store(other), 7).audit

        assert five.audit.verify(noted).number == 5
        with pytest.raises(AuditBroken, match="a different seal from the one noted"):
            forged.verify(Head(5, "f" * 64))
        with pytest.raises(AuditBroken, match="The rows from 8 to 9 are missing"):
            forged.verify(Head(9, noted.seal))


def test_a_tail_cut_off_together_with_the_count_is_found_by_a_seal_noted_elsewhere(
    five: Store, database: Database
) -> None:
    noted = five.audit.head()
    tampered(database, "delete from audit where number > 3")
    database.run("update audit_end set number = 3")

    assert five.audit.verify().number == 3  # the chain alone cannot show it
    with pytest.raises(AuditBroken, match="The rows from 4 to 5 are missing"):
        five.audit.verify(noted)


def test_a_transaction_that_fails_leaves_no_row_and_no_gap(store: Store) -> None:
    with broken_off(store):
        store.audit.record("begun", actor=BOT, now=NOW)

    written(store, 2)
    assert store.audit.verify().number == 2


def test_a_row_of_a_part_that_was_undone_is_not_followed(store: Store) -> None:
    with store.transaction():
        store.audit.record("begun", actor=BOT, now=NOW)
        with broken_off(store):
            store.audit.record("begun", actor=BOT, now=NOW)
        store.audit.record("begun", actor=BOT, now=NOW)

    assert store.audit.verify().number == 2


def test_rows_of_two_processes_and_of_undone_transactions_make_one_chain(
    store: Store, database: Database
) -> None:
    other = Store(database)  # it knows nothing of what the first one adds

    for rows in range(1, 4):
        written(store, rows)
        with broken_off(store):
            store.audit.record("begun", actor=BOT, now=NOW)
        written(other, 1)

    assert store.audit.verify().number == 9
    assert store.audit.verify() == other.audit.head()


CHANGES = {
    "actor": "update audit set actor = actor || 'x' where number = ?",
    "action": "update audit set action = action || 'x' where number = ?",
    "subject": "update audit set subject = subject || 'x' where number = ?",
    "details": "update audit set details = details || 'x' where number = ?",
}


#: PostgreSQL has no texts with a zero in them; what people write is stored as JSON, which has none.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(
    words=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6),
    data=st.data(),
)
def test_any_change_of_any_column_of_any_row_is_found(
    words: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    with current().fresh() as database:
        store = Store(database)
        with store.transaction():
            for actor, subject, detail in words:
                store.audit.record("viewed", actor=actor, now=NOW, subject=subject, detail=detail)
        assert store.audit.verify().number == len(words)

        number = data.draw(st.integers(1, len(words)))
        column = data.draw(st.sampled_from(sorted(CHANGES)))
        tampered(database, CHANGES[column], (number,))

        with pytest.raises(AuditBroken, match=f"Row {number} "):
            store.audit.verify()


def test_a_chain_that_grows_while_it_is_verified_is_whole(another: Another, store: Store) -> None:
    written(store, 2500)
    other = Store(another())
    bot = threading.Event()

    def write() -> None:
        writer = Store(another())
        while not bot.is_set():
            with writer.transaction():
                writer.audit.record("viewed", actor="2", now=NOW)
        writer.close()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        heads = [other.audit.verify() for _ in range(5)]
    finally:
        bot.set()
        writing.join()
        other.close()
    assert heads[0].number >= 2500
    assert heads[-1].number > heads[0].number


@pytest.mark.one_engine
@pytest.mark.parametrize("shared", range(4))
@pytest.mark.parametrize("since", [(0, 0), (0, 3), (1, 1), (4, 1)])
def test_two_audits_share_the_rows_from_before_they_parted(
    shared: int, since: tuple[int, int]
) -> None:
    one, other = (Store(current().open_fresh()) for _ in since)
    for store, rows, actor in ((one, since[0], "2001"), (other, since[1], "2002")):
        written(store, shared)
        with store.transaction():
            for _ in range(rows):
                store.audit.record("viewed", actor=actor, now=NOW)

    assert one.audit.shared_with(other.audit) == shared
    assert other.audit.shared_with(one.audit) == shared
