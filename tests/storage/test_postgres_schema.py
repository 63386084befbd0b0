"""The steps of the schema on PostgreSQL, and which release runs on which of them."""

import contextlib
import re
import threading
from collections.abc import Iterator

import pytest

from storage import DatabaseUnusable
from storage.opening import migrate_server
from storage.postgres import PostgresDatabase
from storage.postgres_opening import open_postgres
from storage.postgres_schema import steps
from tests.support.engine import KEY
from tests.support.postgres import needs_postgres, running_server

pytestmark = pytest.mark.one_engine  # once: it makes its own server

#: What would end a process of the release before, which still runs while others are restarted. It
#: can do without any label of a shown message.
_NOT_BEFORE_THE_NEXT = (
    r"\b(drop|rename|truncate|set not null|alter column|delete from(?! shown\b))\b"
)


def test_steps_are_numbered_without_a_gap_and_all_but_the_first_only_add() -> None:
    assert list(steps()) == list(range(1, len(steps()) + 1))
    for number, text in steps().items():
        statements = re.sub(r"--.*", "", text.lower())
        assert number == 1 or not re.search(_NOT_BEFORE_THE_NEXT, statements), number


@pytest.fixture
def address() -> Iterator[str]:
    """An empty database on a server of its own."""
    with running_server() as server:
        yield server.address("postgres")


def pretend(database: PostgresDatabase, step: int) -> None:
    """Another release has applied that step."""
    database.run("insert into schema_steps (number) values (?)", (step,))


@needs_postgres
def test_a_release_runs_on_its_own_step_and_on_the_next_but_on_no_other(address: str) -> None:
    with pytest.raises(DatabaseUnusable, match="Run: python -m bot migrate"):
        open_postgres(address, KEY)
    assert migrate_server(address, KEY) == len(steps())
    with contextlib.closing(open_postgres(address, KEY)) as database:
        pretend(database, max(steps()) + 1)
        open_postgres(address, KEY).close()
        assert migrate_server(address, KEY) == 0  # the older release changes nothing

        pretend(database, max(steps()) + 2)
        with pytest.raises(DatabaseUnusable, match="newer release"):
            open_postgres(address, KEY)


@needs_postgres
def test_of_two_that_migrate_at_once_one_does_it(address: str) -> None:
    found: list[int] = []
    both = [
        threading.Thread(target=lambda: found.append(migrate_server(address, KEY)))
        for _ in range(2)
    ]

    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(found) == [0, len(steps())]
