"""Every statement of this package is understood by PostgreSQL, which finds its rows by an index.

The tour is the one of SQLite. The tables of a test are so small that the server would rather read
them as a whole; forbidden to, it does so only where no index helps.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from conversations.errands import Errand, Task
from storage import Database, Store
from storage.agents import Agent, Role
from storage.database import Rows
from storage.postgres import PostgresDatabase
from storage.postgres_opening import open_postgres
from tests.support.engine import KEY
from tests.support.forms import AGENT, NOW
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.statements import FORM, GROWING, TOUR

pytestmark = [needs_postgres, pytest.mark.one_engine]

_RARE = "at the start and after the clock was set back; compares two numbers of each row"

#: Calls that read a table as a whole, and why.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("errands.pull_in", "errands"): _RARE,
    ("due_messages.pull_in", "outbox"): _RARE,
}


class Explained:
    """A database that has each statement explained before it runs it."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self.steps: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def _explain(self, statement: str, parameters: Sequence[object]) -> None:
        if statement.lstrip().startswith(("select", "with", "insert", "update", "delete")):
            plan = self._database.rows(f"explain (costs off) {statement}", parameters)
            self.steps += [step for (step,) in plan]

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        self._explain(statement, parameters)
        self._database.run(statement, parameters)

    def changed(self, statement: str, parameters: Sequence[object] = ()) -> int:
        self._explain(statement, parameters)
        return self._database.changed(statement, parameters)

    def soon(self, query: str, parameters: Sequence[object] = ()) -> Callable[[], Rows]:
        self._explain(query, parameters)
        return self._database.soon(query, parameters)

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._explain(query, parameters)
        return self._database.rows(query, parameters)

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        self._explain(query, parameters)
        return self._database.row(query, parameters)


@pytest.fixture
def explained(postgres_databases: PostgresDatabases) -> Iterator[Explained]:
    with (
        postgres_databases.lent() as address,
        contextlib.closing(open_postgres(address, KEY)) as database,
    ):
        for way in ("seqscan", "bitmapscan"):
            database.run(f"set enable_{way} = off")
        yield Explained(database)


def test_what_is_left_to_hand_over_is_not_searched_for_among_what_was(
    postgres_databases: PostgresDatabases,
) -> None:
    """The server believes that any row will do, where nearly all were of one agent."""
    with (
        postgres_databases.lent() as address,
        contextlib.closing(open_postgres(address, KEY)) as database,
    ):
        explained = Explained(database)
        store = Store(cast("Database", explained))
        store.agents.enrol(Agent(id=AGENT, name="Rahim Uddin", role=Role.AGENT, language="en"), NOW)
        with store.transaction():
            for number in range(200):
                store.applications.save(replace(FORM, id=f"number{number}"))
        database.run("analyze applications")
        explained.steps.clear()

        store.caseloads.some_of_agent(AGENT, limit=9)

        assert [step for step in explained.steps if "Seq Scan" in step] == []


@pytest.mark.parametrize("call", TOUR)
def test_no_statement_reads_a_growing_table_as_a_whole(explained: Explained, call: str) -> None:
    store = Store(cast("Database", explained))
    store.agents.enrol(Agent(id=AGENT, name="Rahim Uddin", role=Role.AGENT, language="en"), NOW)
    store.applications.save(FORM)
    store.errands.owe(FORM.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    store.outbox.owe(AGENT, "{}", NOW, subjects=(FORM.id,))
    explained.steps.clear()

    for way in TOUR[call]:
        with store.transaction():
            way(store)

    read = {
        found[1] for step in explained.steps if (found := re.search(r"Seq Scan on (\w+)", step))
    }
    assert read & GROWING == {table for other, table in EXCEPTIONS if other == call}
