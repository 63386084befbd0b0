"""The backlog after an outage: four answers of each agent, all waiting at the server."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bot_api import BotApi, serving
from benchmarks.contestants import PATIENCE, Contestant, running
from benchmarks.offices import fill
from benchmarks.peers.form import QUESTIONS, answers

_QUIET = 0.5  # seconds without a call: nothing is owed


@dataclass(frozen=True, slots=True)
class Drained:
    """`took` seconds from the first poll to the last message; `cpu` in seconds per update.

    `growth` is in MB over the memory before the first poll, `messages` per update.
    """

    took: float
    rate: float
    cpu: float
    growth: float
    messages: float


class _Waiting:
    def __init__(self, updates: int) -> None:
        self._updates = updates
        self.heard = 0

    def begin(self, api: BotApi) -> None:
        chats = self._updates // len(QUESTIONS)
        for step in range(len(QUESTIONS)):
            for chat in range(1000, 1000 + chats):
                api.writes(chat, answers(chat)[step])

    def hear(self, chat: int, body: bytes) -> None:
        self.heard += 1


async def measure(contestant: Contestant, folder: Path, *, updates: int) -> Drained:
    """One round, from the first poll until the last message has been sent."""
    database = folder / "office.db"
    if contestant.is_ours:
        fill(database, range(1000, 1000 + updates // len(QUESTIONS)), drafts=1)
    waiting = _Waiting(updates)
    api = BotApi(waiting)
    async with serving(api) as url:
        with running(contestant, url, database) as process:
            async with asyncio.timeout(PATIENCE):
                await api.polled.wait()
                began, cpu, memory = time.perf_counter(), process.cpu_seconds(), process.memory()
                while api.confirmed < updates or time.perf_counter() < api.last_call_at + _QUIET:
                    await asyncio.sleep(0.05)
            took = api.last_call_at - began
            return Drained(
                took=took,
                rate=updates / took,
                cpu=(process.cpu_seconds() - cpu) / updates,
                growth=process.memory("VmHWM") - memory,
                messages=waiting.heard / updates,
            )
