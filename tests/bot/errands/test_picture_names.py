"""Names of the card's pictures that the service has forgotten are fetched again, once."""

from datetime import timedelta

import pytest

from bot.errands.submission import SubmissionWork
from conversations import replies
from conversations.errands import Task
from tests.support.errands import FILE, Workshop
from tests.support.forms import (
    after,
    submitted,
)
from tests.support.scripted_service import (
    ACCEPTED,
    FORGOTTEN,
    Answer,
    page,
    read_card,
    says,
)
from tests.support.scripted_telegram import refused


async def test_forgotten_picture_names_are_fetched_again_and_the_submission_repeated(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN, ACCEPTED)
    shop.service.says(
        "step 1", read_card(nid_no="999", id_front_name="F.jpg", id_back_name="B.jpg")
    )
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.clock.passes(60)

    report = await work.submit(errand, application)

    assert report.event
    assert report.again_in == timedelta(0)
    named = after(application, report.event, now=shop.clock())
    shop.store.applications.save(named)
    assert named.value("nid_number") == application.value("nid_number")
    report = await work.submit(errand, named)
    assert isinstance(report.event, replies.SubmissionAccepted)
    assert shop.service.asked == ["status", "log", "step 2", "step 1", "status", "log", "step 2"]
    sent = shop.service.fields[-1]
    assert (sent["id_front_name"], sent["id_back_name"]) == ("F.jpg", "B.jpg")


@pytest.mark.parametrize(
    "answer",
    [
        says({"id_front_name": ["File not found."]}, 400),
        says({"detail": [{"loc": ["body", "id_back_name"], "msg": "image has expired"}]}, 422),
    ],
)
async def test_a_refusal_that_names_a_picture_is_heard_as_the_code_for_it(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("step 2", answer)
    shop.service.says("step 1", read_card(id_front_name="F.jpg", id_back_name="B.jpg"))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.CardRenamed)
    assert (report.event.front_name, report.event.back_name) == ("F.jpg", "B.jpg")


@pytest.mark.parametrize("jump", [timedelta(minutes=1), -timedelta(hours=1)])
async def test_names_that_are_refused_again_are_told_to_the_agent_whatever_the_clock_did(
    shop: Workshop, work: SubmissionWork, jump: timedelta
) -> None:
    shop.service.says("step 2", FORGOTTEN)
    shop.service.says("step 1", read_card())
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.clock.now += jump
    report = await work.submit(errand, application)
    assert report.event

    named = after(application, report.event, now=shop.clock())
    shop.store.applications.save(named)
    report = await work.submit(errand, named)

    assert isinstance(report.event, replies.SubmissionRefused)
    assert report.event.reason == "No such picture."
    assert shop.service.asked.count("step 2") == 2


async def test_a_side_of_the_card_that_is_gone_then_is_asked_for_and_nothing_else(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    gone = refused(400, "Bad Request: wrong file_id")
    for _ in range(4):
        shop.telegram.says("getFile", FILE, gone)
        await work.submit(errand, application)
    shop.telegram.says("getFile", FILE, gone)
    report = await work.submit(errand, application)

    assert report.event
    reopened = after(application, report.event)
    assert reopened.asking == "front"
    assert set(reopened.pictures) == {"back", "selfie"}
    assert reopened.answers == application.answers


async def test_while_new_picture_names_cannot_be_had_the_submission_stays_owed(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN)
    shop.service.says("step 1", page(502, "<html>"))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in
