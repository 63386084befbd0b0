"""What comes whenever it is ready is noted, as a yes below it is not about a form's question."""

from datetime import date

import pytest

from bot.chat.outgoing import (
    Announce,
    AnyOutgoing,
    EveningReport,
    Export,
    ReceiptPicture,
    Send,
    ShowStats,
    TeamReport,
)
from storage.agents import Agent, Role
from tests.support.delivery import RAHIM, Delivery
from tests.support.forms import pending
from tests.support.scripted_telegram import ScriptedTelegram

ACCEPTED = pending()


@pytest.fixture
def supervisor(delivery: Delivery) -> Delivery:
    """Rahim is a supervisor, and has made an announcement that nobody else has to get."""
    store, now = delivery.store, delivery.clock()
    store.agents.enrol(Agent(id=RAHIM, name="Rahim", role=Role.ADMIN, language="en"), now)
    store.applications.save(ACCEPTED)
    with store.transaction():
        store.announcements.confirm(store.announcements.draft(RAHIM, "We meet.", now), now)
    return delivery


async def is_noted(delivery: Delivery, message: AnyOutgoing) -> bool:
    """Whether it counts as the newest message once it has been sent."""
    delivery.owes(message)
    while delivery.store.outbox.count():
        await delivery.lets_pass(3)
    return delivery.store.shown.newest(RAHIM) is not None


@pytest.mark.parametrize(
    "message",
    [
        Send(text="News", rings=True),
        EveningReport(day=date(2026, 11, 23)),
        Announce(number=1),  # its count
        ShowStats(),
        TeamReport(days=7),
        Export(format="csv", days=9999),
        ReceiptPicture(application_id=ACCEPTED.id, language="en"),
    ],
)
async def test_what_is_in_no_order_with_the_questions_is_noted(
    telegram: ScriptedTelegram, supervisor: Delivery, message: AnyOutgoing
) -> None:
    assert await is_noted(supervisor, message)

    newest = supervisor.store.shown.newest(RAHIM)
    assert newest == [chat for chat, _ in telegram.sent].index(RAHIM) + 1


async def test_what_answers_at_once_is_not(supervisor: Delivery) -> None:
    assert not await is_noted(supervisor, Send(text="Nothing is open."))


async def test_a_page_in_a_message_that_was_there_is_no_newer_than_that(
    supervisor: Delivery,
) -> None:
    supervisor.owes("the report", "the question")
    await is_noted(supervisor, TeamReport(days=7, message_id=1))

    assert supervisor.store.shown.newest(RAHIM) == 1
