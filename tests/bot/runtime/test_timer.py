"""Work that must end in time is given up when it does not, and leaves nothing running."""

import asyncio

import pytest

from bot.runtime.timer import LoopTimer, within
from tests.support.clocks import ManualTimer, until


async def sleeps(timer: ManualTimer, seconds: float) -> str:
    await timer.sleep(seconds)
    return "done"


async def test_work_that_ends_in_time_gives_its_result_and_the_deadline_is_forgotten() -> None:
    timer = ManualTimer()
    waiting = asyncio.create_task(within(timer, 10, sleeps(timer, 9)))
    await until(lambda: timer.sleeps() == [9, 10])

    timer.passes(9)

    assert await waiting == "done"
    await until(lambda: not timer.sleeps())


async def test_work_that_takes_longer_is_cancelled() -> None:
    timer = ManualTimer()
    waiting = asyncio.create_task(within(timer, 10, sleeps(timer, 11)))
    await until(lambda: timer.sleeps() == [10, 11])

    timer.passes(10)

    with pytest.raises(TimeoutError):
        await waiting
    await until(lambda: not timer.sleeps())


async def test_giving_up_the_waiting_cancels_the_work() -> None:
    timer = ManualTimer()
    waiting = asyncio.create_task(within(timer, 10, sleeps(timer, 5)))
    await until(lambda: len(timer.sleeps()) == 2)

    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    await until(lambda: not timer.sleeps())


async def test_a_failure_of_the_work_is_its_own() -> None:
    async def fails() -> None:
        raise KeyError("the reason")

    with pytest.raises(KeyError, match="the reason"):
        await within(ManualTimer(), 10, fails())


async def test_the_loops_timer_moves_by_what_it_slept() -> None:
    timer = LoopTimer()
    begun_at = timer.now()

    await timer.sleep(0.01)
    assert timer.now() >= begun_at + 0.01
    await timer.sleep(-1)
