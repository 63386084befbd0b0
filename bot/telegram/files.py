"""Files that people sent, fetched from Telegram; in memory only as many as there is room for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from telegram import Bot, File

from bot.telegram.errors import TelegramRefused, TelegramUnavailable, telegram_errors
from bot.telegram.room import Room
from bot.telegram.updates import LARGEST_FILE

_DOWNLOAD_SECONDS = 90.0  # for 20 MB over a slow link; a slow server is cut off here

#: Of files being fetched and processed: three of the largest, or about a hundred photos.
_HELD_BYTES = 64 * 1024 * 1024


class Files:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._room = Room(_HELD_BYTES)

    @contextlib.asynccontextmanager
    async def fetched(self, file_id: str) -> AsyncIterator[bytearray]:
        """The bytes of a file; they count as held until the block ends. Raises TelegramError."""
        with telegram_errors():
            file = await self._bot.get_file(file_id)
        size = LARGEST_FILE if file.file_size is None else file.file_size
        if size > LARGEST_FILE:  # only Telegram's own servers limit it
            raise TelegramRefused("Bad Request: file is too big")
        if not file.file_path:  # optional (Bot API, "File"); PTB raises RuntimeError
            raise TelegramRefused("the file has no path")
        async with self._room.taken(size):
            content = await _downloaded(file)
            # A proxy may cut it short without an error; the photo itself is fine.
            if file.file_size is not None and len(content) != size:
                raise TelegramUnavailable("download broken off")
            yield content


async def _downloaded(file: File) -> bytearray:
    with telegram_errors():
        try:
            async with asyncio.timeout(_DOWNLOAD_SECONDS):
                return await file.download_as_bytearray()
        except TimeoutError:
            raise TelegramUnavailable("download too slow") from None
