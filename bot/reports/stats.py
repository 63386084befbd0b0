"""The numbers of an agent, or of a team in the evening, counted and drawn on delivery."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Keyboard
from bot.reports.chart import tally_picture, team_picture
from bot.reports.reading import Reader
from bot.reports.tally import DAYS, beginning, tally_in_words, tally_of
from bot.reports.team_day import MOST_WAITING, TeamDay, team_day, team_day_in_words
from bot.reports.team_figures import TeamFigures
from bot.texts import plain, say
from conversations.dhaka import DHAKA, day_in_dhaka
from storage import Store
from storage.agents import Agent


@dataclass(frozen=True, slots=True)
class Numbers:
    """A picture (PNG) and the same as text; no picture when there is nothing to show."""

    text: str
    picture: bytes | None = None
    keyboard: Keyboard = ()


class Stats:
    def __init__(self, store: Store, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
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

    async def evening(self, agent_id: int, day: date) -> Numbers | None:
        """The day of the team that this person looks after.

        None when the person may not, or may no longer, see it or does not want it, and on a day
        without work when nothing is waiting.
        """
        agent = self._store.agents.looking(agent_id)
        is_wanted = self._store.evening_reports.is_wanted(agent_id)
        if agent is None or not is_wanted:
            return None
        people = self._store.agents.looked_after_by(agent)
        end = datetime.combine(day, time.max, DHAKA)
        now = self._clock()
        now = now if day_in_dhaka(now) == day else end

        counting = partial(_team, people=people, end=end, now=now)
        team = await self._reader.read(counting)
        if not self._store.agents.still_looks(agent):
            return await self.evening(agent_id, day)
        if team.is_empty and not team.waiting:
            return None
        off = menu_button(plain(agent.language, "button-evening-off"), "evening", "off")
        words = team_day_in_words(team, agent.language)
        if team.is_empty:
            return Numbers(words, keyboard=[[off]])
        async with self._turn:
            picture = await asyncio.to_thread(team_picture, team, agent.language)
        return Numbers(words, picture, [[off]])


def _team(store: Store, *, people: Mapping[int, Agent], end: datetime, now: datetime) -> TeamDay:
    figures = TeamFigures.read(store, people, beginning(end), most_unfinished=MOST_WAITING)
    return team_day(figures, now)
