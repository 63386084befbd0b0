"""What the service holds before a submission is noted, so that it proves nothing later."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ekyc import EkycClient, Status
from bot.errands.lookup import Lookup
from bot.errands.result import Result
from bot.errands.submission import SubmissionWork
from conversations import replies
from conversations.errands import Task
from conversations.submission import Held
from tests.support.errands import PHOTO, Workshop, despite, tried
from tests.support.forms import (
    after,
    pending,
    submitted,
)
from tests.support.scripted_service import (
    ACCEPTED,
    DENIED,
    NOT_FOUND,
    Answer,
    cut,
    page,
    row,
    says,
    status,
)

LATER_ROW = row("failed") | {"submitted_on": "24/11/2026"}

UNCLEAR = says({"status": "success"})


KNOWN_FAILURE = "failed 23/11/2026"


async def test_an_earlier_verdict_about_the_person_is_noted_before_the_first_byte_leaves(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("failed"))
    shop.service.says("step 2", cut)
    shop.service.log_rows = [row("failed")]
    application = despite(KNOWN_FAILURE)

    await work.submit(shop.owes(application, Task.SUBMIT), application)

    submission = shop.kept(application).submission
    assert submission
    assert submission.held_before == Held(status="failed, nid 100.0", log=("failed 23/11/2026",))


async def test_what_the_service_had_accepted_by_then_is_noted_with_it(
    shop: Workshop, work: SubmissionWork
) -> None:
    for name, form in (("accepted", pending()), ("onitsway", submitted())):
        assert form.submission
        sent = replace(form.submission, ticket=name)
        answers = {**form.answers, "nid_number": "0001999000000"}
        shop.store.applications.save(replace(form, id=name, answers=answers, submission=sent))
    application = submitted()

    await work.submit(shop.owes(application, Task.SUBMIT), application)

    submission = shop.kept(application).submission
    assert submission
    assert submission.preceded_by == frozenset({"accepted"})


async def test_a_status_call_that_fails_alone_does_not_hold_a_submission_up(
    shop: Workshop, work: SubmissionWork
) -> None:
    throttled = says({"detail": "Throttled"}, 429, **{"Retry-After": "600"})
    shop.service.says("status", throttled)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    held = shop.kept(application).submission
    assert held
    assert held.held_before == Held(log=(), is_new=True)  # as the log says


class HangingStatus(EkycClient):
    """The client of a service whose status call hangs for a minute."""

    has_answered = False

    async def ask_status(self, mobile_number: str, *, urgent: bool = False) -> Status:
        await asyncio.sleep(60)
        self.has_answered = True
        return await super().ask_status(mobile_number, urgent=urgent)


async def test_a_status_call_that_hangs_is_not_waited_for_before_a_submission(
    shop: Workshop,
) -> None:
    shop.gives_out(PHOTO)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    async with HangingStatus(url=shop.service.url, token="a-token") as client:
        work = SubmissionWork(shop.store, shop.photos, client, shop.log, clock=shop.clock)
        report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert not client.has_answered


async def test_a_service_that_is_asked_too_often_gets_the_application_within_seconds(
    shop: Workshop, work: SubmissionWork
) -> None:
    throttled = says({"detail": "Throttled"}, 429, **{"Retry-After": "600"})
    shop.service.says("status", throttled)
    shop.service.says("log", throttled)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    first = await work.submit(errand, application)
    later = await work.submit(replace(errand, attempts=3), application)

    assert first == Result(again_in=timedelta(seconds=2))  # and no delay is reported
    assert isinstance(later.event, replies.SubmissionAccepted)
    submission = shop.kept(application).submission
    assert submission
    assert submission.held_before == Held()


@pytest.mark.parametrize("answer", [page(502, ""), cut])
async def test_nothing_is_sent_into_an_outage_and_the_agent_is_told(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.service.says("log", answer)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    first = await work.submit(errand, application)
    later = await work.submit(replace(errand, attempts=10), application)

    assert isinstance(first.event, replies.SubmissionDelayed)
    assert first.again_in
    assert isinstance(later.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("answer", [says({"status": "invalid"}), says({"message": "Hello"})])
async def test_a_log_that_fails_alone_does_not_hold_up_the_submissions_for_long(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.service.says("log", page(500, ""))
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    first = await work.submit(errand, application)
    later = await work.submit(replace(errand, attempts=3), application)

    assert isinstance(first.event, replies.SubmissionDelayed)
    assert isinstance(later.event, replies.SubmissionAccepted)


async def test_while_the_service_shows_a_page_about_maintenance_the_look_is_repeated(
    shop: Workshop, work: SubmissionWork
) -> None:
    maintenance = page(200, "<h1>We are updating</h1>")
    shop.service.says("status", maintenance)
    shop.service.says("log", maintenance)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    for attempts in range(3):
        report = await work.submit(tried(errand, attempts), application)
        assert (report.event, report.again_in) == (None, timedelta(seconds=2))

    assert "step 2" not in shop.service.asked
    report = await work.submit(tried(errand, 3), application)
    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize(
    "log", [page(502, ""), says({}, 429, **{"Retry-After": "60"}), page(200, "<h1>Soon back</h1>")]
)
async def test_a_number_that_the_status_call_denies_waits_for_no_log(
    shop: Workshop, work: SubmissionWork, log: Answer
) -> None:
    shop.service.says("status", NOT_FOUND)
    shop.service.says("log", log)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("answer", [NOT_FOUND, says({"detail": "Not found."}, 404)])
async def test_where_nothing_is_known_before_nothing_is_noted(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    submission = shop.kept(application).submission
    assert submission
    assert submission.held_before is None
    assert submission.token == shop.client.token_digest
    assert shop.service.asked == ["status", "log", "step 2"]


async def test_while_the_token_is_refused_nothing_is_sent(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", DENIED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in
    assert shop.service.asked == ["status"]


@pytest.mark.parametrize(
    ("answer", "rows", "has_arrived"),
    [
        (status("failed"), [row("failed")], False),  # as it was
        (status("pending"), [row("pending")], True),
        (status("passed"), [row("passed")], True),
        (status("passed"), [row("failed")], False),  # the old one was corrected
        (status("failed"), [row("failed"), row("pending")], True),  # a row of its own
        (status("failed"), [row("failed"), LATER_ROW], True),
        (UNCLEAR, [row("failed")], None),
    ],
)
async def test_an_old_record_does_not_prove_that_the_new_one_has_arrived(
    shop: Workshop,
    work: SubmissionWork,
    lookup: Lookup,
    answer: Answer,
    rows: list[dict[str, str]],
    *,
    has_arrived: bool | None,
) -> None:
    shop.service.says("status", status("failed"))
    shop.service.says("step 2", cut)
    shop.service.log_rows = [row("failed")]
    application = despite(KNOWN_FAILURE)
    report = await work.submit(shop.owes(application, Task.SUBMIT), application)
    assert report.event
    doubtful = after(shop.kept(application), report.event)
    shop.clock.passes(3)
    shop.service.says("status", answer)
    shop.service.log_rows = rows

    report = await lookup.look_up(shop.owes(doubtful, Task.LOOK_UP), doubtful)

    found = {replies.SubmissionAccepted: True, replies.SubmissionDenied: False}
    assert found.get(type(report.event)) is has_arrived  # type: ignore[arg-type]  # or None
