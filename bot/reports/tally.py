"""What an agent began today and in the last seven days, with outcomes. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.reports.counts import earlier_of, rate_lines, reason_lines, states_in_words, summed
from bot.texts import say
from conversations.dhaka import DHAKA, day_in_dhaka
from storage.figures import AttemptCount, DayCount

DAYS = 7  # today is one of them
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Day:
    """How many applications begun on that day in Dhaka are now in each state."""

    day: date
    states: Counter[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Seven days, ending today; `reasons` are keys, commonest first."""

    days: tuple[Day, ...]
    attempts: tuple[AttemptCount, ...]
    reasons: tuple[tuple[str, int], ...]

    @property
    def today(self) -> Counter[str]:
        return self.days[-1].states

    @property
    def week(self) -> Counter[str]:
        return sum((day.states for day in self.days), Counter[str]())


def beginning(now: datetime, days: int = DAYS) -> datetime:
    """The midnight in Dhaka at which that many days begin; today is one of them."""
    first = day_in_dhaka(now) - timedelta(days=days - 1)
    return datetime.combine(first, time.min, DHAKA)


def tally_of(
    counts: Sequence[DayCount],
    attempts: Iterable[AttemptCount],
    reasons: Mapping[str, int],
    now: datetime,
) -> Tally:
    """The tally of one agent from applications begun since `beginning(now)`."""
    first = beginning(now).date()
    dates = [first + timedelta(days=after) for after in range(DAYS)]
    days = [Day(day, summed(each for each in counts if each.day == day)) for day in dates]
    return Tally(tuple(days), tuple(attempts), tuple(Counter(reasons).most_common(_MOST_REASONS)))


def tally_in_words(tally: Tally, language: str) -> str:
    """The numbers as a few lines of text."""
    today = states_in_words(tally.today, language) or say(language, "stats-nothing")
    earlier = earlier_of(tally.attempts, tally.week)
    week = states_in_words(tally.week, language, earlier=earlier)
    lines = [
        say(language, "stats-today", states=today),
        say(language, "stats-week", states=week, count=DAYS),
        *rate_lines(tally.attempts, language),
        *reason_lines(tally.reasons, language),
    ]
    return "\n".join(lines)
