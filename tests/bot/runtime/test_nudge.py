"""A loop waits for a nudge, a time or the end, and no nudge is lost."""

import asyncio
import contextlib
import time

import pytest

from bot.runtime.nudge import Nudge, finish_or_cancel


@pytest.fixture
def nudge() -> Nudge:
    return Nudge()


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


async def test_a_nudge_ends_the_wait(nudge: Nudge, stop: asyncio.Event) -> None:
    asyncio.get_running_loop().call_later(0.05, nudge.give)

    async with asyncio.timeout(30):
        await nudge.wait(None, stop=stop)


async def test_a_nudge_that_came_while_the_loop_worked_is_not_lost(
    nudge: Nudge, stop: asyncio.Event
) -> None:
    nudge.give()

    async with asyncio.timeout(30):
        await nudge.wait(None, stop=stop)


async def test_many_nudges_wake_once(nudge: Nudge, stop: asyncio.Event) -> None:
    nudge.give()
    nudge.give()
    await nudge.wait(None, stop=stop)
    began = time.monotonic()

    await nudge.wait(0.2, stop=stop)

    assert time.monotonic() - began >= 0.19


async def test_the_end_ends_the_wait(nudge: Nudge, stop: asyncio.Event) -> None:
    asyncio.get_running_loop().call_later(0.05, stop.set)

    async with asyncio.timeout(30):
        await nudge.wait(None, stop=stop)


async def test_the_end_of_a_task_is_a_nudge_however_it_ends(
    nudge: Nudge, stop: asyncio.Event
) -> None:
    async def fails() -> None:
        raise KeyError

    for work in (asyncio.sleep(0), fails()):
        task = nudge.give_after(asyncio.create_task(work))
        async with asyncio.timeout(30):
            await nudge.wait(None, stop=stop)
        with contextlib.suppress(KeyError):
            await task

    cancelled = nudge.give_after(asyncio.create_task(asyncio.sleep(60)))
    cancelled.cancel()
    async with asyncio.timeout(30):
        await nudge.wait(None, stop=stop)


async def test_what_ends_in_time_is_waited_for_and_the_rest_is_cut_off() -> None:
    quick = asyncio.create_task(asyncio.sleep(0.05))
    slow = asyncio.create_task(asyncio.sleep(60))

    async with asyncio.timeout(30):
        await finish_or_cancel([quick, slow], grace=0.3)

    assert quick.done()
    assert not quick.cancelled()
    assert slow.cancelled()


async def test_nothing_to_wait_for_takes_no_time() -> None:
    async with asyncio.timeout(30):
        await finish_or_cancel([], grace=60)
