"""Delivery: in order in each chat, no chat delays another, nothing is lost, nothing is logged."""

import logging

import pytest

from bot.applications.cleaning import owe_cleaning
from bot.applications.erasure import Erasure
from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Button,
    Disarm,
    Example,
    OfferCommands,
    QrCode,
    Send,
    TeamReport,
)
from bot.telegram.limits import Limits
from storage.agents import Role
from tests.support.clocks import until
from tests.support.delivery import KARIM, RAHIM, Delivery
from tests.support.forms import pending
from tests.support.scripted_telegram import (
    Answer,
    ScriptedTelegram,
    cut,
    page,
    refused,
)

KEYS = [[Button("Yes", "yes")]]

AWAY = page(502, "")


async def test_messages_of_a_chat_arrive_in_their_order(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    numbers = [f"number {number}" for number in range(20)]
    for number in numbers:
        delivery.owes(number, to=RAHIM)
        delivery.owes(number, to=KARIM)

    await delivery.is_done()

    assert telegram.told(RAHIM) == telegram.told(KARIM) == numbers


@pytest.mark.parametrize(
    "stumble",
    [
        refused(429, "Too Many Requests: retry after 1", retry_after=1),
        refused(500, "Internal Server Error"),
        AWAY,
        cut,
    ],
)
async def test_a_message_that_could_not_be_sent_is_sent_later_and_the_next_ones_after_it(
    telegram: ScriptedTelegram, delivery: Delivery, stumble: Answer
) -> None:
    telegram.stumbles("sendMessage", stumble)
    delivery.owes("first", "second", "third")

    assert await delivery.is_put_off() <= 2
    assert telegram.told(RAHIM) == []
    await delivery.lets_pass(2)
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["first", "second", "third"]


async def test_flood_control_is_obeyed_to_the_second_and_holds_up_no_other_chat(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", refused(429, "Too Many", retry_after=40), chat=RAHIM)
    delivery.owes("to Rahim", to=RAHIM)
    assert await delivery.is_put_off() == 40
    delivery.owes("to Karim", to=KARIM)
    await until(lambda: telegram.told(KARIM) == ["to Karim"])

    await until(lambda: delivery.timer.sleeps() == [40])
    await delivery.lets_pass(39)
    assert delivery.timer.sleeps() == [1]
    await delivery.lets_pass(1)
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["to Rahim"]


@pytest.mark.parametrize(
    ("method", "decoration"),
    [
        ("setMyCommands", OfferCommands(language="bn", role="agent")),
        ("sendPhoto", Example(slot="front", language="en")),
        ("sendPhoto", QrCode(link="https://t.me/bot?start=x", text="Invitation")),
        ("editMessageReplyMarkup", Disarm(message_id=7)),
    ],
)
async def test_a_decoration_that_has_to_wait_for_an_hour_holds_up_no_question(
    telegram: ScriptedTelegram, delivery: Delivery, method: str, decoration: AnyOutgoing
) -> None:
    telegram.stumbles(method, refused(429, "Too Many Requests", retry_after=3600))
    delivery.owes(decoration, "Which language?")

    await until(lambda: telegram.told(RAHIM) == ["Which language?"])


async def test_of_menus_that_wait_only_the_newest_is_set(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("setMyCommands", refused(429, "Too Many Requests", retry_after=3600))
    delivery.owes(OfferCommands(language="bn", role="agent"))
    await delivery.is_put_off()
    delivery.owes(OfferCommands(language="en", role="agent"))
    await delivery.is_done()

    assert len(telegram.calls("setMyCommands")) == 2


async def test_a_chat_beyond_its_limit_rests_and_holds_up_no_other(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    numbers = [f"number {number}" for number in range(62)]
    delivery.owes(*numbers)
    await until(lambda: telegram.told(RAHIM) == numbers[:60])
    delivery.owes("to Karim", to=KARIM)

    await delivery.lets_pass(0.1)  # all chats together may have three messages in that time
    await until(lambda: telegram.told(KARIM) == ["to Karim"])
    await delivery.lets_pass(0.9)
    await until(lambda: telegram.told(RAHIM) == numbers[:61])
    await delivery.lets_pass(1)
    await delivery.is_done()

    assert telegram.told(RAHIM) == numbers


async def test_a_chat_rests_as_a_whole_however_many_lanes_it_has(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    with delivery.store.transaction():
        for number in range(500):
            name = f"a{number:07}"
            delivery.store.chat_messages.note((name,), RAHIM, number, delivery.clock())
            owe_cleaning(delivery.store, name, delivery.clock())
    delivery.owes("to Karim", to=KARIM)

    await until(lambda: len(telegram.calls("deleteMessages")) == 60)
    await delivery.lets_pass(0.1)
    await until(lambda: telegram.told(KARIM) == ["to Karim"])

    assert len(telegram.calls("deleteMessages")) == 60


async def test_a_chat_whose_answers_are_slow_holds_up_no_other(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    numbers = [f"number {number}" for number in range(10)]
    telegram.holds("sendMessage", chat=RAHIM)
    delivery.owes("one", "two", to=RAHIM)
    delivery.owes(*numbers, to=KARIM)

    await until(lambda: telegram.told(KARIM) == numbers)
    telegram.releases("sendMessage", chat=RAHIM)
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["one", "two"]


async def test_however_long_telegram_is_away_a_try_comes_at_least_every_half_minute(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", *[AWAY] * 8)
    delivery.owes("hello")
    waits = []
    for attempt in range(1, 9):
        await delivery.was_tried(attempt)
        waits.append(await delivery.is_put_off())
        await delivery.lets_pass(waits[-1])
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["hello"]
    assert waits[0] <= 2
    assert max(waits) <= 30


async def test_the_answer_to_a_press_passes_whatever_waits_for_the_chat(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", refused(429, "Too Many Requests", retry_after=40))
    delivery.owes("a message")
    await delivery.is_put_off()

    delivery.owes(AnswerPress(query_id="press", text="noted"))

    await until(lambda: telegram.calls("answerCallbackQuery"))
    assert telegram.told(RAHIM) == []


async def test_answers_are_not_held_up_when_slow_messages_take_all_places(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.holds("sendMessage")
    for chat in range(9000, 9300):
        delivery.owes("slow", to=chat)
    for places in (60, 120, 180, 240, 256):
        await until(lambda places=places: len(telegram.calls("sendMessage")) == places)  # type: ignore[misc]
        await delivery.lets_pass(2)

    delivery.owes(AnswerPress(query_id="press"))

    await until(lambda: telegram.calls("answerCallbackQuery"))
    telegram.releases("sendMessage")


async def test_an_answer_that_comes_too_late_is_not_a_failure(
    telegram: ScriptedTelegram, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    telegram.stumbles("answerCallbackQuery", refused(400, "Bad Request: query is too old"))
    delivery.owes(AnswerPress(query_id="of long ago"))

    await delivery.is_done()

    (record,) = [each for each in caplog.records if each.name == "bot.delivery.attempts"]
    assert record.levelno == logging.INFO


async def test_an_answer_that_could_not_be_given_in_time_is_not_given_at_all(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("answerCallbackQuery", AWAY)
    delivery.owes(AnswerPress(query_id="press", text="too late"))
    await until(lambda: delivery.timer.sleeps() and delivery.timer.sleeps()[0] <= 2)

    await delivery.lets_pass(61)

    await delivery.is_done()
    assert len(telegram.calls("answerCallbackQuery")) == 1


async def test_a_prompt_that_was_not_sent_yet_gives_way_to_the_next(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.stumbles("sendMessage", AWAY)
    delivery.owes("first question", label="prompt:abcd")
    await delivery.is_put_off()
    delivery.owes("second question", label="prompt:abcd")
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["second question"]


async def test_a_prompt_that_is_being_sent_and_superseded_loses_its_buttons_afterwards(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.holds("sendMessage")
    delivery.owes(Send(text="first", keyboard=KEYS), label="prompt:abcd")
    await until(lambda: telegram.calls("sendMessage"))
    delivery.owes(Send(text="second", keyboard=KEYS), label="prompt:abcd")
    telegram.releases("sendMessage")
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["first", "second"]
    (disarmed,) = telegram.calls("editMessageReplyMarkup")
    assert disarmed["message_id"] == "1"


@pytest.mark.parametrize("stumble", [refused(500, "Internal Server Error"), AWAY])
async def test_a_menu_that_telegram_cannot_show_holds_nothing_up_for_ever(
    telegram: ScriptedTelegram,
    delivery: Delivery,
    stumble: Answer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    telegram.says("setMyCommands", stumble)
    delivery.owes(OfferCommands(language="en", role="agent"), "done")
    for attempt in range(1, 5):
        await delivery.was_tried(attempt)
        await delivery.lets_pass(60)

    await delivery.is_done()
    assert telegram.told(RAHIM) == ["done"]
    logged = [each.message for each in caplog.records if each.name == "bot.delivery.attempts"]
    assert ["next attempt in" in each for each in logged] == [True] * 4 + [False]


async def test_a_message_sent_while_its_customer_was_erased_is_deleted_when_it_has_arrived(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    application, store = pending(), delivery.store
    store.applications.save(application)
    telegram.holds("sendMessage")
    delivery.owes(Send(text="Md. Asaduzzaman Miah", about=(application.id,)))
    await until(lambda: telegram.calls("sendMessage"))

    with store.transaction():
        Erasure(store).erase(application, actor="1001", why="withdrawn", now=delivery.clock())
    telegram.releases("sendMessage")
    await until(lambda: telegram.calls("deleteMessages"))
    await delivery.is_done()

    (deleted,) = telegram.calls("deleteMessages")
    assert deleted["message_ids"] == "[1]"
    *_, entry = store.audit.entries(subject=application.id)
    assert (entry.action, entry.details) == ("chat-cleaned", {"deleted": 1, "left": 0})


async def test_a_report_sent_while_a_customer_in_it_was_erased_is_deleted_when_it_has_arrived(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    application, store = pending(), delivery.store
    store.applications.save(application)
    store.agents.appoint(RAHIM, Role.SUPERVISOR, "", delivery.clock())
    telegram.holds("sendMessage")
    delivery.owes(TeamReport(days=7))
    await until(lambda: telegram.calls("sendMessage"))

    with store.transaction():
        Erasure(store).erase(application, actor="1001", why="withdrawn", now=delivery.clock())
    telegram.releases("sendMessage")
    await until(lambda: telegram.calls("deleteMessages"))
    await delivery.is_done()

    (deleted,) = telegram.calls("deleteMessages")
    assert deleted["message_ids"] == "[1]"


async def test_a_message_under_way_at_the_stop_stays_owed_and_the_next_process_sends_it(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.holds("sendMessage")
    delivery.owes("first", "second")
    await until(lambda: telegram.calls("sendMessage"))

    ending = delivery.begins_to_stop()
    await until(lambda: delivery.timer.sleeps() == [2])
    await delivery.lets_pass(2)
    await until(ending.done)
    assert delivery.store.outbox.count() == 2

    telegram.held.clear()
    delivery.starts()
    await delivery.is_done()
    assert telegram.told(RAHIM) == ["first", "second"]


async def test_a_delivery_that_ends_during_the_stop_is_written_down(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    telegram.holds("sendMessage")
    delivery.owes("first", "second")
    await until(lambda: telegram.calls("sendMessage"))

    ending = delivery.begins_to_stop()
    await until(lambda: delivery.timer.sleeps() == [2])
    telegram.releases("sendMessage")
    await until(ending.done)
    delivery.starts()
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["first", "second"]


async def test_with_nothing_to_do_the_database_is_asked_once_a_minute(delivery: Delivery) -> None:
    delivery.owes("hello")
    await delivery.is_done()
    await delivery.is_at_rest(60)
    delivery.trips.clear()

    await delivery.lets_pass(59)
    await delivery.is_at_rest(1)
    assert delivery.trips.total() == 0

    await delivery.lets_pass(1)
    await delivery.is_at_rest(60)
    assert delivery.trips.total() == 1


async def test_what_another_process_owes_is_delivered_within_a_minute(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    await delivery.is_at_rest(60)

    delivery.is_owed_by_another_process("by command")
    await delivery.lets_pass(60)
    await delivery.is_done()

    assert telegram.told(RAHIM) == ["by command"]


async def test_when_all_chats_wait_for_the_limit_of_all_no_more_is_asked_for(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    for chat in range(3001, 3101):
        delivery.owes("to everybody", to=chat)
    await until(lambda: len(telegram.calls("sendMessage")) == 60)
    await until(
        lambda: len(delivery.store.due_messages.heads(delivery.clock(), others=99).others) == 40
    )
    await until(lambda: len(delivery.timer.sleeps()) == 1)
    delivery.trips.clear()

    await delivery.lets_pass(0.1)
    await until(lambda: len(telegram.calls("sendMessage")) == 63)

    assert delivery.trips["bot.delivery.postman._heads: due_messages.heads"] == 1


async def test_a_message_that_waits_for_the_limit_is_not_forgotten_when_looking_takes_long(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    await delivery.stops()
    delivery.starts(Limits(per_second=1, used_up_at=delivery.timer.now()))
    delivery.owes("first")
    await delivery.is_done()
    await delivery.is_at_rest(1)
    delivery.timer.reading_takes = 0.3  # the pause of a second ends between look and sleep

    delivery.owes("second", to=KARIM)
    await until(lambda: min(delivery.timer.sleeps(), default=60) < 1)
    await delivery.lets_pass(0.5)
    await until(lambda: telegram.told(KARIM) == ["second"])
