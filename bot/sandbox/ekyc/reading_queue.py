"""The queue in front of the reader: slow work in few threads, with a limit on its length."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

T = TypeVar("T")


class QueueFullError(Exception):
    """The queue is full; the client should come back later."""


class ReadingQueue:
    """Runs calls in `threads` worker threads; at most `longest` calls may be waiting or running."""

    def __init__(self, threads: int, longest: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="reading")
        self._longest = longest
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    async def run(self, call: Callable[..., T], *arguments: object) -> T:
        """Run a call when its turn comes; raises QueueFullError at once when too many wait."""
        if self._length >= self._longest:
            raise QueueFullError
        return await self.run_soon(call, *arguments)

    async def run_soon(self, call: Callable[..., T], *arguments: object) -> T:
        """Run a call when its turn comes, however many wait."""
        self._length += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._executor, call, *arguments
            )
        finally:
            self._length -= 1
