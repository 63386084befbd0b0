"""A PostgreSQL server that logs all it is asked never sees a customer, before or after erasing."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.support.customers import comes_to
from tests.support.postgres import PostgresServer, needs_postgres
from tests.support.postgres_databases import a_server_with_a_bot
from tests.support.running import DATABASE_KEY, RunningBot, Trial

pytestmark = [needs_postgres, pytest.mark.one_engine]

#: Of the customer and the agent, as they are typed, shown, stored or searched.
SECRETS = (
    "0001980100147", "Asaduzzaman", "asaduzzaman", "Ambia", "আম্বিয়া", "01712345678", "01712-345678",
    "Rahim", DATABASE_KEY,
)  # fmt: skip
LOGS_EVERYTHING = ("log_statement=all", "log_min_duration_statement=0", "fsync=off")


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with a_server_with_a_bot(LOGS_EVERYTHING) as server:
        yield server


@pytest.fixture
async def bot(trial: Trial, server: PostgresServer) -> AsyncIterator[RunningBot]:
    async with RunningBot(trial, DATABASE=server.address("bot"), CLEAN_CHAT="never") as running:
        yield running


def seen(server: PostgresServer, *words: str) -> list[str]:
    """Which of the words are in the server's files: tables, write-ahead log, its own log."""
    server.ask("checkpoint")
    files = [file.read_bytes() for file in Path(server.folder).rglob("*") if file.is_file()]
    return [word for word in words if any(word.encode() in file for file in files)]


async def test_no_name_and_no_number_is_anywhere_on_the_server(
    server: PostgresServer, bot: RunningBot, rahim: Person
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.says("/status Asaduzzaman")
    await rahim.sees("01712-345678")
    (application,) = bot.store.caseloads.of_agent(rahim.user_id, limit=9)

    assert seen(server, application.id) == [application.id]  # what is not sealed is found
    assert seen(server, *SECRETS) == []

    await rahim.says("/erase 01712345678")
    await rahim.taps("Yes, erase")
    await rahim.sees(f"Erased: {application.id.upper()}")
    assert seen(server, *SECRETS) == []
