"""python -m bot move: from the file to a server and back, with the bot stopped."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime.only_one import only_one
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.commands import Operator
from tests.support.forms import AGENT, NOW
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases, serving
from tests.support.postgres_roles import server_of_the_page
from tests.support.running import DATABASE_KEY

PASSWORD = "sesame-1"


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


def enrolled(where: str | Path) -> list[str]:
    """The names of the people there."""
    with contextlib.closing(Store(open_database(where, DATABASE_KEY))) as store:
        return [person.name for person in store.agents.everybody()]


def enrol(where: str | Path) -> None:
    with contextlib.closing(Store(open_database(where, DATABASE_KEY))) as store:
        store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)


@needs_postgres
def test_everything_moves_to_a_server_and_back(
    operator: Operator, tmp_path: Path, address: str
) -> None:
    enrol(tmp_path / "bot.db")

    result = operator.runs("move", NEW_DATABASE=f"{address}&password={PASSWORD}")

    assert result.exit_code == 0, result.output
    assert "Put postgresql:///" in result.output
    assert "bot.db is as it was. No erasure and no removal of a person reaches it" in result.output
    assert PASSWORD not in result.output
    assert enrolled(address) == enrolled(tmp_path / "bot.db") == ["Rahim"]

    result = operator.runs("move", str(tmp_path / "back.db"), DATABASE=address)
    assert result.exit_code == 0, result.output
    assert enrolled(tmp_path / "back.db") == ["Rahim"]
    assert (tmp_path / "back.db").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.part*")) == []


@needs_postgres
def test_nothing_is_added_to_a_server_that_has_something(
    operator: Operator, tmp_path: Path, address: str
) -> None:
    enrol(tmp_path / "bot.db")
    enrol(address)

    result = operator.runs("move", address)

    assert result.exit_code == 2
    assert "There is something on the other side already (agents)" in result.output


@needs_postgres
def test_a_file_that_exists_is_not_replaced(
    operator: Operator, tmp_path: Path, address: str
) -> None:
    (tmp_path / "back.db").write_bytes(b"kept")

    result = operator.runs("move", str(tmp_path / "back.db"), DATABASE=address)

    assert result.exit_code == 2
    assert (tmp_path / "back.db").read_bytes() == b"kept"


@needs_postgres
def test_nothing_moves_while_a_bot_serves_on_either_side(
    operator: Operator, tmp_path: Path, address: str
) -> None:
    enrol(tmp_path / "bot.db")
    with only_one(operator.environment["TELEGRAM_BOT_TOKEN"], tmp_path / "bot.db"):
        result = operator.runs("move", address)
    assert (result.exit_code, enrolled(address)) == (2, [])

    with serving(address, DATABASE_KEY):
        result = operator.runs("move", address)
        assert "Stop all of them first." in result.output
        result = operator.runs("move", str(tmp_path / "back.db"), DATABASE=address)
        assert "Stop all of them first." in result.output
    assert enrolled(address) == []
    assert not (tmp_path / "back.db").exists()


@needs_postgres
def test_only_the_owner_of_the_tables_fills_them(operator: Operator, tmp_path: Path) -> None:
    enrol(tmp_path / "bot.db")
    with server_of_the_page() as server:
        result = operator.runs("move", server.bot)

        assert result.exit_code == 2
        assert "Only the owner of the tables may fill them" in result.output
        assert operator.runs("move", server.owner).exit_code == 0
        assert enrolled(server.bot) == ["Rahim"]


def test_a_file_that_is_not_there_is_neither_made_nor_moved(
    operator: Operator, tmp_path: Path
) -> None:
    result = operator.runs("move", "postgresql://bot@127.0.0.1:9/bot")

    assert result.exit_code == 2
    assert result.output.startswith(f"There is no database {tmp_path}/bot.db. Look at DATABASE")
    assert not (tmp_path / "bot.db").exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("other.db", "One of both must be a file"),
        (f"postgresql://bot:{PASSWORD}@127.0.0.1:9/bot", "can read that password"),
        ("mysql://127.0.0.1/bot", "The new database must be"),
        ("postgresql://bot@127.0.0.1:9/bot", "The move failed: "),
    ],
)
def test_a_place_that_will_not_do_is_refused(
    operator: Operator, tmp_path: Path, place: str, words: str
) -> None:
    enrol(tmp_path / "bot.db")
    result = operator.runs("move", place)

    assert result.exit_code in {1, 2}
    assert words in result.output
    assert PASSWORD not in result.output
