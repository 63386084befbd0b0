"""Whether a submission has arrived: asked until it is clear, and never guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errands.lookup import Lookup
from bot.errands.result import LOOK_AGAIN, Notice
from conversations import replies
from conversations.application import Application
from conversations.errands import DENIED as DENIED_BEFORE
from conversations.errands import Task
from tests.support.errands import Workshop, tried
from tests.support.forms import in_doubt
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

OTHER_NID = "0001999000000"
UNCLEAR = says({"status": "success"})
NOBODY = [
    page(404, "<h1>Not Found</h1>"),
    says({"status": "success", "data": []}),
    says({"status": "Success", "data": None}),
    says({"status": "success", "result": {}}),
    says({"status": "success", "message": "No record found"}),
    says({"success": True, "data": [], "total": 0}),
    says([]),
]


def sent_with_another_token(application: Application) -> Application:
    assert application.submission
    return replace(application, submission=replace(application.submission, token="0f" * 8))


async def test_the_denial_of_another_account_denies_nothing(shop: Workshop, lookup: Lookup) -> None:
    shop.service.says("status", NOT_FOUND)
    application = sent_with_another_token(in_doubt())

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert report.event is None
    assert report.again_in


@pytest.mark.parametrize(
    "said",
    [
        {"status": 404, "message": "No application found"},
        {"status": "400", "detail": "Mobile number not registered"},
        {"status": "No record found"},
        {"status": "NotFound"},
    ],
)
async def test_a_denial_is_no_arrival_however_its_failure_is_written(
    shop: Workshop, lookup: Lookup, said: dict[str, object]
) -> None:
    shop.service.says("status", says(said))
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert isinstance(report.event, replies.SubmissionDenied)


@pytest.mark.parametrize("log", [says([]), page(404, "<h1>Not Found</h1>")])
@pytest.mark.parametrize(
    "said", [{"status": "warning", "message": "No record found"}, {"status": "unknown"}]
)
async def test_a_word_outside_the_document_that_names_no_card_proves_no_arrival(
    shop: Workshop, lookup: Lookup, said: dict[str, object], log: Answer
) -> None:
    shop.service.says("status", says(said))
    shop.service.says("log", log)
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert report.event is None
    assert report.again_in


async def test_but_the_row_in_the_log_does(shop: Workshop, lookup: Lookup) -> None:
    shop.service.says("status", says({"status": "ec_requested"}))
    shop.service.log_rows = [row("ec_requested")]
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize(
    ("rows", "event"),
    [
        ([], replies.SubmissionDenied),
        ([row("passed", mobile="01812345678", nid=OTHER_NID)], replies.SubmissionDenied),
        ([row("pending")], replies.SubmissionAccepted),
        ([row("pending", nid=OTHER_NID)], None),
    ],
)
@pytest.mark.parametrize("answer", NOBODY)
async def test_where_nobody_is_shown_it_is_a_denial_if_the_whole_log_has_no_row_with_the_number(
    shop: Workshop,
    lookup: Lookup,
    answer: Answer,
    rows: list[dict[str, str]],
    event: type | None,
) -> None:
    shop.service.says("status", answer)
    shop.service.log_rows = rows
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert (type(report.event) if report.event else None) is event


@pytest.mark.parametrize("answer", NOBODY)
async def test_that_denies_nothing_where_the_log_cannot_be_read(
    shop: Workshop, lookup: Lookup, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.service.says("log", page(404, "<h1>Not Found</h1>"))
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert report.event is None
    assert report.again_in


async def test_a_new_token_of_the_same_account_is_known_by_what_its_log_shows(
    shop: Workshop, lookup: Lookup
) -> None:
    application = sent_with_another_token(in_doubt())
    number = {**application.answers, "mobile_number": "01812345678"}
    shop.store.applications.save(replace(application, id="another2", answers=number))
    shop.service.says("status", NOT_FOUND)
    shop.service.log_rows = [row("passed", mobile="01812345678")]

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert isinstance(report.event, replies.SubmissionDenied)


async def test_what_was_denied_so_often_is_looked_for_seldom_and_in_silence(
    shop: Workshop, lookup: Lookup
) -> None:
    shop.service.says("status", UNCLEAR)
    application = in_doubt()
    errand = replace(shop.owes(application, Task.LOOK_UP), subject=DENIED_BEFORE, attempts=20)

    report = await lookup.look_up(errand, application)

    assert (report.event, report.notice) == (None, None)
    assert report.again_in
    assert report.again_in >= timedelta(hours=1)


@pytest.mark.parametrize(
    ("answer", "rows", "has_arrived"),
    [
        # The status names the card's number.
        (status("pending"), [], True),
        (status("failed"), [], True),
        (status("pending", nid="19800001980100147"), [], True),
        # It names another person's: the log decides.
        (status("passed", nid=OTHER_NID), [row("passed", OTHER_NID)], False),
        (status("passed", nid=OTHER_NID), [row("passed", OTHER_NID), row("pending")], True),
        (status("passed", nid=OTHER_NID), [], False),
        # It names nobody.
        (PENDING, [row("pending")], True),
        (PENDING, [], True),
        (PENDING, [row("pending", OTHER_NID)], False),
        (PENDING, [row("pending", mobile="01812345678")], True),
        # The service knows no such number.
        (NOT_FOUND, [], False),
        (NOT_FOUND, [row("pending")], True),
        (NOT_FOUND, [row("pending", OTHER_NID)], False),
        # It says something that is not understood.
        (UNCLEAR, [row("pending")], True),
        (UNCLEAR, [], None),
        (UNCLEAR, [row("pending", OTHER_NID)], None),
    ],
)
async def test_whether_it_has_arrived_is_told_by_the_numbers_of_phone_and_card_together(
    shop: Workshop,
    lookup: Lookup,
    answer: Answer,
    rows: list[dict[str, str]],
    *,
    has_arrived: bool | None,
) -> None:
    shop.service.says("status", answer)
    shop.service.log_rows = rows
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    if has_arrived is None:
        assert report.event is None
        assert report.again_in
    else:
        expected = replies.SubmissionAccepted if has_arrived else replies.SubmissionDenied
        assert isinstance(report.event, expected)
        assert report.again_in is None


async def test_a_log_too_long_to_be_read_to_its_end_denies_nothing(
    shop: Workshop, lookup: Lookup
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID, f"018{one:08}") for one in range(2001)]
    shop.service.most_per_page = 50
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert report.event is None
    assert report.again_in


@pytest.mark.parametrize(
    ("answer", "has_arrived"),
    [
        (PENDING, True),
        (NOT_FOUND, False),
        (status("passed", nid=OTHER_NID), None),
        (UNCLEAR, None),
    ],
)
async def test_without_a_log_that_can_be_read_the_status_must_do(
    shop: Workshop, lookup: Lookup, answer: Answer, *, has_arrived: bool | None
) -> None:
    shop.service.says("status", answer)
    shop.service.says("log", says({"rows": "none"}))
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    found = {replies.SubmissionAccepted: True, replies.SubmissionDenied: False}
    assert found.get(type(report.event)) is has_arrived  # type: ignore[arg-type]  # or None


@pytest.mark.parametrize("call", ["status", "log"])
@pytest.mark.parametrize("answer", [page(502, ""), cut, DENIED])
async def test_a_look_that_failed_proves_nothing(
    shop: Workshop, lookup: Lookup, call: str, answer: Answer
) -> None:
    shop.service.says("status", NOT_FOUND)
    shop.service.says(call, answer)
    application = in_doubt()

    report = await lookup.look_up(shop.owes(application, Task.LOOK_UP), application)

    assert report.event is None
    assert report.again_in


async def test_a_doubt_that_lasts_is_told_once(shop: Workshop, lookup: Lookup) -> None:
    shop.service.says("status", UNCLEAR)
    application = in_doubt()
    errand = shop.owes(application, Task.LOOK_UP)

    reports = [await lookup.look_up(tried(errand, times), application) for times in range(9)]
    after_notice = await lookup.look_up(replace(errand, attempts=9, warned=1), application)

    assert [report.notice for report in reports[:7]] == [None] * 7
    assert reports[7].notice == Notice("overdue-unclear", 1)
    assert after_notice.notice is None
    assert all(report.again_in and report.again_in >= LOOK_AGAIN / 2 for report in reports)


async def test_a_doubt_of_thirty_days_is_closed_and_that_is_told(
    shop: Workshop, lookup: Lookup
) -> None:
    shop.service.says("status", UNCLEAR)
    application = in_doubt()
    errand = shop.owes(application, Task.LOOK_UP)
    shop.clock.passes(30 * 86_400)

    report = await lookup.look_up(errand, application)

    assert isinstance(report.event, replies.LeftUnresolved)
    assert report.notice == Notice("closed-unresolved", 4)
    assert report.again_in is None


@pytest.mark.parametrize("answer", [page(502, ""), cut, DENIED])
async def test_an_outage_closes_no_doubt_however_old(
    shop: Workshop, lookup: Lookup, answer: Answer
) -> None:
    shop.service.says("status", answer)
    application = in_doubt()
    errand = shop.owes(application, Task.LOOK_UP)
    shop.clock.passes(31 * 86_400)

    report = await lookup.look_up(errand, application)

    assert report.event is None
    assert report.again_in


async def test_each_look_reads_the_log_afresh(shop: Workshop, lookup: Lookup) -> None:
    shop.service.says("status", NOT_FOUND)
    application = in_doubt()
    errand = shop.owes(application, Task.LOOK_UP)
    first = await lookup.look_up(errand, application)
    shop.service.log_rows = [row("pending")]
    shop.clock.passes(1)

    second = await lookup.look_up(errand, application)

    assert isinstance(first.event, replies.SubmissionDenied)
    assert isinstance(second.event, replies.SubmissionAccepted)
