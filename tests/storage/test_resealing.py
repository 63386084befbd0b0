"""Another DATABASE_KEY on PostgreSQL, while the bots go on."""

import contextlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Literal

import pytest

from conversations.erasure import without_form
from storage import DatabaseFailed, DatabaseUnusable, Store, open_database
from storage.agents import Agent, Role
from storage.opening import open_for_reading
from storage.postgres import PostgresDatabase
from storage.postgres_opening import open_postgres
from storage.resealing import begin, finish
from storage.sealed_columns import SEALED
from tests.support.forms import AGENT, NOW, READ, decided
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.running import DATABASE_KEY as OLD

pytestmark = [needs_postgres, pytest.mark.one_engine]

NEW, THIRD = "e7" * 32, "f8" * 32
APPLICATIONS = [f"name{number:04}" for number in range(60)]  # several batches


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        with opened(address, OLD) as store, store.transaction():
            agent = Agent(id=AGENT, name="Rahim Uddin", role=Role.AGENT, language="en")
            store.agents.enrol(agent, NOW)
            form = decided()
            for name in APPLICATIONS:
                store.applications.save(replace(form, id=name))
            store.applications.save(without_form(replace(form, id="erased12"), NOW))
        yield address


@contextlib.contextmanager
def opened(address: str, key: str) -> Generator[Store]:
    store = Store(open_database(address, key))
    try:
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def session(address: str, key: str) -> Generator[PostgresDatabase]:
    database = open_postgres(address, key)
    try:
        yield database
    finally:
        database.close()


def begun(address: str, key: str = OLD, new_key: str = NEW) -> int:
    with session(address, key) as database:
        return begin(database, key, new_key)


def finished(address: str, key: str = NEW) -> int:
    with session(address, key) as database:
        return finish(database, key)


def reads_all(store: Store) -> bool:
    found = [each for name in APPLICATIONS if (each := store.applications.find(name))]
    names = {each.value("nid_number") for each in found}
    people = [each.name for each in store.agents.everybody()]
    return (len(found), names, people) == (len(APPLICATIONS), {READ["nid_number"]}, ["Rahim Uddin"])


def state(address: str, key: str) -> Literal["opens", "does not open", "between"]:
    """What a process that starts with that key meets; one that starts can read everything."""
    try:
        with opened(address, key) as store:
            assert reads_all(store)
    except DatabaseUnusable as refused:
        return "between" if "between two keys" in str(refused) else "does not open"
    return "opens"


def data_keys(address: str, key: str) -> set[str]:
    """How everything begins that is sealed."""
    queries = [
        f"select {column} from {table.table} where {column} <> ''"  # noqa: S608 - of the schema
        for table in SEALED
        for column in table.columns
    ]
    with session(address, key) as database:
        return {text[:5] for query in queries for (text,) in database.rows(query)}


def test_after_the_beginning_both_keys_open_and_the_old_data_key_is_gone(address: str) -> None:
    with opened(address, OLD) as store:
        hashed = store.hashes.of("national_id", READ["nid_number"])

    assert (
        begun(address) == len(APPLICATIONS) + 3
    )  # an erased form, the agent and the key of the hashes

    assert (state(address, OLD), state(address, NEW)) == ("opens", "opens")
    assert data_keys(address, OLD) == {"v1.2."}
    with session(address, NEW) as database:
        assert database.rows("select distinct number from sealing_keys") == [(2,)]
        assert Store(database).hashes.of("national_id", READ["nid_number"]) == hashed


def test_at_the_end_only_the_new_key_opens(address: str) -> None:
    begun(address)
    finished(address)

    assert (state(address, OLD), state(address, NEW)) == ("does not open", "opens")
    assert data_keys(address, NEW) == {"v1.3."}


def test_a_bot_with_the_old_key_reads_and_writes_all_the_time(address: str) -> None:
    with opened(address, OLD) as store:
        begun(address)

        assert reads_all(store)
        with contextlib.closing(Store(open_for_reading(address, OLD))) as reader:
            assert reads_all(reader)
        with store.transaction():
            store.applications.save(replace(decided(), id="newer123"))
        store.agents.enrol(Agent(id=2, name="Karim", role=Role.AGENT, language="en"), NOW)
        assert data_keys(address, NEW) == {"v1.2."}
    with opened(address, NEW) as store:
        assert store.applications.find("newer123")


def test_a_report_that_began_before_is_read_to_its_end(address: str) -> None:
    with session(address, OLD) as bot, contextlib.closing(bot.for_reading()) as reader:
        store = Store(reader)
        with reader.snapshot():
            assert store.applications.find(APPLICATIONS[0])
            begun(address)
            assert reads_all(store)
        assert reads_all(store)


def test_nothing_ends_for_a_bot_that_still_has_the_old_key(address: str) -> None:
    begun(address)
    with opened(address, OLD) as store:
        with pytest.raises(DatabaseUnusable, match="another DATABASE_KEY"):
            finished(address)
        assert reads_all(store)
    assert (state(address, OLD), state(address, NEW)) == ("opens", "opens")

    finished(address)

    assert state(address, OLD) == "does not open"


class Interrupted(PostgresDatabase):
    """Ends like a killed process before the transaction of that number."""

    def __init__(self, database: PostgresDatabase, at: int) -> None:
        self.__dict__ = database.__dict__
        self._left = at

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        self._left -= 1
        if self._left < 0:
            raise DatabaseFailed("killed")
        with super().transaction():
            yield


def interrupted(
    address: str, key: str, work: Callable[[PostgresDatabase], object], at: int
) -> bool:
    """Whether the work was cut at that transaction; False when it has fewer."""
    with session(address, key) as database:
        try:
            work(Interrupted(database, at))
        except DatabaseFailed:
            return True
    return False


def test_whenever_it_is_killed_no_row_is_lost_and_it_can_be_repeated(address: str) -> None:
    seen, at = set(), 0
    while interrupted(address, OLD, lambda database: begin(database, OLD, NEW), at):
        assert state(address, OLD) == "opens"
        seen.add(state(address, NEW))
        at += 1
    assert seen == {"does not open", "between"}
    assert (state(address, OLD), state(address, NEW)) == ("opens", "opens")

    seen, at = set(), 0
    while interrupted(address, NEW, lambda database: finish(database, NEW), at):
        assert state(address, NEW) == "opens"
        seen.add(state(address, OLD))
        at += 1
    assert seen == {"opens", "between"}
    assert (state(address, OLD), state(address, NEW)) == ("does not open", "opens")
    assert finished(address) == 0


def test_a_new_key_that_was_lost_in_the_middle_is_replaced_by_another(address: str) -> None:
    assert interrupted(address, OLD, lambda database: begin(database, OLD, NEW), at=3)

    begun(address, OLD, THIRD)

    assert state(address, NEW) == "does not open"
    assert (state(address, OLD), state(address, THIRD)) == ("opens", "opens")


def test_the_old_key_can_take_the_change_back(address: str) -> None:
    begun(address)

    finished(address, OLD)

    assert (state(address, OLD), state(address, NEW)) == ("opens", "does not open")


def test_a_third_key_waits_until_nobody_uses_the_first(address: str) -> None:
    begun(address)
    with opened(address, OLD), pytest.raises(DatabaseUnusable, match="another DATABASE_KEY"):
        begun(address, NEW, THIRD)

    begun(address, NEW, THIRD)

    assert state(address, OLD) == "does not open"


def test_two_at_the_same_time_are_one(address: str) -> None:
    with session(address, OLD) as database:
        assert database.take_turn_to_rekey()
        with pytest.raises(DatabaseUnusable, match="at this moment"):
            begun(address)


@pytest.mark.parametrize(
    ("key", "new_key", "complaint"),
    [(OLD, "", "is empty"), (OLD, OLD, "current one"), ("ab" * 32, NEW, "does not open")],
)
def test_a_wrong_key_changes_nothing(address: str, key: str, new_key: str, complaint: str) -> None:
    with pytest.raises(DatabaseUnusable, match=complaint):
        begun(address, key, new_key)

    assert data_keys(address, OLD) == {"v1.1."}
