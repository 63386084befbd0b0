"""What changes while the service is asked before a submission decides whether it is sent."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.applications.erasure import Erasure
from bot.errands.result import Result
from bot.errands.submission import SubmissionWork
from conversations import events, replies
from conversations.application import Application
from conversations.errands import Task
from tests.support.errands import FILE, Workshop
from tests.support.forms import (
    after,
    press,
    reply,
    submitted,
)
from tests.support.running import ADMIN
from tests.support.scripted_service import (
    ACCEPTED,
    FORGOTTEN,
    NOT_FOUND,
    Answer,
    read_card,
    says,
)


def erased(shop: Workshop, application: Application) -> None:
    Erasure(shop.store).erase(application, actor="2001", why="consent-withdrawn", now=shop.clock())


def form_erased(shop: Workshop, application: Application) -> None:
    Erasure(shop.store).forget_form(application, shop.clock())


def corrected(shop: Workshop, application: Application) -> None:
    """It was returned to the agent, and submitted again."""
    refused = reply(application, replies.SubmissionRefused, reason="too short")
    again = after(application, refused, press(events.Submitted))
    shop.store.applications.save(again)


def given_back(shop: Workshop, application: Application) -> None:
    refused = reply(application, replies.SubmissionRefused, reason="too short")
    shop.store.applications.save(after(application, refused))


def given_up(shop: Workshop, application: Application) -> None:
    """Returned, and cancelled."""
    shop.store.applications.erase(application.id)


def carried_out(shop: Workshop, application: Application) -> None:
    """By another process with the same file, as after a restore of a backup."""
    shop.store.errands.finish(shop.owed(application, Task.SUBMIT).id)


CHANGES = [erased, form_erased, corrected, given_back, given_up, carried_out]

Change = Callable[[Workshop, Application], None]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("call", ["status", "log", "photo"])
async def test_what_was_erased_or_taken_back_during_the_looks_is_not_sent(
    shop: Workshop, work: SubmissionWork, call: str, change: Change
) -> None:
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.service.says("step 2", ACCEPTED)

    def then(answer: Answer) -> Answer:
        def answering(request: Request) -> Response:
            change(shop, application)
            return answer(request)

        return answering

    if call == "photo":
        shop.telegram.says("getFile", then(FILE))
    elif call == "log":
        shop.service.says("status", says({"status": "success"}))
        shop.service.says("log", then(says([])))
    else:
        shop.service.says("status", then(NOT_FOUND))

    report = await work.submit(errand, application)

    assert report == Result()
    assert "step 2" not in shop.service.asked


async def test_an_application_erased_while_its_card_gets_new_names_is_not_sent(
    shop: Workshop, work: SubmissionWork
) -> None:
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.service.says("step 2", FORGOTTEN, ACCEPTED)
    shop.service.says("step 1", read_card())
    shop.clock.passes(60)
    report = await work.submit(errand, application)
    assert isinstance(report.event, replies.CardRenamed)
    named = after(application, report.event, now=shop.clock())
    shop.store.applications.save(named)
    erased(shop, named)

    assert await work.submit(errand, named) == Result()
    assert shop.service.asked.count("step 2") == 1


async def test_an_application_that_changed_hands_meanwhile_is_sent_once(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.store.applications.save(replace(application, agent=ADMIN))

    report = await work.submit(errand, application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert shop.kept(application).agent == ADMIN
