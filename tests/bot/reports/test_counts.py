"""What is counted about applications, for agents and supervisors."""

import pytest

from bot.reports.counts import earlier_of, rate_lines, rate_of, states_in_words
from bot.sandbox.telegram.screen import as_read
from conversations.verdict import Decision
from storage.figures import AttemptCount
from tests.support.forms import AGENT

PASSED, FAILED, INVALID = Decision


def first(decision: Decision, count: int) -> AttemptCount:
    return AttemptCount(AGENT, is_first=True, decision=decision, count=count)


def later(decision: Decision, count: int) -> AttemptCount:
    return AttemptCount(AGENT, is_first=False, decision=decision, count=count)


@pytest.mark.parametrize(
    ("attempts", "states", "lines", "earlier"),
    [
        ([], {"pending": 9}, [], 0),
        (
            [first(PASSED, 2), first(FAILED, 1)],
            {"passed": 2, "failed": 1, "pending": 9},
            ["Pass rate: 67% (of 3 attempts)"],
            0,
        ),
        ([first(INVALID, 1)], {"invalid": 1}, ["Pass rate: 0% (of 1 attempt)"], 0),
        (  # one passed, one failed, one not found, and “Fix” was pressed on those two
            [first(PASSED, 1), first(FAILED, 1), first(INVALID, 1)],
            {"passed": 1, "filling": 2},
            ["Pass rate: 33% (of 3 attempts)"],
            2,
        ),
        (  # and both were sent again and passed
            [first(PASSED, 1), first(FAILED, 1), first(INVALID, 1), later(PASSED, 2)],
            {"passed": 3},
            ["Pass rate: 60% (of 5 attempts)", "At the first attempt: 33% (of 3 customers)"],
            2,
        ),
        (  # failed, corrected and failed again
            [first(FAILED, 1), later(FAILED, 1)],
            {"failed": 1},
            ["Pass rate: 0% (of 2 attempts)", "At the first attempt: 0% (of 1 customer)"],
            1,
        ),
    ],
)
def test_the_pass_rate_is_of_all_attempts_and_next_to_it_of_first_ones(
    attempts: list[AttemptCount], states: dict[str, int], lines: list[str], earlier: int
) -> None:
    assert rate_lines(attempts, "en") == lines
    assert earlier_of(attempts, states) == earlier


def test_without_a_decision_there_is_no_rate() -> None:
    assert rate_of([]).percentage is None


def test_decisions_come_before_open_states_and_earlier_attempts_last() -> None:
    states = {"filling": 1, "failed": 2, "passed": 3}

    assert as_read(states_in_words(states, "en")) == "passed 3 · failed 2 · draft 1"
    assert as_read(states_in_words({"filling": 1}, "en", earlier=2)) == "draft 1 · failed before 2"
