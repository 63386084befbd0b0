"""What an agent may attempt within an hour, counted from what the audit says was done."""

from datetime import timedelta

import pytest

from bot.handlers.guard import Guard
from conversations import events
from conversations.events import AgentEvent
from storage.audit import SERVICE
from storage.refusals import Refusal
from tests.support.forms import AGENT
from tests.support.office import Office

MINUTE = timedelta(minutes=1)
LIMIT = 3


class Gate:
    def __init__(self) -> None:
        self.office = Office()
        self.guard = Guard(self.office.store, attempts_per_hour=LIMIT)

    def did(self, action: str, times: int, *, actor: str = str(AGENT)) -> None:
        with self.office.store.transaction():
            for _ in range(times):
                self.office.store.audit.record(action, actor=actor, now=self.office.now)

    def lets_pass(self, event: AgentEvent) -> bool:
        with self.office.store.transaction():
            return not self.guard.refuse(self.office.agent, event, self.office.now)


@pytest.fixture
def gate() -> Gate:
    return Gate()


ATTEMPTS = [
    (events.Submitted(version=1), "submitted", LIMIT),
    (events.SubmittedAgain(version=1), "submitted", LIMIT),
    (events.ReadingRepeated(version=1), "reading-repeated", LIMIT),
    (events.PhotoSent(file_id="f", unique_id="u"), "pictures-changed", 9 * LIMIT),
    (events.SidesSwapped(front="t"), "pictures-changed", 9 * LIMIT),
]


def test_attempts_counted_while_the_clock_was_ahead_lock_nobody_out(gate: Gate) -> None:
    submitted = events.Submitted(version=1)
    gate.office.waits(timedelta(days=365))
    gate.did("submitted", LIMIT)
    assert not gate.lets_pass(submitted)

    gate.office.waits(-timedelta(days=365))

    assert gate.lets_pass(submitted)
    gate.did("submitted", LIMIT)
    assert not gate.lets_pass(submitted)


@pytest.mark.parametrize(("event", "action", "most"), ATTEMPTS)
def test_attempts_are_limited_within_any_hour(
    gate: Gate, event: AgentEvent, action: str, most: int
) -> None:
    gate.did(action, most - 1)
    assert gate.lets_pass(event)
    gate.did(action, 1)
    assert not gate.lets_pass(event)
    gate.office.waits(59 * MINUTE)
    assert not gate.lets_pass(event)

    gate.office.waits(2 * MINUTE)
    assert gate.lets_pass(event)


@pytest.mark.parametrize(("event", "action", "most"), ATTEMPTS)
def test_actions_of_others_do_not_count(
    gate: Gate, event: AgentEvent, action: str, most: int
) -> None:
    gate.did(action, most, actor="2002")
    gate.did(action, most, actor=SERVICE)

    assert gate.lets_pass(event)


def test_events_without_a_call_to_the_service_are_never_limited(gate: Gate) -> None:
    for action in ("submitted", "begun", "pictures-changed", "reading-repeated"):
        gate.did(action, 99)

    assert gate.lets_pass(events.TextSent(text="Rahima", message_id=1))
    assert gate.lets_pass(events.Withdrawn(version=1))
    assert gate.lets_pass(events.ConsentGiven(version=1, language="en"))


def test_what_was_submitted_may_be_sent_anyway_although_the_hour_has_no_more(gate: Gate) -> None:
    gate.did("submitted", LIMIT)

    assert gate.lets_pass(events.SubmittedAnyway(version=1))


def test_one_attempt_too_many_is_counted_and_told_once_an_hour(gate: Gate) -> None:
    gate.did("submitted", LIMIT)
    for _ in range(4):
        assert not gate.lets_pass(events.Submitted(version=1))

    store = gate.office.store
    assert store.refusals.count(AGENT) == {Refusal.TOO_MANY: 4}
