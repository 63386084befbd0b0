"""Time that only rises, whatever the time of day is set to, and waiting for it."""

import asyncio
from typing import Protocol


class Timer(Protocol):
    def now(self) -> float:
        """Seconds since some moment in the past."""

    async def sleep(self, seconds: float) -> None:
        """Return after that time, or at once where it is not above zero."""


class LoopTimer:
    """The timer of the running event loop."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
