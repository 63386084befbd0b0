"""A submission that was denied is sent again only where it has not arrived after all."""

from datetime import timedelta

import pytest

from bot.errands.submission import SubmissionWork
from conversations import events, replies
from conversations.application import Application, Phase
from conversations.errands import Task
from tests.support.errands import PHOTO, Rounds, Workshop, tried
from tests.support.forms import (
    after,
    in_doubt,
    press,
    reply,
)
from tests.support.scripted_service import (
    ACCEPTED,
    read_card,
    says,
    status,
)

UNCLEAR = says({"status": "success"})


def sent_again() -> Application:
    """Looked up four times, denied, and the agent tapped once more."""
    doubtful = in_doubt()
    denied = [reply(doubtful, replies.SubmissionDenied)] * 4
    return after(doubtful, *denied, press(events.SubmittedAgain))


async def test_a_submission_that_did_arrive_is_not_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("pending"))
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert "step 2" not in shop.service.asked


async def test_a_submission_denied_once_more_is_sent(shop: Workshop, work: SubmissionWork) -> None:
    shop.service.says("step 2", ACCEPTED)
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert shop.service.asked.count("step 2") == 1


async def test_a_pause_that_the_service_asks_for_is_kept_before_it_is_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", says({"detail": "Throttled"}, 429, **{"Retry-After": "60"}))
    application = sent_again()

    report = await work.submit(tried(shop.owes(application, Task.SUBMIT), 3), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in == timedelta(seconds=60)
    assert "step 2" not in shop.service.asked


async def test_where_even_that_is_not_clear_it_is_looked_up_further(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", UNCLEAR)
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert "step 2" not in shop.service.asked


async def test_a_duplicate_is_looked_up_as_the_first_attempt_may_have_arrived(
    shop: Workshop, work: SubmissionWork
) -> None:
    duplicate = says({"status": "failed", "message": "Application already submitted"})
    shop.service.says("step 2", duplicate)
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert report.event.duplicate == "Application already submitted"
    doubtful = after(shop.kept(application), report.event)
    denied = [reply(doubtful, replies.SubmissionDenied)] * 4
    again = after(doubtful, *denied, press(events.SubmittedAgain))
    report = await work.submit(shop.owes(again, Task.SUBMIT), again)
    assert isinstance(report.event, replies.SubmissionRefused)


@pytest.mark.parametrize("http", [400, 409])
async def test_a_duplicate_that_is_told_by_a_picture_s_name_is_not_sent_under_another(
    shop: Workshop, http: int
) -> None:
    """As Django says it of a unique field; the first attempt took the name."""
    taken = {"id_front_name": ["registration with this id_front_name already exists."]}
    shop.service.says("step 2", says(taken, http), ACCEPTED)
    shop.service.says("step 1", read_card(id_front_name="F.jpg", id_back_name="B.jpg"))
    shop.gives_out(*[PHOTO] * 9)
    application = sent_again()
    shop.owes(application, Task.SUBMIT)

    await Rounds(shop).goes(Task.SUBMIT)

    assert shop.service.asked.count("step 2") == 1
    assert shop.kept(application).phase is Phase.CHECKING


async def test_a_refusal_of_an_answer_returns_the_form_although_it_was_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", says({"nominee": ["Must be an adult."]}, 400))
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionRefused)
