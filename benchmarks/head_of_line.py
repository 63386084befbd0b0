"""One slow chat: its card takes ten seconds to read, and meanwhile it sends 400 more messages.

Fifty others send 50 messages a second together. A peer's handler of `/slow` awaits ten seconds,
like one that awaits the service.
"""

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from benchmarks.bot_api import BotApi, SlowEkyc, serving
from benchmarks.contestants import PATIENCE, Contestant, running
from benchmarks.offices import fill
from bot.trial.example import SPECIMENS

_SLOW_CHAT, _FIRST_CHAT = 1, 2
_OTHERS = range(1000, 1050)
_RATE = 50.0  # messages a second of all others together
_SLOW_SECONDS = 10.0
_FLOOD = 400
_LEAD, _TAIL = 1.0, 1.5  # seconds before and after it is slow

#: Commands, because each gets its own answer, while a newer prompt replaces an unsent one. The
#: values are the answers of our bot.
_COMMANDS = {"/status": b"Send the command with", "/help": b"/new", "/language": b"language.bn"}


@dataclass(frozen=True, slots=True)
class Others:
    """Waits from an update to its message at the server, in seconds."""

    median: float
    p99: float
    out_of_order: int


class _Chats:
    """`is_slow` says whether the card is being read; a peer is slow on command."""

    def __init__(self, *, ours: bool, is_slow: Callable[[], bool]) -> None:
        self._ours = ours
        self._is_slow = is_slow
        self._asked: dict[int, deque[tuple[float, str]]] = defaultdict(deque)
        self.waits: list[float] = []
        self.out_of_order = 0

    def begin(self, api: BotApi) -> None:
        self._task = asyncio.create_task(self._live(api))

    async def _live(self, api: BotApi) -> None:
        loop, chance = asyncio.get_running_loop(), random.Random(7)
        began = at = loop.time()
        slow_since: float | None = None
        number = 0
        if self._ours:
            api.sends_photo(_FIRST_CHAT, "front")  # loads the face network
            await asyncio.sleep(_LEAD)
            began = at = loop.time()
            api.sends_photo(_SLOW_CHAT, "front")
            api.sends_photo(_SLOW_CHAT, "back")
        while slow_since is None or at < slow_since + _SLOW_SECONDS + _TAIL:
            at += chance.expovariate(_RATE)
            await asyncio.sleep(max(at - loop.time(), 0))
            if slow_since is None and at > began + _LEAD and self._is_slow():
                slow_since = at
                self._flood(api)
            chat = _OTHERS[number % len(_OTHERS)]
            command = tuple(_COMMANDS)[number // len(_OTHERS) % len(_COMMANDS)]
            number += 1
            self._asked[chat].append((time.perf_counter(), command))
            api.writes(chat, command)

    def _flood(self, api: BotApi) -> None:
        if not self._ours:
            api.writes(_SLOW_CHAT, "/slow")
        for number in range(_FLOOD):
            api.writes(_SLOW_CHAT, f"and another thing {number}")

    def hear(self, chat: int, body: bytes) -> None:
        if not self._asked[chat]:
            return
        asked_at, command = self._asked[chat].popleft()
        self.waits.append(time.perf_counter() - asked_at)
        expected = _COMMANDS[command] if self._ours else command.replace("/", "%2F").encode()
        self.out_of_order += expected not in body

    async def end(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._task
            while any(self._asked[chat] for chat in _OTHERS):
                await asyncio.sleep(0.05)


async def measure(contestant: Contestant, folder: Path) -> Others:
    """One round of a dozen seconds."""
    database = folder / "office.db"
    if contestant.is_ours:
        fill(database, _OTHERS, drafts=1)
        fill(database, [_SLOW_CHAT, _FIRST_CHAT], drafts=1, asking="front")
    ekyc = SlowEkyc(_SLOW_SECONDS)
    is_ours = contestant.is_ours
    chats = _Chats(ours=is_ours, is_slow=lambda: ekyc.readings > 0 or not is_ours)
    files = {
        side: (SPECIMENS / "photos" / f"00_{side}.jpg").read_bytes() for side in ("front", "back")
    }
    api = BotApi(chats, files=files)
    async with serving(api) as url, serving(ekyc) as ekyc_url:
        with running(contestant, url, database, ekyc_url):
            async with asyncio.timeout(PATIENCE):
                await api.polled.wait()
            await chats.end()
    cuts = quantiles(chats.waits, n=100)
    return Others(median=cuts[49], p99=cuts[98], out_of_order=chats.out_of_order)
