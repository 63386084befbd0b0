"""A supervisor's report, counted on delivery in a separate process."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from bot.chat.outgoing import Send, TeamReport
from bot.reports.reading import Reader
from bot.reports.tally import beginning
from bot.reports.team import MOST_AGEING, report_pages
from bot.reports.team_figures import TeamFigures
from storage import Store
from storage.agents import Agent


class TeamReports:
    def __init__(
        self,
        store: Store,
        reader: Reader,
        clock: Callable[[], datetime],
        *,
        has_evenings: bool = True,
    ) -> None:
        """`has_evenings`: whether anybody gets a picture in the evening."""
        self._store = store
        self._reader = reader
        self._clock = clock
        self._has_evenings = has_evenings

    async def page(self, agent_id: int, asked: TeamReport) -> Send | None:
        """The requested page, or the last one; None when the person may not, or may no longer, see
        it.
        """
        agent, now = self._store.agents.looking(agent_id), self._clock()
        if agent is None:
            return None
        has_turned_off = not self._store.evening_reports.is_wanted(agent_id)
        counting = partial(
            _pages,
            people=self._store.agents.looked_after_by(agent),
            days=asked.days,
            now=now,
            language=agent.language,
            is_evening_off=self._has_evenings and has_turned_off,
        )
        pages = await self._reader.read(counting)
        if not self._store.agents.still_looks(agent):
            return await self.page(agent_id, asked)
        return pages[min(asked.page, len(pages) - 1)]


def _pages(
    store: Store,
    *,
    people: Mapping[int, Agent],
    days: int,
    now: datetime,
    language: str,
    is_evening_off: bool,
) -> list[Send]:
    figures = TeamFigures.read(store, people, beginning(now, days), most_unfinished=MOST_AGEING)
    return report_pages(
        figures, days=days, now=now, language=language, is_evening_off=is_evening_off
    )
