"""What Telegram refuses, and who cannot be reached: nothing is lost without a word."""

import logging

import pytest

from bot.chat.outgoing import ShowStats
from bot.texts import say
from storage.agents import Agent, Role
from tests.support.clocks import until
from tests.support.delivery import KARIM, RAHIM, Delivery
from tests.support.scripted_telegram import (
    ScriptedTelegram,
    refused,
)

REFUSED = say("en", "message-refused")

BLOCKED = refused(403, "Forbidden: bot was blocked by the user")


async def test_a_refused_message_is_dropped_and_reported_without_a_word_of_it(
    telegram: ScriptedTelegram, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    said = 'Bad Request: can\'t parse entities: unsupported start tag "Asaduzzaman 0001980100147"'
    telegram.stumbles("sendMessage", refused(400, said))
    delivery.owes("<Asaduzzaman 0001980100147>", "<b>second</b>")

    await delivery.is_done()

    assert telegram.told(RAHIM) == ["<b>second</b>", REFUSED]
    (record,) = [each for each in caplog.records if each.name == "bot.delivery.attempts"]
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith("Send to a chat was refused: ")
    assert "Asaduzzaman" not in caplog.text
    assert "0001980100147" not in caplog.text


async def test_a_refusal_is_told_to_the_person_and_once_to_the_admins(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    boss = Agent(id=1001, name="Boss", role=Role.ADMIN, language="en")
    delivery.store.agents.enrol(boss, delivery.clock())
    telegram.stumbles("sendMessage", *[refused(400, "Bad Request: something new")] * 2)
    delivery.owes("first", "second")
    await delivery.is_done()

    assert telegram.told(RAHIM) == [REFUSED, REFUSED]
    (alert,) = telegram.told(1001)
    assert alert == say("en", "alert-refused")


async def test_a_telegram_that_shows_nothing_at_all_is_not_asked_for_ever(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.says("sendMessage", refused(400, "Bad Request: something new"))
    delivery.owes("first")
    await delivery.is_done()

    assert len(telegram.calls("sendMessage")) == 2  # the message and the word about it


async def test_a_message_that_cannot_be_built_holds_its_chat_up_for_a_while_only(
    telegram: ScriptedTelegram, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    delivery.store.outbox.owe(RAHIM, '{"type": "poem", "name": "Asaduzzaman"}', delivery.clock())
    delivery.owes("second", to=RAHIM)
    delivery.owes("to Karim", to=KARIM)
    await until(lambda: telegram.told(KARIM) == ["to Karim"])
    for attempt in range(1, 5):
        await delivery.was_tried(attempt)
        await delivery.lets_pass(60)

    await delivery.is_done()
    assert telegram.told(RAHIM) == ["second"]
    assert "Asaduzzaman" not in caplog.text


async def test_everything_owed_to_somebody_who_blocked_the_bot_is_sent_in_order_when_they_return(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", BLOCKED)
    delivery.owes("first", "second")
    assert await delivery.is_put_off() == 6 * 3600
    agent = delivery.store.agents.find(RAHIM)
    assert agent
    assert not agent.is_reachable

    delivery.hastens(RAHIM)
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["first", "second"]


async def test_so_is_what_a_button_asked_for_and_what_is_asked_for_next(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    """As the picture of an evening on which a supervisor had blocked the bot."""
    telegram.stumbles("sendMessage", BLOCKED)
    delivery.owes(ShowStats())
    assert await delivery.is_put_off() == 6 * 3600

    delivery.hastens(RAHIM)
    delivery.owes(ShowStats())
    await delivery.is_done()

    assert len(telegram.told(RAHIM)) == 2


async def test_an_admin_who_has_never_written_is_waited_for(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", refused(400, "Bad Request: chat not found"))
    delivery.owes("an alert", to=KARIM)
    await delivery.is_put_off(KARIM)

    delivery.hastens(KARIM)
    await delivery.is_done()

    assert telegram.told(KARIM) == ["an alert"]


async def test_a_stranger_who_blocked_the_bot_is_not_waited_for(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", BLOCKED)
    delivery.owes("who are you?", to=5001)

    await delivery.is_done()

    assert telegram.told(5001) == []
