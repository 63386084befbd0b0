"""A customer submitted while the clock was a year ahead, once the clock is right again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import replies
from conversations.submission import Held
from conversations.verdict import Decision
from tests.support.errands import Workshop
from tests.support.scripted_service import PENDING, row, status
from tests.support.waiting import Waiting

YEAR = timedelta(days=365)
DAY = 86_400.0


def submitted_ahead(waiting: Waiting, ahead: timedelta, **changes: object) -> Waiting:
    """The same, as the database holds it once the bot has corrected what it corrects."""
    shop, application = waiting.shop, waiting.application
    assert application.submission
    submission = replace(
        application.submission,
        pressed_at=application.submission.pressed_at + ahead,
        **changes,  # type: ignore[arg-type]  # as the test says
    )
    shop.store.applications.save(
        replace(application, submission=submission, changed_at=application.changed_at + ahead)
    )
    shop.store.set_clock_right(shop.clock())
    return replace(waiting, application=shop.kept(application))


@pytest.mark.parametrize("ahead", [timedelta(), YEAR])
async def test_a_silence_of_a_week_is_told_and_not_asked_about_twice_a_minute(
    shop: Workshop, waiting: Waiting, ahead: timedelta
) -> None:
    waiting = submitted_ahead(waiting, ahead)
    shop.service.says("status", PENDING)
    shop.clock.passes(8 * DAY)

    report = await waiting.is_asked_for()

    assert report.notice
    assert report.again_in
    assert report.again_in > timedelta(minutes=15)


@pytest.mark.parametrize("ahead", [timedelta(), YEAR])
async def test_without_a_verdict_it_is_closed_after_a_month(
    shop: Workshop, waiting: Waiting, ahead: timedelta
) -> None:
    waiting = submitted_ahead(waiting, ahead)
    shop.service.says("status", PENDING)
    shop.clock.passes(31 * DAY)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.LeftUnresolved)


@pytest.mark.parametrize("ahead", [timedelta(), YEAR])
async def test_the_verdict_of_a_corrected_application_is_found_in_the_log(
    shop: Workshop, waiting: Waiting, ahead: timedelta
) -> None:
    held = Held(status="failed, on a card", log=("failed 20/11/2026",))
    waiting = submitted_ahead(waiting, ahead, held_before=held)
    shop.service.says("status", status("failed", nid=None))
    shop.service.log_rows = [row("passed")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.PASSED


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=1)])
async def test_the_verdict_of_a_later_submission_of_the_same_person_is_not_told_of_the_earlier(
    shop: Workshop, waiting: Waiting, ahead: timedelta
) -> None:
    """The clock goes back an hour between the two; the status call names the card, not the
    submission.
    """
    waiting = submitted_ahead(waiting, ahead)
    ours = waiting.application
    assert ours.submission
    accepted_at = shop.clock() + timedelta(minutes=30)
    later = replace(
        ours,
        id="later234",
        submission=replace(
            ours.submission, ticket="later", pressed_at=accepted_at, accepted_at=accepted_at
        ),
    )
    shop.store.applications.save(later)
    shop.clock.passes(2 * 3600)
    shop.service.says("status", status("failed"))
    shop.service.log_rows = [row("pending"), row("failed")]

    report = await waiting.is_asked_for()

    assert not isinstance(report.event, replies.VerdictFound)
