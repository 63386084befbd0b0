"""Counts of applications and their attempts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from conversations.application import Application
from conversations.events import CorrectionBegun
from conversations.verdict import Decision
from storage import Store
from storage.figures import AttemptCount
from tests.support.forms import AGENT, FAILED, NOW, after, decided, pending, press

Saved = Callable[[Application], Application]
FIRST_FAILED = AttemptCount(AGENT, is_first=True, decision=Decision.FAILED, count=1)


def test_a_failure_that_is_corrected_stays_counted(store: Store, saved: Saved) -> None:
    failed = saved(decided(FAILED))
    assert store.figures.attempts([AGENT], NOW) == [FIRST_FAILED]

    corrected = saved(after(failed, press(CorrectionBegun)))
    assert store.figures.attempts([AGENT], NOW) == [FIRST_FAILED]
    assert store.figures.reasons([AGENT], NOW) == Counter(FAILED.reasons)

    saved(replace(decided(), earlier=corrected.earlier))
    assert store.figures.attempts([AGENT], NOW) == [
        FIRST_FAILED,
        AttemptCount(AGENT, is_first=False, decision=Decision.PASSED, count=1),
    ]


def test_only_decided_attempts_of_the_period_and_of_these_agents_are_counted(
    store: Store, saved: Saved
) -> None:
    saved(replace(decided(), id="early234", created_at=NOW - timedelta(days=2)))
    saved(replace(pending(), id="open2345"))
    saved(replace(decided(), id="this2345"))

    first = AttemptCount(AGENT, is_first=True, decision=Decision.PASSED, count=1)
    assert store.figures.attempts([AGENT], NOW) == [first]
    assert store.figures.attempts([2002], NOW) == []
    assert store.figures.reasons([AGENT], NOW) == Counter()


def test_a_replaced_verdict_is_counted_once(store: Store, saved: Saved) -> None:
    saved(decided(FAILED))
    saved(decided())

    assert [each.decision for each in store.figures.attempts([AGENT], NOW)] == [Decision.PASSED]
    assert store.figures.reasons([AGENT], NOW) == Counter()
