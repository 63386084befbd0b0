"""The bot's memory after many agents have sent a photo at the same moment.

The processes that check the photos are not counted; docs/operating.md says what they need.
"""

import asyncio
from collections import UserDict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bot_api import BotApi, serving
from benchmarks.contestants import OURS, PATIENCE, running
from benchmarks.offices import fill
from bot.trial.example import SPECIMENS

_FIRST = 1000  # Telegram id of the first agent
_PHOTO = SPECIMENS / "photos" / "00_front.jpg"  # as large as Telegram leaves photos
_SETTLED = 3.0  # seconds after the last one was fetched


@dataclass(frozen=True, slots=True)
class Memory:
    """In MB: at rest afterwards, and the most until then."""

    afterwards: float
    most: float


class _Fetched(UserDict[str, bytes]):
    """Files by their id; counts how often one is fetched."""

    times = 0

    def __getitem__(self, name: str) -> bytes:
        self.times += 1
        return self.data[name]


class _Photographers:
    def __init__(self, count: int) -> None:
        self._count = count

    def begin(self, api: BotApi) -> None:
        for chat in range(_FIRST, _FIRST + self._count):
            api.sends_photo(chat, "front")

    def hear(self, chat: int, body: bytes) -> None:
        """What they are told does not matter."""


async def after_photos(folder: Path, *, photos: int) -> Memory:
    database, files = folder / "office.db", _Fetched({"front": _PHOTO.read_bytes()})
    fill(database, range(_FIRST, _FIRST + photos), drafts=1, asking="front")
    api = BotApi(_Photographers(photos), files=files)
    async with serving(api) as url:
        with running(OURS, url, database) as process:
            async with asyncio.timeout(PATIENCE):
                while files.times < photos:
                    await asyncio.sleep(0.1)
            await asyncio.sleep(_SETTLED)
            return Memory(process.memory(), process.memory("VmHWM"))
