"""From the acceptance to the verdict, and after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.awaiting import REFRESH_INTERVAL
from conversations.effects import RefreshDetail, ShowVerdict, Tell
from conversations.erasure import without_form
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.transitions import advance
from tests.support.forms import (
    FAILED,
    NOW,
    PASSED,
    after,
    closed,
    decided,
    in_doubt,
    pending,
    reply,
)
from tests.support.playbook import Playbook


def test_the_verdict_is_pushed_and_ends_it() -> None:
    form = pending()
    book = Playbook(form)

    assert (
        book
        >> reply(form, replies.VerdictFound, verdict=PASSED)
        << ShowVerdict()
        << RefreshDetail()
    )
    assert (book.application.phase, book.application.verdict) == (Phase.DECIDED, PASSED)


def test_another_verdict_after_the_verdict_is_announced_as_a_correction() -> None:
    form = decided(FAILED)

    assert (
        Playbook(form)
        >> reply(form, replies.VerdictFound, verdict=PASSED)
        << ShowVerdict(is_correction=True)
    )


@pytest.mark.parametrize("form", [pending(), in_doubt()])
def test_an_unresolved_application_is_no_longer_awaited_but_can_be_refreshed(
    form: Application,
) -> None:
    book = Playbook(form)

    assert book >> reply(form, replies.LeftUnresolved) << RefreshDetail()
    assert (book.application.phase, book.application.verdict) == (Phase.CLOSED, None)
    assert book >> events.VerdictAsked() << Tell(text="refresh-started") << Errand


def test_a_service_that_does_not_answer_is_said_where_the_verdict_is_looked_up() -> None:
    form = pending()
    silence = reply(form, replies.StillPending, is_unanswered=True)
    book = Playbook(form).waits(timedelta(hours=1))

    assert book >> silence << RefreshDetail()
    assert book.application.is_unanswered
    assert book.application.last_asked_at is None  # as nobody heard the question
    assert book >> silence << RefreshDetail()
    assert book >> reply(form, replies.StillPending) << RefreshDetail()
    assert not book.application.is_unanswered
    assert book.application.last_asked_at is not None


@pytest.mark.parametrize(
    "end",
    [
        lambda form: reply(form, replies.VerdictFound, verdict=PASSED),
        lambda form: reply(form, replies.LeftUnresolved),
    ],
)
def test_the_silence_of_the_service_ends(
    end: Callable[[Application], events.Event],
) -> None:
    form = pending()
    form = after(form, reply(form, replies.StillPending, is_unanswered=True))

    assert not after(form, end(form)).is_unanswered


@pytest.mark.parametrize("form", [pending(), closed()])
def test_no_silence_and_no_end_of_one_makes_a_form_younger_that_is_to_be_erased(
    form: Application,
) -> None:
    book = Playbook(form).waits(timedelta(weeks=1))

    for is_unanswered in (True, False):
        silence = reply(form, replies.StillPending, is_unanswered=is_unanswered)
        assert book >> silence << RefreshDetail()
        assert book.application.changed_at == form.changed_at


def test_a_verdict_on_one_that_was_closed_is_announced_and_no_correction() -> None:
    form = closed()

    assert (
        Playbook(form)
        >> reply(form, replies.VerdictFound, verdict=FAILED)
        << ShowVerdict()
        << RefreshDetail()
    )


def test_where_the_form_was_erased_nothing_can_be_asked() -> None:
    erased = without_form(closed(), NOW)

    outcome = advance(erased, events.VerdictAsked(), Moment(now=NOW, ticket="t"))

    assert (outcome.effects, outcome.errands) == ((RefreshDetail(),), ())


def test_to_ask_now_is_limited_to_once_in_half_a_minute() -> None:
    form = pending()
    assert form.submission is not None
    owed = Errand(task=Task.ASK_VERDICT, ticket=form.submission.ticket)
    ask, started = events.VerdictAsked(), Tell(text="refresh-started")
    book = Playbook(form)

    assert book >> ask << started << owed
    assert (
        book.waits(timedelta(seconds=0.5))
        >> ask
        << Tell(text="refresh-too-soon", values={"seconds": 30})
    )
    assert (
        book.waits(timedelta(seconds=29))
        >> ask
        << Tell(text="refresh-too-soon", values={"seconds": 1})
    )
    assert book.waits(REFRESH_INTERVAL) >> ask << started << owed


@pytest.mark.parametrize("hours", [1, 6, 24 * 365])
def test_a_clock_that_was_ahead_for_a_moment_keeps_nobody_waiting(hours: int) -> None:
    form = replace(pending(), last_asked_at=NOW + timedelta(hours=hours))

    outcome = advance(form, events.VerdictAsked(), Moment(now=NOW, ticket="t"))

    assert outcome.effects == (Tell(text="refresh-started"),)
    assert outcome.application
    assert outcome.application.last_asked_at == NOW


def test_to_ask_after_the_verdict_shows_it_where_it_was_asked_for() -> None:
    assert Playbook(decided()) >> events.VerdictAsked() << RefreshDetail()
