"""Two applications of the same person are never on their way together."""

from dataclasses import replace
from datetime import timedelta

from bot.errands.submission import SubmissionWork
from conversations import replies
from conversations.application import Application
from conversations.errands import Task
from tests.support.errands import Workshop
from tests.support.forms import (
    submitted,
)
from tests.support.scripted_service import (
    ACCEPTED,
)


def twins() -> tuple[Application, Application]:
    one = submitted()
    return one, replace(one, id="another2")


async def test_while_the_same_person_is_on_the_way_another_application_waits(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", ACCEPTED)
    first, second = twins()
    begun = shop.owes(first, Task.SUBMIT)
    shop.store.errands.start(begun.id, shop.clock())

    report = await work.submit(shop.owes(second, Task.SUBMIT), second)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.event.reason == "state-submitting-twin"
    assert report.again_in
    assert report.again_in <= timedelta(seconds=10)
    assert shop.service.asked == []  # neither the service nor Telegram is called for it
    assert shop.telegram.asked == []
    shop.store.errands.finish(begun.id)
    report = await work.submit(shop.owed(second, Task.SUBMIT), second)
    assert isinstance(report.event, replies.SubmissionAccepted)


async def test_two_submissions_due_together_do_not_block_each_other(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", ACCEPTED)
    first, second = twins()
    errands = [shop.owes(first, Task.SUBMIT), shop.owes(second, Task.SUBMIT)]

    reports = [
        await work.submit(errands[0], first),
        await work.submit(errands[1], second),
    ]

    assert isinstance(reports[0].event, replies.SubmissionAccepted)
    assert reports[1].again_in  # the courier has not yet written down how the first one ended
