"""The phone rings for what comes by itself, and never while the agent looks at the screen."""

from datetime import timedelta

import pytest

from bot.chat.outgoing import AnyOutgoing, Send
from bot.outbox import Outbox
from conversations import replies
from conversations.questions import READING, REVIEW
from storage.agents import Standing
from tests.support.forms import (
    AGENT,
    FAILED,
    after,
    being_read,
    checked,
    pending,
    photo,
    read,
    reply,
    submitted,
    until,
)
from tests.support.office import Office

LATER = timedelta(minutes=10)


@pytest.fixture
def office() -> Office:
    return Office()


def ringing(messages: list[AnyOutgoing]) -> list[bool]:
    """Of the new messages, which ones ring."""
    return [message.rings for message in messages if isinstance(message, Send)]


def test_the_answer_to_a_tap_is_silent(office: Office) -> None:
    office.holds(until("gender"))

    assert ringing(office.sees_tap("pick", "gender", "male")) == [False]


def test_a_photo_refused_at_once_is_told_silently(office: Office) -> None:
    form = office.holds(after(until("front"), photo("a")))

    assert ringing(office.learns(checked(form, "front", None, "picture-blurred"))) == [False]


@pytest.mark.parametrize(("pause", "rings"), [(timedelta(seconds=8), False), (LATER, True)])
def test_a_card_read_within_seconds_is_shown_silently_and_one_read_late_rings(
    office: Office, pause: timedelta, rings: bool
) -> None:
    form = office.holds(being_read(READING))
    office.waits(pause)

    assert ringing(office.learns(read(form))) == [rings]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (replies.SubmissionAccepted, {}),
        (replies.SubmissionRefused, {"reason": "name is wrong"}),
        (replies.RecordFound, {"found": ("passed 2026-11-01",)}),
    ],
)
def test_what_became_of_a_submission_rings(
    office: Office, kind: type[replies.Replied], told: dict[str, object]
) -> None:
    form = office.holds(submitted(), is_active=False)

    assert ringing(office.learns(reply(form, kind, **told), form)).count(True) == 1


@pytest.mark.parametrize("kind", [replies.SubmissionDelayed, replies.SubmissionUnclear])
def test_a_submission_that_still_waits_changes_the_screen_silently(
    office: Office, kind: type[replies.Replied]
) -> None:
    form = office.holds(submitted(), is_active=False)

    assert not any(ringing(office.learns(reply(form, kind), form)))


def test_a_verdict_rings(office: Office) -> None:
    form = office.holds(pending(), is_active=False)
    found = reply(form, replies.VerdictFound, verdict=FAILED)

    assert ringing(office.learns(found, form)) == [True]


def test_news_kept_for_a_suspended_agent_ring_when_they_are_given_out(office: Office) -> None:
    form = office.holds(pending(), is_active=False)
    office.store.agents.put(AGENT, Standing.SUSPENDED, office.now)
    assert office.learns(reply(form, replies.VerdictFound, verdict=FAILED), form) == []

    with office.store.transaction():
        office.store.agents.put(AGENT, Standing.ACTIVE, office.now)
        Outbox(office.store).release(AGENT, office.now)
    assert ringing(office.delivers()) == [True]


def test_submitting_is_answered_silently(office: Office) -> None:
    office.holds(until(REVIEW))

    assert not any(ringing(office.sees_tap("submit")))
