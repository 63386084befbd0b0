"""Separate reading: over its own connection, and abandoned when no longer needed."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.reports.reading import Abandoned, read_apart
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.forms import NOW
from tests.support.running import DATABASE_KEY

RAHIM = Agent(id=2001, name="Rahim", role=Role.AGENT, language="en")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(open_database(tmp_path / "bot.db", DATABASE_KEY))
    yield store
    store.close()


async def test_it_sees_what_was_committed_and_the_loop_goes_on_meanwhile(store: Store) -> None:
    store.agents.enrol(RAHIM, NOW)
    has_moved = threading.Event()

    def read(own: Store, go_on: Callable[[], None]) -> Agent | None:
        assert has_moved.wait(30)
        return own.agents.find(RAHIM.id)

    reading = asyncio.create_task(read_apart(store, read))
    await asyncio.sleep(0)
    has_moved.set()

    assert await reading == RAHIM


async def test_it_cannot_write(store: Store) -> None:
    def write(own: Store, go_on: Callable[[], None]) -> None:
        own.agents.enrol(RAHIM, NOW)

    with pytest.raises(Exception, match="readonly"):
        await read_apart(store, write)
    assert store.agents.find(RAHIM.id) is None


async def test_when_the_bot_ends_the_thread_ends_at_its_next_step(store: Store) -> None:
    has_begun, ended = threading.Event(), threading.Event()

    def read(own: Store, go_on: Callable[[], None]) -> None:
        has_begun.set()
        try:
            while True:
                go_on()
        except Abandoned:
            ended.set()
            raise

    reading = asyncio.create_task(read_apart(store, read))
    assert await asyncio.to_thread(has_begun.wait, 30)
    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await asyncio.to_thread(ended.wait, 30)


async def test_however_much_is_read_the_threads_of_everything_else_stay_free(store: Store) -> None:
    may_end, reading = threading.Event(), threading.Semaphore(0)

    def read(own: Store, go_on: Callable[[], None]) -> None:
        reading.release()
        assert may_end.wait(30)

    reports = [asyncio.create_task(read_apart(store, read)) for _ in range(20)]
    try:
        assert await asyncio.to_thread(reading.acquire, timeout=30)
        # Names of hosts, charts and QR codes are made in these.
        await asyncio.wait_for(asyncio.gather(*[asyncio.to_thread(len, "") for _ in range(9)]), 10)
    finally:
        may_end.set()
        await asyncio.gather(*reports)
