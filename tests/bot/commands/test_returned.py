"""python -m bot returned: what a restored database owes is looked up before it is sent."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime.only_one import only_one
from conversations.errands import Errand, Task
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.commands import Operator
from tests.support.forms import AGENT, NOW, decided
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases, serving
from tests.support.running import DATABASE_KEY


@pytest.fixture(params=["file", pytest.param("server", marks=needs_postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "file":
        yield str(tmp_path / "bot.db")
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    with databases.lent() as address:
        yield address


def test_an_owed_submission_counts_as_begun_and_that_is_recorded(
    operator: Operator, address: str
) -> None:
    with contextlib.closing(Store(open_database(address, DATABASE_KEY))) as store:
        store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)
        store.applications.save(decided())
        store.agents.activate(AGENT, "abcd2345")
        for task in (Task.SUBMIT, Task.ASK_VERDICT):
            store.errands.owe("abcd2345", Errand(task=task, ticket="t"), NOW)

        result = operator.runs("returned", DATABASE=address)

        assert result.exit_code == 0, result.output
        assert "before anything is sent again: 1 application.\n" in result.output
        assert "Erase again whom you erased" in result.output
        assert "take back the tokens that you took back" in result.output
        assert "Links that were used or withdrawn since then work again" in result.output
        wanted = {Task.SUBMIT: 9, Task.ASK_VERDICT: 9}
        begun = {
            each.task: each.started_at is not None
            for each in store.errands.look(NOW, wanted, besides=()).due
        }
        assert begun == {Task.SUBMIT: True, Task.ASK_VERDICT: False}
        agent = store.agents.find(AGENT)
        assert agent
        assert agent.active_application is None  # the chat may show another question by now
        assert [(each.action, each.actor) for each in store.audit.entries()] == [
            ("restored", "operator")
        ]


def test_it_is_refused_while_a_bot_serves(operator: Operator, address: str, tmp_path: Path) -> None:
    if address.startswith("postgresql"):
        bot: contextlib.AbstractContextManager[object] = serving(address, DATABASE_KEY)
    else:
        bot = only_one(operator.environment["TELEGRAM_BOT_TOKEN"], tmp_path / "bot.db")
    with bot, contextlib.closing(open_database(address, DATABASE_KEY)) as database:
        result = operator.runs("returned", DATABASE=address)

        assert result.exit_code == 2
        assert Store(database).audit.head().number == 0
