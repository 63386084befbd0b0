"""What a supervisor sees of the team in the evening: day, week, people, waiting work. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.reports.counts import Rate, rate_of, states_in_words
from bot.reports.tally import Tally, tally_of
from bot.reports.team import is_stalled
from bot.reports.team_figures import TeamFigures
from bot.texts import say
from conversations.dhaka import day_in_dhaka
from storage.figures import AttemptCount

MOST_AGENTS = 5
MOST_WAITING = 3


@dataclass(frozen=True, slots=True)
class AgentDay:
    """What an agent began today, and how their first attempts of the week ended."""

    name: str = field(repr=False)
    begun: int
    first: Rate


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that has not moved for long, without its customer."""

    reference: str
    name: str = field(repr=False)  # the agent's
    hours: int
    is_stalled: bool


@dataclass(frozen=True, slots=True)
class TeamDay:
    """`agents` are those who began most today; `more` counts the others who began something."""

    tally: Tally
    first: Rate
    agents: tuple[AgentDay, ...]
    more: int
    waiting: tuple[Waiting, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was begun today."""
        return not self.tally.today.total()


def team_day(figures: TeamFigures, now: datetime) -> TeamDay:
    """The day of `now` in Dhaka; the figures are of seven days, as `tally_of` takes them."""
    attempts, names = figures.attempts, figures.names
    tally = tally_of(figures.counts, attempts, figures.reasons, now)
    today = day_in_dhaka(now)
    begun: dict[int, int] = {}
    for each in figures.counts:
        if each.day == today:
            begun[each.agent_id] = begun.get(each.agent_id, 0) + each.count
    busiest = sorted(begun, key=lambda agent_id: (-begun[agent_id], names.get(agent_id, "")))
    firsts = _firsts_by_agent(attempts, busiest[:MOST_AGENTS])
    agents = tuple(
        AgentDay(names.get(agent_id, str(agent_id)), begun[agent_id], firsts[agent_id])
        for agent_id in busiest[:MOST_AGENTS]
    )
    waiting = tuple(
        Waiting(
            application.id.upper(),
            names.get(application.agent, ""),
            int((now - application.changed_at).total_seconds() // 3600),
            is_stalled(application, now),
        )
        for application in figures.unfinished[:MOST_WAITING]
    )
    first = rate_of(each for each in attempts if each.is_first)
    return TeamDay(tally, first, agents, len(busiest) - len(agents), waiting)


def _firsts_by_agent(
    attempts: Iterable[AttemptCount], agent_ids: Collection[int]
) -> dict[int, Rate]:
    own: dict[int, list[AttemptCount]] = {agent_id: [] for agent_id in agent_ids}
    for each in attempts:
        if each.is_first and each.agent_id in own:
            own[each.agent_id].append(each)
    return {agent_id: rate_of(found) for agent_id, found in own.items()}


def team_day_in_words(team: TeamDay, language: str) -> str:
    """One sentence, as the picture says the rest; on a day without work how long is waited."""
    if team.is_empty:
        return say(language, "evening-empty", hours=team.waiting[0].hours if team.waiting else 0)
    states = states_in_words(team.tally.today, language)
    return say(language, "evening-title", states=states)
