"""A loop waits for a nudge, a time or the end, and no nudge is lost."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.runtime.nudge import Nudge
from tests.support.clocks import ManualTimer, until


@pytest.fixture
def timer() -> ManualTimer:
    return ManualTimer()


@pytest.fixture
def nudge(timer: ManualTimer) -> Nudge:
    return Nudge(timer)


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


async def begun(waiting: Coroutine[Any, Any, None], timer: ManualTimer) -> asyncio.Task[None]:
    """The wait as a task that has reached its sleep."""
    task = asyncio.create_task(waiting)
    await until(timer.sleeps)
    return task


async def test_a_nudge_ends_the_wait(timer: ManualTimer, nudge: Nudge, stop: asyncio.Event) -> None:
    waiting = await begun(nudge.wait(None, stop=stop), timer)
    nudge.give()

    await until(waiting.done)


async def test_a_nudge_that_came_while_the_loop_worked_is_not_lost(
    nudge: Nudge, stop: asyncio.Event
) -> None:
    nudge.give()

    await until(asyncio.create_task(nudge.wait(None, stop=stop)).done)


async def test_many_nudges_wake_once(timer: ManualTimer, nudge: Nudge, stop: asyncio.Event) -> None:
    nudge.give()
    nudge.give()
    await nudge.wait(None, stop=stop)

    waiting = await begun(nudge.wait(5.0, stop=stop), timer)
    assert timer.sleeps() == [5.0]
    timer.passes(4.9)
    assert not waiting.done()
    timer.passes(0.1)
    await until(waiting.done)


async def test_nobody_waits_longer_than_a_minute_because_the_time_of_day_may_be_set(
    timer: ManualTimer, nudge: Nudge, stop: asyncio.Event
) -> None:
    for seconds in (None, 86_400.0):
        waiting = await begun(nudge.wait(seconds, stop=stop), timer)
        assert timer.sleeps() == [60.0]
        timer.passes(60.0)
        await until(waiting.done)


async def test_the_end_ends_the_wait(timer: ManualTimer, nudge: Nudge, stop: asyncio.Event) -> None:
    waiting = await begun(nudge.wait(None, stop=stop), timer)
    stop.set()

    await until(waiting.done)


async def test_the_end_of_a_task_is_a_nudge_however_it_ends(
    nudge: Nudge, stop: asyncio.Event
) -> None:
    async def succeeds() -> None:
        pass

    async def fails() -> None:
        raise KeyError

    for work in (succeeds(), fails()):
        task = nudge.give_after(asyncio.create_task(work))
        await until(asyncio.create_task(nudge.wait(None, stop=stop)).done)
        with contextlib.suppress(KeyError):
            await task

    cancelled = nudge.give_after(asyncio.create_task(succeeds()))
    cancelled.cancel()
    await until(asyncio.create_task(nudge.wait(None, stop=stop)).done)


async def test_work_that_ends_in_time_is_awaited_and_the_rest_is_cut_off(
    timer: ManualTimer, nudge: Nudge
) -> None:
    quick, slow = (asyncio.create_task(timer.sleep(seconds)) for seconds in (1.0, 60.0))
    ending = asyncio.create_task(nudge.finish_or_cancel([quick, slow], grace=2.0))
    await until(lambda: timer.sleeps() == [1.0, 2.0, 60.0])

    timer.passes(1.0)
    await until(quick.done)
    assert not ending.done()
    timer.passes(1.0)
    await until(ending.done)

    assert not quick.cancelled()
    assert slow.cancelled()


async def test_when_everything_has_ended_the_wait_ends(timer: ManualTimer, nudge: Nudge) -> None:
    quick = asyncio.create_task(timer.sleep(1.0))
    ending = asyncio.create_task(nudge.finish_or_cancel([quick], grace=60.0))
    await until(lambda: timer.sleeps() == [1.0, 60.0])
    timer.passes(1.0)

    await until(ending.done)
    assert timer.sleeps() == []


async def test_nothing_to_wait_for_takes_no_time(timer: ManualTimer, nudge: Nudge) -> None:
    await until(asyncio.create_task(nudge.finish_or_cancel([], grace=60.0)).done)
