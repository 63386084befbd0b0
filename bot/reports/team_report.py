"""A supervisor's report, counted on delivery in a separate thread."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.chat.outgoing import Send, TeamReport
from bot.reports.reading import read_apart
from bot.reports.team import MOST_AGEING, MOST_REASONS, report_pages
from storage import Store


class TeamReports:
    def __init__(
        self, store: Store, clock: Callable[[], datetime], *, has_evenings: bool = True
    ) -> None:
        """`has_evenings`: whether anybody gets a picture in the evening."""
        self._store = store
        self._clock = clock
        self._has_evenings = has_evenings

    async def page(self, agent_id: int, asked: TeamReport) -> Send | None:
        """The requested page, or the last one; None when the person may not, or may no longer, see
        it.
        """
        agent, now = self._store.agents.find(agent_id), self._clock()
        if agent is None or not agent.may_look:
            return None
        people = self._store.agents.looked_after_by(agent)
        has_turned_off = not self._store.evening_reports.is_wanted(agent_id)
        since = now - timedelta(days=asked.days)

        def read(store: Store, go_on: Callable[[], None]) -> list[Send]:
            counts = store.figures.by_day(people, since)
            go_on()
            attempts = store.figures.attempts(people, since)
            go_on()
            return report_pages(
                counts,
                attempts,
                store.figures.reasons(people, since).most_common(MOST_REASONS),
                store.caseloads.unfinished(people, limit=MOST_AGEING),
                {one.id: one.name for one in people.values()},
                days=asked.days,
                now=now,
                language=agent.language,
                is_evening_off=self._has_evenings and has_turned_off,
            )

        pages = await read_apart(self._store, read)
        return pages[min(asked.page, len(pages) - 1)]
