"""Monotonic time, independent of the wall clock, and waiting by it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Timer(Protocol):
    def now(self) -> float:
        """Seconds since some moment in the past."""

    async def sleep(self, seconds: float) -> None:
        """Return after that time, or at once if it is not positive."""


class LoopTimer:
    """The timer of the running event loop."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def within(timer: Timer, seconds: float, work: Coroutine[Any, Any, Result]) -> Result:
    """The work's result; cancels it and raises TimeoutError when it takes longer."""
    doing, deadline = asyncio.create_task(work), asyncio.create_task(timer.sleep(seconds))
    try:
        await asyncio.wait((doing, deadline), return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise TimeoutError
        return doing.result()
    finally:
        doing.cancel()
        deadline.cancel()
