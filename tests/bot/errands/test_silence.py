"""Without a verdict: lasting silence is told, and after thirty days the application is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errands.result import Notice, Result
from bot.runtime.trusted_time import TrustedTime
from conversations import replies
from conversations.effects import ShowVerdict
from conversations.erasure import without_form
from conversations.events import Moment
from conversations.transitions import advance
from tests.support.clocks import ManualTimer
from tests.support.errands import Workshop
from tests.support.forms import after, reply
from tests.support.scripted_service import (
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    cut,
    page,
    says,
    status,
)
from tests.support.waiting import Waiting

OTHER_NID = "0001999000000"

DAY = 86_400.0

UNKNOWN_STATUS = says({"status": "success"})


@pytest.mark.parametrize(
    ("answer", "seconds", "notice"),
    [
        (NOT_FOUND, 300, None),
        (NOT_FOUND, 600, Notice("overdue-unknown", 1)),
        (NOT_FOUND, DAY, Notice("overdue-unknown", 2)),
        (UNKNOWN_STATUS, 600, Notice("overdue-unknown", 1)),
        (status("passed", nid=OTHER_NID), 600, Notice("overdue-anothers", 1)),
        (status("passed", nid=OTHER_NID), DAY, Notice("overdue-anothers", 2)),
        (PENDING, 600, None),
        (PENDING, DAY, Notice("overdue", 2)),
        (PENDING, 7 * DAY, Notice("overdue", 3)),
        (page(502, ""), 600, None),
        (page(502, ""), DAY, Notice("overdue", 2)),
        (DENIED, 7 * DAY, Notice("overdue", 3)),
    ],
)
async def test_a_silence_that_lasts_is_told(
    shop: Workshop,
    waiting: Waiting,
    answer: Answer,
    seconds: float,
    notice: Notice | None,
) -> None:
    shop.service.says("status", answer)
    shop.clock.passes(seconds)

    report = await waiting.is_asked_for()

    assert report.notice == notice
    assert report.again_in  # and it is asked for ever on


@pytest.mark.parametrize(("warned", "is_told"), [(0, True), (1, True), (2, False), (3, False)])
async def test_each_gravity_is_told_once(
    shop: Workshop,
    waiting: Waiting,
    warned: int,
    *,
    is_told: bool,
) -> None:
    shop.service.says("status", NOT_FOUND)
    shop.clock.passes(2 * DAY)

    report = await waiting.is_asked_for(warned=warned)

    assert (report.notice is not None) is is_told


HOUR = 3600.0


async def test_nine_days_without_a_verdict_take_few_questions_and_two_notices(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("pending"))
    gaps: list[float] = []
    notices: list[tuple[float, int]] = []
    warned = 0
    while sum(gaps) < 9 * DAY:
        report = await waiting.is_asked_for(warned=warned)
        assert isinstance(report.event, replies.StillPending)
        assert report.again_in
        if report.notice:
            warned = report.notice.gravity
            notices.append((sum(gaps), warned))
        gaps.append(report.again_in.total_seconds())
        waiting.shop.clock.passes(gaps[-1])

    (first, mild), (second, grave) = notices
    assert (mild, grave) == (2, 3)
    assert DAY <= first <= 1.5 * DAY
    assert 7 * DAY <= second <= 9 * DAY
    assert 60 < len(gaps) < 160  # the schedule of docs/ekyc-api.md, 5.2
    assert max(gaps) <= 1.2 * DAY


@pytest.mark.parametrize("answer", [PENDING, NOT_FOUND, UNKNOWN_STATUS])
async def test_after_thirty_days_without_a_verdict_it_is_closed_and_that_is_told(
    shop: Workshop, waiting: Waiting, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.clock.passes(30 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.LeftUnresolved)
    assert report.notice == Notice("closed-unresolved", 4)
    assert report.again_in == timedelta(days=7)


async def test_a_day_before_that_it_is_asked_for_still(shop: Workshop, waiting: Waiting) -> None:
    shop.service.says("status", PENDING)
    shop.clock.passes(29 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in


@pytest.mark.parametrize("answer", [page(502, ""), cut, DENIED])
async def test_an_outage_on_that_day_closes_nothing(
    shop: Workshop, waiting: Waiting, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.clock.passes(31 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in


async def test_a_clock_that_is_far_ahead_for_a_moment_closes_nothing_and_warns_nobody(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", NOT_FOUND)
    steady = ManualTimer()
    ahead = replace(shop, time=TrustedTime(shop.clock, steady, seen=None))
    shop.clock.passes(100 * DAY)  # and the timer has not moved

    report = await replace(waiting, shop=ahead).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.notice is None
    assert report.again_in
    assert report.again_in < timedelta(days=2)


async def test_a_clock_that_was_set_back_before_the_submission_stops_nothing(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed"))
    shop.clock.passes(-6 * HOUR)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.again_in
    assert report.again_in < timedelta(hours=2)


async def test_a_verdict_of_the_last_day_counts(shop: Workshop, waiting: Waiting) -> None:
    shop.service.says("status", status("failed"))
    shop.clock.passes(31 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.VerdictFound)


def left(waiting: Waiting) -> Waiting:
    """The same, closed without a verdict."""
    event = reply(waiting.application, replies.LeftUnresolved)
    return replace(waiting, application=after(waiting.application, event))


async def test_one_that_was_closed_is_asked_for_weekly_and_without_a_word(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.clock.passes(40 * DAY)

    report = await left(waiting).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert (report.again_in, report.notice) == (timedelta(days=7), None)
    assert shop.service.asked == ["status", "log"]


async def test_a_verdict_after_the_close_is_a_verdict_like_any_other(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed"))
    shop.clock.passes(40 * DAY)

    report = await left(waiting).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.again_in  # it may be corrected
    outcome = advance(left(waiting).application, report.event, Moment(now=shop.clock(), ticket="t"))
    assert ShowVerdict() in outcome.effects


async def test_where_the_form_was_erased_there_is_nothing_to_ask_by(
    shop: Workshop, waiting: Waiting
) -> None:
    erased = without_form(left(waiting).application, shop.clock())

    assert await replace(waiting, application=erased).is_asked_for() == Result()
    assert shop.service.asked == []
