import asyncio
import threading

import pytest

from bot.sandbox.ekyc.reading_queue import QueueFullError, ReadingQueue


async def test_calls_wait_for_their_turn_and_too_many_are_sent_away() -> None:
    go = threading.Event()
    with ReadingQueue(threads=1, longest=3) as queue:
        waiting = [asyncio.create_task(queue.run(go.wait, 5)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFullError):
            await queue.run(go.wait, 5)
        go.set()
        assert await asyncio.gather(*waiting) == [True, True, True]
        assert await queue.run(int, "7") == 7


async def test_mandatory_work_is_never_refused() -> None:
    go = threading.Event()
    with ReadingQueue(threads=1, longest=1) as queue:
        first = asyncio.create_task(queue.run(go.wait, 5))
        await asyncio.sleep(0)
        second = asyncio.create_task(queue.run_soon(int, "7"))
        go.set()
        assert (await first, await second) == (True, 7)


async def test_one_thread_never_runs_two_calls_at_once() -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def call() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.01)
        with lock:
            running -= 1

    with ReadingQueue(threads=1, longest=20) as queue:
        await asyncio.gather(*(queue.run(call) for _ in range(10)))
    assert most == 1


async def test_an_error_of_a_call_reaches_the_one_who_asked() -> None:
    with ReadingQueue(threads=1, longest=1) as queue:
        with pytest.raises(ValueError, match="invalid literal"):
            await queue.run(int, "x")
        assert await queue.run(int, "7") == 7
