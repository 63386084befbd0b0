"""What a transaction promises, on either engine."""

from contextlib import AbstractContextManager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Database, Store
from storage.agents import Agent, Role
from tests.storage.conftest import Another, broken_off
from tests.support.forms import NOW


def enrol(database: Database, agent_id: int = 1) -> None:
    Store(database).agents.enrol(
        Agent(id=agent_id, name="Rahim", role=Role.AGENT, language="bn"), NOW
    )


def ids(database: Database) -> list[int]:
    return [row[0] for row in database.rows("select id from agents order by id")]


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with broken_off(database):
        enrol(database)

    assert ids(database) == []


def test_a_transaction_that_ends_is_seen_by_another_connection(
    another: Another, database: Database
) -> None:
    second = another()
    with database.transaction():
        enrol(database)
        assert ids(second) == []

    assert ids(second) == [1]
    second.close()


def test_inside_another_transaction_only_the_inner_part_is_undone(database: Database) -> None:
    with database.transaction():
        enrol(database, 1)
        with broken_off(database):
            enrol(database, 2)
            with database.transaction():
                enrol(database, 3)
        enrol(database, 4)

    assert ids(database) == [1, 4]


def test_what_is_asked_soon_is_found_as_it_was_then(database: Database) -> None:
    with database.transaction():
        enrol(database, 1)
        found = database.soon("select id from agents")
        enrol(database, 2)

        assert found() == [(1,)]
        assert ids(database) == [1, 2]


def test_a_question_asked_soon_is_answered_with_the_next_one(database: Database) -> None:
    with database.transaction():
        enrol(database, 1)
        found = database.soon("select id from agents")
        assert ids(database) == [1]
        enrol(database, 2)

        assert found() == [(1,)]


def test_when_the_outer_transaction_fails_the_inner_one_goes_with_it(database: Database) -> None:
    with broken_off(database), database.transaction():
        enrol(database)

    assert ids(database) == []


steps = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(st.tuples(steps, st.booleans()), max_size=4))
def test_exactly_the_writes_not_undone_by_an_outer_transaction_are_committed(
    database: Database, script: list[tuple[list[tuple[int, bool]], bool]]
) -> None:
    database.run("delete from agents")
    expected: set[int] = set()
    for parts, outer_ends_well in script:
        kept: set[int] = set()
        with transaction(database, ends_well=outer_ends_well):
            for agent_id, ends_well in parts:
                with transaction(database, ends_well=ends_well):
                    enrol(database, agent_id)
                if ends_well:
                    kept.add(agent_id)
        if outer_ends_well:
            expected |= kept

    assert set(ids(database)) == expected


def transaction(database: Database, *, ends_well: bool) -> AbstractContextManager[None]:
    return database.transaction() if ends_well else broken_off(database)
