"""An agent's own numbers for the chat, counted and drawn on delivery."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.reports.chart import tally_picture
from bot.reports.tally import DAYS, beginning, tally_in_words, tally_of
from bot.texts import say
from storage import Store


@dataclass(frozen=True, slots=True)
class Numbers:
    """A picture (PNG) and the same as text; no picture when there is nothing to show."""

    text: str
    picture: bytes | None = None


class Stats:
    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._turn = asyncio.Lock()  # one chart takes a core for a moment

    async def numbers(self, agent_id: int) -> Numbers | None:
        """The agent's numbers; None when the person has no access."""
        agent, now = self._store.agents.find(agent_id), self._clock()
        if agent is None or not agent.is_served:
            return None
        since = beginning(now)
        counts = self._store.figures.by_day({agent_id}, since)
        if not counts:
            return Numbers(say(agent.language, "stats-empty", count=DAYS))
        attempts = self._store.figures.attempts({agent_id}, since)
        reasons = self._store.figures.reasons({agent_id}, since)
        tally = tally_of(counts, attempts, reasons, now)
        async with self._turn:
            picture = await asyncio.to_thread(tally_picture, tally, agent.language)
        return Numbers(tally_in_words(tally, agent.language), picture)
