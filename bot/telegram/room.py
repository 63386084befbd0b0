"""Limits the memory of files being fetched and processed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Room:
    """The most bytes held at once; a small file may pass a large one that has to wait."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._freed = asyncio.Event()

    @contextlib.asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Wait for that many bytes, and hold them; `size` must not exceed the total."""
        while self._free < size:
            self._freed.clear()
            await self._freed.wait()
        self._free -= size
        try:
            yield
        finally:
            self._free += size
            self._freed.set()
