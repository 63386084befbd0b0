"""The record of an earlier attempt is never taken for the verdict of this one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errands.result import Notice
from conversations import replies
from conversations.application import Application
from conversations.submission import Held
from conversations.verdict import Decision
from tests.support.forms import after
from tests.support.scripted_service import (
    DENIED,
    PENDING,
    Answer,
    page,
    row,
    says,
    status,
)
from tests.support.waiting import Waiting


def resubmitted(application: Application, before: Held) -> Application:
    assert application.submission
    submission = replace(application.submission, held_before=before)
    return replace(application, submission=submission)


OLD = Held(status="failed, nid 100.0", log=("failed 23/11/2026",))


async def test_an_older_verdict_of_the_same_person_is_not_taken_for_the_new_one(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("failed"))
    waiting.shop.service.log_rows = [row("failed")]
    waiting.shop.clock.passes(60)
    application = resubmitted(waiting.application, OLD)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.event.pending_seen_in == frozenset()
    assert report.again_in


@pytest.mark.parametrize("log", [page(502, ""), DENIED])
async def test_what_was_seen_pending_is_kept_while_the_log_fails(
    waiting: Waiting, log: Answer
) -> None:
    waiting.shop.service.says("status", PENDING, status("failed"))
    waiting.shop.service.says("log", log)
    application = resubmitted(waiting.application, OLD)
    report = await replace(waiting, application=application).is_asked_for()
    assert isinstance(report.event, replies.StillPending)
    assert report.again_in
    seen = after(application, report.event)

    report = await replace(waiting, application=seen).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.FAILED


async def test_once_it_was_seen_pending_the_same_words_are_a_new_verdict(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("pending"), status("failed"))
    waiting.shop.service.log_rows = [row("pending")]
    application = resubmitted(waiting.application, OLD)
    report = await replace(waiting, application=application).is_asked_for()
    assert report.event
    seen = after(application, report.event)
    waiting.shop.service.log_rows = [row("failed")]

    report = await replace(waiting, application=seen).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)


LATER = {"submitted_on": "24/11/2026"}


@pytest.mark.parametrize(
    "rows", [[row("failed"), row("passed")], [row("passed") | LATER], [row("passed")]]
)
async def test_a_new_row_a_changed_date_or_an_overwritten_row_is_a_new_verdict(
    waiting: Waiting, rows: list[dict[str, str]]
) -> None:
    waiting.shop.service.says("status", status("failed"))
    waiting.shop.service.log_rows = rows
    application = resubmitted(waiting.application, OLD)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.PASSED
    assert report.event.verdict.scores == ()  # those of the status are of the old record


@pytest.mark.parametrize("answer", [status("passed"), status("failed", nid_score=99)])
async def test_other_words_alone_may_be_a_correction_of_the_old_record(
    waiting: Waiting, answer: Answer
) -> None:
    waiting.shop.service.says("status", answer)
    waiting.shop.service.log_rows = [row("failed")]
    application = resubmitted(waiting.application, OLD)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.StillPending)


@pytest.mark.parametrize("log", [says([row("failed")]), says({"rows": "none"})])
async def test_what_cannot_be_told_apart_is_told_as_that_after_the_settling_time(
    waiting: Waiting, log: Answer
) -> None:
    waiting.shop.service.says("status", status("failed"))
    waiting.shop.service.says("log", log)
    application = resubmitted(waiting.application, OLD)

    early = await replace(waiting, application=application).is_asked_for()
    waiting.shop.clock.passes(11 * 60)
    late = await replace(waiting, application=application).is_asked_for()

    assert isinstance(early.event, replies.StillPending)
    assert early.notice is None
    assert isinstance(late.event, replies.StillPending)
    assert late.notice == Notice("overdue-ambiguous", 1)
    assert late.again_in


STUCK = row("pending") | {"submitted_on": "23/10/2026"}  # for ever
BESIDE_STUCK = Held(status="pending", log=("pending 23/10/2026",))


async def test_an_older_record_on_the_list_of_pending_ones_delays_no_question(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", PENDING)
    waiting.shop.service.log_rows = [STUCK]
    await waiting.shop.log.read_pending(1)
    waiting.shop.log.pending.is_moving = True
    application = resubmitted(waiting.application, BESIDE_STUCK)

    report = await replace(waiting, application=application).is_asked_for()

    assert report.again_in
    assert report.again_in <= timedelta(minutes=1)


async def test_an_older_record_on_the_list_of_pending_ones_does_not_hide_the_own_verdict(
    waiting: Waiting,
) -> None:
    others = [row("passed", mobile=f"018{number:08}") for number in range(300)]
    waiting.shop.service.says("status", PENDING)
    waiting.shop.service.log_rows = [*others, row("passed"), STUCK]
    await waiting.shop.log.read_pending(1)
    application = resubmitted(waiting.application, BESIDE_STUCK)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.PASSED
