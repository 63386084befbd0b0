"""Applications counted by outcome, and why customers failed. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.texts import number, plain, say, unbroken
from conversations.application import Phase
from conversations.verdict import Decision
from storage.figures import AttemptCount, DayCount

_ORDER = (*(str(decision) for decision in Decision), *(str(phase) for phase in Phase))


def summed(counts: Iterable[DayCount]) -> Counter[str]:
    """The number of applications by state."""
    states: Counter[str] = Counter()
    for each in counts:
        states[each.state] += each.count
    return states


def states_in_words(states: Mapping[str, int], language: str, *, earlier: int = 0) -> str:
    """Decisions first, then open states, then earlier attempts; empty when there is nothing."""
    counted = [(state, states[state]) for state in _ORDER if states.get(state)]
    if earlier:
        counted.append(("earlier", earlier))
    return " · ".join(
        unbroken(f"{plain(language, f'short-{state}')} {number(count, language)}")
        for state, count in counted
    )


def decided_of(states: Mapping[str, int]) -> int:
    return sum(states.get(decision, 0) for decision in Decision)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the decided attempts passed."""

    passed: int
    decided: int

    @property
    def percentage(self) -> int | None:
        """None when none was decided."""
        return round(100 * self.passed / self.decided) if self.decided else None


def rate_of(attempts: Iterable[AttemptCount]) -> Rate:
    """The pass rate over these attempts; a customer may have several."""
    counts: Counter[Decision] = Counter()
    for each in attempts:
        counts[each.decision] += each.count
    return Rate(counts[Decision.PASSED], counts.total())


def first_rate_of(attempts: Iterable[AttemptCount]) -> Rate:
    """The same over the first attempt of each customer."""
    return rate_of(each for each in attempts if each.is_first)


def earlier_of(attempts: Iterable[AttemptCount], states: Mapping[str, int]) -> int:
    """How many attempts did not pass and were corrected, for applications in `states`.

    Each of those applications has one more attempt than its state shows.
    """
    return rate_of(attempts).decided - decided_of(states)


def rate_lines(attempts: Sequence[AttemptCount], language: str) -> list[str]:
    """The rate over all attempts and, if any was a correction, the rate of first attempts."""
    rate, first = rate_of(attempts), first_rate_of(attempts)
    lines = []
    if rate.percentage is not None:
        lines.append(say(language, "report-rate", rate=rate.percentage, count=rate.decided))
    if first.percentage is not None and first != rate:
        words = say(language, "report-rate-first", rate=first.percentage, count=first.decided)
        lines.append(words)
    return lines


def reason_lines(found: Sequence[tuple[str, int]], language: str) -> list[str]:
    words = [
        f"{plain(language, f'failure-{reason}')} {number(count, language)}"
        for reason, count in found
    ]
    return [say(language, "report-reasons", reasons=" · ".join(words))] if words else []
