"""A record that no attempt of ours explains is put to the agent before anything is sent."""

from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.errands.submission import SubmissionWork
from conversations import events, replies
from conversations.application import Application
from conversations.errands import Task
from tests.support.errands import FILE, Workshop, despite
from tests.support.forms import (
    FAILED,
    after,
    decided,
    pending,
    press,
    submitted,
)
from tests.support.running import ADMIN
from tests.support.scripted_service import (
    ACCEPTED,
    NOT_FOUND,
    PENDING,
    Answer,
    row,
    status,
)

OTHER_NID = "0001999000000"


@pytest.mark.parametrize(
    ("answer", "rows", "found"),
    [
        (status("passed"), [row("passed")], "passed 23/11/2026"),
        (status("failed"), [row("failed")], "failed 23/11/2026"),
        (PENDING, [row("pending")], "pending 23/11/2026"),
        (status("invalid", nid=None), [row("invalid")], "invalid 23/11/2026"),
        (status("passed"), [], "passed"),
        (
            status("passed", nid=OTHER_NID),
            [row("passed", OTHER_NID), row("passed")],
            "passed 23/11/2026",
        ),
    ],
)
async def test_a_record_of_the_person_that_we_cannot_explain_is_put_to_the_agent(
    shop: Workshop, work: SubmissionWork, answer: Answer, rows: list[dict[str, str]], found: str
) -> None:
    shop.service.says("status", answer)
    shop.service.log_rows = rows
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)
    assert report.event.found == (found,)
    assert report.again_in is None
    assert "step 2" not in shop.service.asked
    asked = after(application, report.event)
    shop.store.applications.save(asked)
    insisting = after(asked, press(events.SubmittedAnyway))

    report = await work.submit(shop.owes(insisting, Task.SUBMIT), insisting)

    assert isinstance(report.event, replies.SubmissionAccepted)


async def test_a_record_that_has_changed_since_the_agent_saw_it_is_asked_about_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("passed"))
    shop.service.log_rows = [row("passed")]
    application = despite("pending 23/11/2026")

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)


async def test_another_persons_record_under_the_number_is_no_question(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID)]
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


def of_this_person_under_another_number(application: Application) -> Application:
    """Another agent's, of the same card."""
    answers = {**application.answers, "mobile_number": "01812345678"}
    return replace(application, id="another2", agent=ADMIN, answers=answers)


@pytest.mark.parametrize(
    ("other", "found"), [(pending(), "pending 23/11/2026"), (decided(), "passed 23/11/2026")]
)
async def test_a_person_whom_we_sent_under_another_number_is_asked_about(
    shop: Workshop, work: SubmissionWork, other: Application, found: str
) -> None:
    shop.service.says("step 2", ACCEPTED)
    shop.store.applications.save(of_this_person_under_another_number(other))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)
    assert report.event.found == (found,)
    assert "step 2" not in shop.service.asked
    asked = after(application, report.event)
    shop.store.applications.save(asked)
    insisting = after(asked, press(events.SubmittedAnyway))

    report = await work.submit(shop.owes(insisting, Task.SUBMIT), insisting)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("other", [submitted(), decided(FAILED)])
async def test_a_person_whom_the_service_does_not_have_yet_is_no_question(
    shop: Workshop, work: SubmissionWork, other: Application
) -> None:
    shop.service.says("step 2", ACCEPTED)
    shop.store.applications.save(of_this_person_under_another_number(other))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("call", ["status", "photo"])
async def test_a_person_who_was_sent_under_another_number_during_the_looks_is_asked_about(
    shop: Workshop, work: SubmissionWork, call: str
) -> None:
    shop.service.says("step 2", ACCEPTED)

    def then(answer: Answer) -> Answer:
        def answering(request: Request) -> Response:
            shop.store.applications.save(of_this_person_under_another_number(pending()))
            return answer(request)

        return answering

    if call == "photo":
        shop.telegram.says("getFile", then(FILE))
    else:
        shop.service.says("status", then(NOT_FOUND))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)
    assert report.event.found == ("pending 23/11/2026",)
    assert "step 2" not in shop.service.asked
