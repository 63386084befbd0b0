"""python -m bot rekey on a PostgreSQL server, with the bots running."""

import contextlib
from collections.abc import Iterator

import pytest

from storage import Store, open_database
from tests.support.commands import Operator
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.running import DATABASE_KEY

pytestmark = needs_postgres

NEW_KEY = "e7" * 32


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


def test_the_key_is_changed_in_two_halves_and_said_nowhere(
    operator: Operator, address: str
) -> None:
    begun = operator.runs("rekey", DATABASE=address, NEW_DATABASE_KEY=NEW_KEY)
    finished = operator.runs("rekey", "--finish", DATABASE=address, DATABASE_KEY=NEW_KEY)

    assert (begun.exit_code, finished.exit_code) == (0, 0), begun.output + finished.output
    assert "1 row sealed again. Now both keys open" in begun.output
    assert "python -m bot rekey --finish" in begun.output
    assert "Only the current DATABASE_KEY opens" in finished.output
    assert NEW_KEY not in begun.output + finished.output
    with contextlib.closing(open_database(address, NEW_KEY)) as database:
        actions = [entry.action for entry in Store(database).audit.entries()]
    assert actions == ["rekeyed", "old-key-ended"]
    assert operator.runs("agents", DATABASE=address).exit_code == 2
    assert operator.runs("agents", DATABASE=address, DATABASE_KEY=NEW_KEY).exit_code == 0


def test_the_old_key_does_not_end_under_a_running_bot(operator: Operator, address: str) -> None:
    operator.runs("rekey", DATABASE=address, NEW_DATABASE_KEY=NEW_KEY)

    with contextlib.closing(open_database(address, DATABASE_KEY)):
        result = operator.runs("rekey", "--finish", DATABASE=address, DATABASE_KEY=NEW_KEY)

    assert result.exit_code == 2
    assert "Restart each process with the new key first" in result.output


def test_a_file_has_nothing_to_finish(operator: Operator) -> None:
    result = operator.runs("rekey", "--finish")

    assert result.exit_code == 2
    assert "nothing to finish" in result.output
