"""A verdict is checked again after an hour and after a day, and a corrected one is announced."""

from dataclasses import replace

import pytest

from conversations import replies
from conversations.effects import ShowVerdict
from conversations.events import Moment
from conversations.transitions import advance
from tests.support.forms import after
from tests.support.scripted_service import (
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    cut,
    page,
    row,
    status,
)
from tests.support.waiting import Waiting

HOUR = 3600.0


async def test_a_verdict_is_asked_for_again_after_an_hour_and_after_a_day_and_then_no_more(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("passed"))
    asked_after: list[float] = []
    application, passed = waiting.application, 0.0
    while True:
        report = await replace(waiting, application=application).is_asked_for()
        assert isinstance(report.event, replies.VerdictFound)
        application = after(application, report.event, now=waiting.shop.clock())
        if report.again_in is None:
            break
        passed += report.again_in.total_seconds()
        asked_after.append(passed)
        waiting.shop.clock.passes(report.again_in.total_seconds())

    first, second = asked_after
    assert 0.8 * HOUR < first < 1.2 * HOUR
    assert 20 * HOUR < second < 28 * HOUR


async def test_a_corrected_verdict_is_announced_as_one_and_watched_like_a_new_one(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("passed"), status("failed"))
    report = await waiting.is_asked_for()
    assert report.event
    passed = after(waiting.application, report.event)
    waiting.shop.clock.passes(HOUR)

    report = await replace(waiting, application=passed).is_asked_for()

    assert report.event
    assert report.again_in
    assert report.again_in.total_seconds() < 2 * HOUR
    moment = Moment(now=waiting.shop.clock(), ticket="t")
    outcome = advance(passed, report.event, moment)
    assert outcome.effects == (ShowVerdict(is_correction=True),)


async def test_a_young_verdict_is_not_compared_with_a_page_that_may_be_as_old(
    waiting: Waiting,
) -> None:
    service, clock = waiting.shop.service, waiting.shop.clock
    service.log_rows = [row("passed")]
    service.says("status", status("passed"), status("passed"), status("failed"))
    await waiting.shop.log.sweep()  # so the log is known to be understood
    report = await waiting.is_asked_for()
    assert report.event
    passed = replace(waiting, application=after(waiting.application, report.event, now=clock()))
    clock.passes(5)
    assert isinstance((await passed.is_asked_for()).event, replies.VerdictFound)
    service.log_rows = [row("failed")]
    clock.passes(5)

    report = await passed.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == "failed"


@pytest.mark.parametrize("answer", [NOT_FOUND, PENDING, cut, DENIED, page(502, "")])
async def test_an_unchanged_verdict_stays_and_its_second_check_is_kept(
    waiting: Waiting, answer: Answer
) -> None:
    waiting.shop.service.says("status", status("passed"), answer)
    report = await waiting.is_asked_for()
    assert report.event
    decided = after(waiting.application, report.event)
    waiting.shop.clock.passes(HOUR)

    report = await replace(waiting, application=decided).is_asked_for()

    assert report.event is None
    assert report.notice is None
    assert report.again_in
