"""Applications counted by outcome, and why customers failed. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.texts import number, plain, say
from conversations.application import Application, Phase
from conversations.verdict import Decision
from storage.figures import DayCount

_ORDER = (*(str(decision) for decision in Decision), *(str(phase) for phase in Phase))


def summed(counts: Iterable[DayCount]) -> Counter[str]:
    """The number of applications by state."""
    states: Counter[str] = Counter()
    for each in counts:
        states[each.state] += each.count
    return states


def states_in_words(states: Mapping[str, int], language: str) -> str:
    """Decisions first, then undecided states; empty when there is nothing."""
    return " · ".join(
        f"{plain(language, f'short-{state}')} {number(states[state], language)}"
        for state in _ORDER
        if states.get(state)
    )


def decided_of(states: Mapping[str, int]) -> int:
    return sum(states.get(decision, 0) for decision in Decision)


def pass_rate(states: Mapping[str, int]) -> int | None:
    """The percentage of decided ones that passed; None when none was decided."""
    decided = decided_of(states)
    return round(100 * states.get(Decision.PASSED, 0) / decided) if decided else None


def rate_lines(states: Mapping[str, int], language: str) -> list[str]:
    rate = pass_rate(states)
    if rate is None:
        return []
    return [say(language, "report-rate", rate=rate, count=decided_of(states))]


def commonest_reasons(applications: Iterable[Application], most: int) -> list[tuple[str, int]]:
    """Why applications did not pass, and how often; commonest first."""
    found: Counter[str] = Counter()
    for application in applications:
        verdict = application.verdict
        if verdict and verdict.decision is not Decision.PASSED:
            found.update(verdict.reasons)
    return found.most_common(most)


def reason_lines(found: Sequence[tuple[str, int]], language: str) -> list[str]:
    words = [
        f"{plain(language, f'failure-{reason}')} {number(count, language)}"
        for reason, count in found
    ]
    return [say(language, "report-reasons", reasons=" · ".join(words))] if words else []
