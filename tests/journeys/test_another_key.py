"""DATABASE_KEY changes on a server while an agent registers customers."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator

import pytest

from bot.sandbox.person import Person
from storage import Database, open_database
from storage.resealing import begin, finish
from tests.support.customers import comes_to
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.running import DATABASE_KEY, RunningBot, Trial

pytestmark = [needs_postgres, pytest.mark.one_engine]

NEW_KEY = "e7" * 32


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


async def meanwhile(address: str, key: str, work: Callable[[Database], int]) -> None:
    """Do it as another process would, while the bot of the test goes on."""

    def in_own_session() -> None:
        with contextlib.closing(open_database(address, key)) as database:
            assert work(database)

    await asyncio.to_thread(in_own_session)


async def test_a_registration_goes_on_while_the_key_changes(trial: Trial, address: str) -> None:
    async with (
        RunningBot(trial, DATABASE=address) as bot,
        await bot.enrols("Rahim", user_id=2001) as rahim,
    ):
        await asyncio.gather(
            comes_to(rahim, "receipt"),
            meanwhile(address, DATABASE_KEY, lambda opened: begin(opened, DATABASE_KEY, NEW_KEY)),
        )
        await rahim.sees("Passed: Md. Asaduzzaman Miah")

    async with (
        RunningBot(trial, DATABASE=address, DATABASE_KEY=NEW_KEY) as bot,
        trial.person("Rahim", 2001) as rahim,
    ):
        await asyncio.gather(
            finds(rahim), meanwhile(address, NEW_KEY, lambda opened: finish(opened, NEW_KEY))
        )
        await finds(rahim)


async def finds(agent: Person) -> None:
    await agent.says("/status Asaduzzaman")
    await agent.sees("01712-345678")
