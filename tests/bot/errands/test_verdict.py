"""Asking for one verdict: few requests, nobody else's verdict, and never silent for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errands.result import Notice, Result
from conversations import replies
from conversations.verdict import Decision
from tests.support.errands import Workshop
from tests.support.scripted_service import (
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    cut,
    page,
    row,
    says,
    status,
)
from tests.support.waiting import Waiting

OTHER_NID = "0001999000000"

UNKNOWN_STATUS = says({"status": "success"})


@pytest.mark.parametrize("decision", ["passed", "failed"])
async def test_a_verdict_that_names_the_card_takes_one_request(
    shop: Workshop, waiting: Waiting, decision: str
) -> None:
    shop.service.says("status", status(decision, name_bangla_score=41))

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == decision
    assert report.event.verdict.found_at == shop.clock()
    assert shop.service.asked == ["status"]
    assert shop.service.fields == [{"mobile_number": "01712345678"}]


async def test_an_unknown_person_is_told_by_the_log_as_the_status_names_nobody(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("invalid", nid=None))
    shop.service.log_rows = [row("invalid")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.INVALID


@pytest.mark.parametrize("decision", ["passed", "failed"])
async def test_a_verdict_that_falls_between_status_and_log_is_explained(
    shop: Workshop, waiting: Waiting, decision: str
) -> None:
    shop.service.says("status", PENDING, status(decision, name_bangla_score=41))
    shop.service.log_rows = [row(decision)]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == decision
    assert report.event.verdict.scores
    assert shop.service.asked.count("status") == 2


@pytest.mark.parametrize("second", [page(502, ""), PENDING, status("passed", nid=OTHER_NID)])
async def test_a_verdict_that_the_status_never_explains_is_that_of_the_log(
    shop: Workshop, waiting: Waiting, second: Answer
) -> None:
    shop.service.says("status", PENDING, second)
    shop.service.log_rows = [row("failed")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.FAILED
    assert report.event.verdict.scores == ()


@pytest.mark.parametrize("decision", ["passed", "failed"])
async def test_where_the_status_has_a_word_of_its_own_the_log_tells_the_verdict(
    shop: Workshop, waiting: Waiting, decision: str
) -> None:
    shop.service.says("status", status("verified"))
    shop.service.log_rows = [row(decision)]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == decision


@pytest.mark.parametrize("decision", ["passed", "failed"])
async def test_where_the_status_call_fails_the_log_tells_the_verdict(
    shop: Workshop, waiting: Waiting, decision: str
) -> None:
    shop.service.says("status", page(500, "<h1>Server Error (500)</h1>"))
    shop.service.log_rows = [row(decision)]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == decision


@pytest.mark.parametrize("rows", [[row("pending")], [row("passed", nid=OTHER_NID)], []])
async def test_where_the_log_has_none_either_the_application_is_unanswered(
    shop: Workshop, waiting: Waiting, rows: list[dict[str, str]]
) -> None:
    shop.service.says("status", page(500, "<h1>Server Error (500)</h1>"))
    shop.service.log_rows = rows

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.event.is_unanswered


async def test_a_word_of_its_own_is_an_answer_though_the_log_fails(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("ec_requested"))
    shop.service.says("log", page(502, ""))

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert not report.event.is_unanswered


async def test_a_verdict_of_another_person_with_that_mobile_number_is_not_taken(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID), row("pending")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in


async def test_rows_just_read_by_a_sweep_serve_the_next_questions(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("passed")]
    shop.clock.passes(60)
    await shop.log.sweep()
    shop.clock.passes(50)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.scores == ()
    assert "log" not in shop.service.asked[2:]  # after two pages of it


async def test_rows_read_before_the_list_that_misses_the_person_are_read_again(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID), row("pending")]
    await shop.log.sweep()
    shop.clock.passes(50)
    shop.service.log_rows = [row("passed", OTHER_NID), row("failed")]
    await shop.log.read_pending(1)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.FAILED


async def test_a_log_that_was_read_before_the_application_was_sent_says_nothing_of_it(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("failed")]
    await shop.log.sweep()
    shop.log.note_sent("01712345678")
    shop.service.log_rows = [row("pending")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)


@pytest.mark.parametrize("answer", [PENDING, NOT_FOUND, UNKNOWN_STATUS, says({}, 400)])
async def test_no_verdict_yet_is_asked_for_again_later(
    shop: Workshop,
    waiting: Waiting,
    answer: Answer,
) -> None:
    shop.service.says("status", answer)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in
    assert timedelta(seconds=20) < report.again_in < timedelta(seconds=40)
    assert report.notice is None


@pytest.mark.parametrize("answer", [page(502, ""), cut, DENIED])
async def test_while_the_service_is_away_it_is_asked_again_soon(
    shop: Workshop,
    waiting: Waiting,
    answer: Answer,
) -> None:
    shop.service.says("status", answer)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in
    assert report.again_in <= timedelta(minutes=2)
    assert report.notice is None


async def test_where_the_log_is_not_understood_status_calls_come_more_often(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.says("log", says({"rows": "none"}))

    report = await waiting.is_asked_for()

    assert report.again_in
    assert report.again_in < timedelta(minutes=1)


async def test_a_verdict_that_is_no_longer_awaited_is_not_asked_for(
    shop: Workshop, waiting: Waiting
) -> None:
    assert await waiting.is_asked_for(ticket="of old") == Result()
    assert shop.service.asked == []


async def test_nothing_that_another_account_shows_is_a_verdict(waiting: Waiting) -> None:
    assert waiting.application.submission
    submission = replace(waiting.application.submission, token="0f" * 8)
    application = replace(waiting.application, submission=submission)
    waiting.shop.service.says("status", status("passed"))
    waiting.shop.service.log_rows = [row("passed")]
    waiting.shop.clock.passes(600)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.notice == Notice("overdue-elsewhere", 1)
    assert report.again_in


async def test_a_word_that_no_document_knows_is_pending_and_told_to_the_admins(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("ec_requested"))

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.odd_word == "ec_requested"
    assert report.again_in


async def test_one_on_a_list_that_nobody_has_left_yet_is_asked_for_soon(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING, PENDING, status("passed"))
    shop.service.log_rows = [row("pending")]
    await shop.log.read_pending(1)

    report = await waiting.is_asked_for()
    assert report.again_in
    assert report.again_in <= timedelta(minutes=1)
    await waiting.is_asked_for()

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.PASSED


async def test_one_on_a_list_that_moves_is_asked_for_once_a_day(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("pending")]
    await shop.log.read_pending(1)
    shop.log.pending.is_moving = True

    report = await waiting.is_asked_for()

    assert report.again_in
    assert report.again_in > timedelta(hours=23)
