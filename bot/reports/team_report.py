"""A supervisor's report, counted on delivery in a separate process."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot.chat.outgoing import Send, TeamReport
from bot.reports.reading import Reader
from bot.reports.team import MOST_AGEING, MOST_REASONS, report_pages
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
        agent, now = self._store.agents.find(agent_id), self._clock()
        if agent is None or not agent.may_look:
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
    since = now - timedelta(days=days)
    return report_pages(
        store.figures.by_day(people, since),
        store.figures.attempts(people, since),
        store.figures.reasons(people, since).most_common(MOST_REASONS),
        store.caseloads.unfinished(people, limit=MOST_AGEING),
        {one.id: one.name for one in people.values()},
        days=days,
        now=now,
        language=language,
        is_evening_off=is_evening_off,
    )
