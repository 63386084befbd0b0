"""Separate reading: in a process of its own, which ends when it is no longer needed."""

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.reports.reading import Reader, ReadingDelayed, ReadingFailed
from bot.runtime.framing import framed
from storage import Store
from storage.agents import Agent, Role
from tests.support.children import children, told
from tests.support.engine import current
from tests.support.forms import NOW
from tests.support.running import DATABASE_KEY

RAHIM = Agent(id=2001, name="Rahim", role=Role.AGENT, language="en")

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="the processes are found through /proc"
)


def readers() -> list[int]:
    return children("bot.reports.reading_process")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(current().open(tmp_path / "bot.db", DATABASE_KEY))
    store.agents.enrol(RAHIM, NOW)
    yield store
    store.close()


@pytest.fixture
async def reader(store: Store, tmp_path: Path) -> AsyncIterator[Reader]:
    async with Reader(tmp_path / "bot.db", DATABASE_KEY) as reader:
        yield reader


# What is read goes to another process, so it is a function of a module.


def find(store: Store, agent_id: int) -> Agent | None:
    return store.agents.find(agent_id)


def write(store: Store) -> None:
    store.agents.enrol(RAHIM, NOW)


def stumble(store: Store, name: str) -> None:
    raise ValueError(name)


def dawdle(store: Store, mark: Path) -> None:
    mark.touch()
    time.sleep(600)


def recite(store: Store, mark: Path) -> bytes:
    mark.touch()
    return bytes(100_000_000)


find_rahim = partial(find, agent_id=RAHIM.id)


async def begins_to_dawdle(reader: Reader, folder: Path) -> "asyncio.Task[None]":
    mark = folder / "has-begun"
    reading = asyncio.create_task(reader.read(partial(dawdle, mark=mark)))
    async with asyncio.timeout(300):  # it gives way, also to whatever else the machine does
        while not mark.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.02)
    return reading


async def test_it_sees_what_was_committed_and_the_process_is_used_again(
    store: Store, reader: Reader
) -> None:
    assert await reader.read(find_rahim) == RAHIM
    (first,) = readers()

    store.agents.enrol(Agent(id=2002, name="Karim", role=Role.AGENT, language="en"), NOW)

    assert await reader.read(partial(find, agent_id=2002))
    assert readers() == [first]


async def test_it_cannot_write(store: Store, reader: Reader) -> None:
    with pytest.raises(ReadingDelayed, match="readonly"):
        await reader.read(write)


async def test_a_bug_is_told_without_what_it_was_about_and_others_are_served(
    reader: Reader,
) -> None:
    with pytest.raises(ReadingFailed) as failed:
        await reader.read(partial(stumble, name="Asaduzzaman"))

    assert "stumble" in str(failed.value)
    assert "Asaduzzaman" not in str(failed.value)
    assert await reader.read(find_rahim) == RAHIM


async def test_a_database_that_cannot_be_opened_is_read_later(tmp_path: Path) -> None:
    async with Reader(tmp_path / "nowhere.db", DATABASE_KEY) as reader:
        with pytest.raises(ReadingDelayed):
            await reader.read(find_rahim)


async def test_a_process_that_is_killed_is_a_failure_and_the_next_one_reads(
    reader: Reader, tmp_path: Path
) -> None:
    reading = await begins_to_dawdle(reader, tmp_path)
    (process,) = readers()
    os.kill(process, signal.SIGKILL)

    with pytest.raises(ReadingFailed, match="signal 9"):
        await reading
    assert await reader.read(find_rahim) == RAHIM


async def test_what_is_no_longer_needed_ends_at_once(reader: Reader, tmp_path: Path) -> None:
    reading = await begins_to_dawdle(reader, tmp_path)
    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not readers()


def test_it_ends_with_the_bot_whatever_it_reads(store: Store, tmp_path: Path) -> None:
    """A killed bot cannot end it, but its input ends."""
    mark = tmp_path / "has-begun"
    database = (str(tmp_path / "bot.db"), DATABASE_KEY)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.reports.reading_process"], stdin=subprocess.PIPE
    )
    try:
        assert process.stdin
        process.stdin.write(framed(pickle.dumps((database, partial(dawdle, mark=mark)))))
        process.stdin.flush()
        ends_at = time.monotonic() + 60
        while not mark.exists():
            assert time.monotonic() < ends_at
            time.sleep(0.02)
        process.stdin.close()

        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


async def test_others_do_not_see_the_key_and_the_process_gives_way_to_the_bot(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EKYC_TOKEN", "of the service")

    await reader.read(find_rahim)

    (process,) = readers()
    seen = told(process, "environ") + told(process, "cmdline")
    assert DATABASE_KEY not in seen
    assert "of the service" not in seen
    assert os.getpriority(os.PRIO_PROCESS, process) > os.getpriority(os.PRIO_PROCESS, 0)
    assert told(process, "oom_score_adj").strip() == "1000"


async def test_a_read_that_is_given_up_in_the_middle_of_a_long_reply_ends(
    reader: Reader, tmp_path: Path
) -> None:
    """As when the bot stops; otherwise it would never end."""
    for number in range(2):
        mark = tmp_path / f"recites-{number}"
        reading = asyncio.create_task(reader.read(partial(recite, mark=mark)))
        async with asyncio.timeout(300):
            while not mark.exists():  # noqa: ASYNC110 - another process makes it
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1 + 0.1 * number)
        reading.cancel()

        await asyncio.wait((reading,), timeout=30)
        assert reading.done()
