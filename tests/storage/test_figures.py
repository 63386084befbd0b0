"""Counts of applications and their attempts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from conversations.application import Application
from conversations.erasure import without_form
from conversations.events import CorrectionBegun
from conversations.verdict import Decision
from storage import Store
from storage.agents import Agent, Role
from storage.figures import AttemptCount, DayCount
from tests.support.forms import AGENT, FAILED, NOW, after, decided, pending, press, until

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


def test_a_draft_after_a_verdict_is_counted_as_corrected(store: Store, saved: Saved) -> None:
    saved(replace(until("gender"), id="draft234"))
    failed = saved(decided(FAILED))
    assert store.figures.count_corrected(AGENT, NOW) == 0

    saved(after(failed, press(CorrectionBegun)))
    assert store.figures.count_corrected(AGENT, NOW) == 1
    assert store.figures.count_corrected(AGENT, NOW + timedelta(seconds=1)) == 0
    assert store.figures.count_corrected(2002, NOW) == 0


def test_one_that_is_given_up_is_closed(store: Store, saved: Saved) -> None:
    saved(without_form(pending(), NOW))

    assert [each.state for each in store.figures.by_day([AGENT], NOW)] == ["closed"]


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


def test_applications_are_counted_by_agent_day_in_dhaka_and_state(
    store: Store, saved: Saved
) -> None:
    evening = datetime(2026, 11, 23, 17, 59, 59, tzinfo=UTC)  # one second before midnight in Dhaka
    night = evening + timedelta(seconds=1)
    for number, (form, begun_at) in enumerate(
        [(decided(FAILED), evening), (pending(), evening), (pending(), evening), (pending(), night)]
    ):
        saved(replace(form, id=f"form{number:04}", created_at=begun_at))
    saved(replace(pending(), id="too2early", created_at=evening - timedelta(seconds=1)))
    karim = Agent(id=2002, name="Karim", role=Role.AGENT, language="en")
    store.agents.enrol(karim, NOW)
    saved(replace(pending(), id="other234", agent=karim.id, created_at=evening))

    assert store.figures.by_day([AGENT], evening) == [
        DayCount(AGENT, date(2026, 11, 24), "pending", 1),
        DayCount(AGENT, date(2026, 11, 23), "failed", 1),
        DayCount(AGENT, date(2026, 11, 23), "pending", 2),
    ]
