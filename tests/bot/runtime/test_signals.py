"""SIGTERM and Ctrl-C end a process in order, within five seconds at most."""

import signal
import time
from pathlib import Path

import pytest

from tests.support.processes import IN_BACKGROUND, Process

ORDERLY = """
import asyncio
from bot.runtime.signals import stop_on_signals

async def serve():
    stop = asyncio.Event()
    stop_on_signals(stop)
    print("serving", flush=True)
    await stop.wait()
    await asyncio.sleep(0.5)
    print("in order", flush=True)

asyncio.run(serve())
"""
#: A name server that does not answer holds a thread, and Python waits for its threads.
HELD_UP = ORDERLY.replace("asyncio.sleep(0.5)", "asyncio.to_thread(__import__('time').sleep, 60)")
#: A database that does not answer holds the loop.
BLOCKED = ORDERLY.replace("await stop.wait()", "__import__('time').sleep(60)")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_first_signal_ends_it_in_order_and_more_change_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    process = Process(
        *("-c", ORDERLY), environment={}, folder=tmp_path, name="orderly", before=IN_BACKGROUND
    )
    try:
        await process.says("serving")
        process.signal(number)
        process.signal(number)
        assert await process.ends() == 0
        assert "in order" in process.output()
    finally:
        process.close()


@pytest.mark.parametrize("program", [HELD_UP, BLOCKED])
async def test_what_does_not_end_is_left_behind_before_five_seconds_are_over(
    tmp_path: Path, program: str
) -> None:
    process = Process(*("-c", program), environment={}, folder=tmp_path, name="held-up")
    try:
        await process.says("serving")
        process.signal(signal.SIGTERM)
        began = time.monotonic()
        assert await process.ends() == 0
        assert 4 < time.monotonic() - began < 30  # of which the machine may be busy for some
        assert "in order" not in process.output()
    finally:
        process.close()
