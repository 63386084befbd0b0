"""What a supervisor sees of the team in the evening: day, week, people, waiting work. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.reports.counts import Rate, first_rate_of, states_in_words
from bot.reports.tally import Tally, tally_of
from bot.reports.team import hours_at_rest, is_stalled
from bot.reports.team_figures import TeamFigures
from bot.texts import say
from conversations.dhaka import day_in_dhaka

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
    begun: Counter[int] = Counter()
    for each in figures.counts:
        if each.day == today:
            begun[each.agent_id] += each.count
    busiest = sorted(begun, key=lambda agent_id: (-begun[agent_id], names.get(agent_id, "")))
    agents = tuple(
        AgentDay(
            names.get(agent_id, str(agent_id)),
            begun[agent_id],
            first_rate_of(one for one in attempts if one.agent_id == agent_id),
        )
        for agent_id in busiest[:MOST_AGENTS]
    )
    waiting = tuple(
        Waiting(
            application.id.upper(),
            names.get(application.agent, ""),
            hours_at_rest(application, now),
            is_stalled(application, now),
        )
        for application in figures.unfinished[:MOST_WAITING]
    )
    return TeamDay(tally, first_rate_of(attempts), agents, len(busiest) - len(agents), waiting)


def team_day_in_words(team: TeamDay, language: str) -> str:
    """One sentence, as the picture says the rest; on a day without work how long is waited."""
    if team.is_empty:
        return say(language, "evening-empty", hours=team.waiting[0].hours if team.waiting else 0)
    states = states_in_words(team.tally.today, language)
    return say(language, "evening-title", states=states)
