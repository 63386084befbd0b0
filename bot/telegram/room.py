"""Room in memory for files that are being fetched and worked on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Room:
    """Bytes that may be held at once; a small file goes past a large one that has to wait."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._freed = asyncio.Event()

    @contextlib.asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Wait for that many bytes, and hold them; `size` may be no more than there are at all."""
        while self._free < size:
            self._freed.clear()
            await self._freed.wait()
        self._free -= size
        try:
            yield
        finally:
            self._free += size
            self._freed.set()
