"""Delivery: in order in each chat, no chat for another, nothing lost, nothing told to the log."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Button,
    Disarm,
    Edit,
    LeaveChat,
    OfferCommands,
    Preview,
    Refresh,
    Replace,
    Send,
)
from bot.sandbox.ekyc.register import load_register
from bot.sandbox.person import Person
from tests.support.delivery import KARIM, RAHIM, Delivery
from tests.support.running import Trial

CARD = load_register().citizens[0].specimen("cards", "_front").read_bytes()
KEYS = [[Button("Yes", "yes")]]


@pytest.fixture
async def delivery(trial: Trial, tmp_path: Path) -> AsyncIterator[Delivery]:
    async with Delivery(trial.telegram_url, tmp_path) as running:
        yield running


@pytest.fixture
async def rahim(trial: Trial) -> AsyncIterator[Person]:
    async with trial.person("Rahim", RAHIM) as person:
        await person.says("/start")  # nobody may be written to before they have written
        yield person


@pytest.fixture
async def karim(trial: Trial) -> AsyncIterator[Person]:
    async with trial.person("Karim", KARIM) as person:
        await person.says("/start")
        yield person


def texts(person: Person) -> list[str]:
    """What the bot has said to the person, as last seen."""
    return [message.text for message in person.messages if message.from_bot]


# -- order ------------------------------------------------------------------------------------


async def test_messages_of_a_chat_arrive_in_their_order(
    delivery: Delivery, rahim: Person, karim: Person
) -> None:
    numbers = [f"number {number}" for number in range(20)]
    for number in numbers:
        delivery.owes(number, to=RAHIM)
        delivery.owes(number, to=KARIM)

    await rahim.sees("number 19")
    await karim.sees("number 19")

    assert texts(rahim) == texts(karim) == numbers
    await delivery.is_done()


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "too_many_requests", "seconds": 1},
        {"kind": "server_error"},
        {"kind": "bad_gateway"},
        {"kind": "cut_before"},
    ],
    ids=lambda fault: fault["kind"],
)
async def test_a_message_that_could_not_be_sent_is_sent_later_and_the_next_ones_after_it(
    delivery: Delivery, rahim: Person, trial: Trial, fault: dict[str, object]
) -> None:
    await trial.fault("telegram", method="sendMessage", **fault)
    delivery.owes("first", "second", "third")

    assert await delivery.is_put_off() <= 2
    assert texts(rahim) == []
    delivery.lets_pass(3)

    await rahim.sees("third")
    assert texts(rahim) == ["first", "second", "third"]


async def test_a_message_whose_answer_was_lost_goes_out_again_rather_than_never(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="cut_after", method="sendMessage")
    delivery.owes("first", "second")
    await delivery.is_put_off()
    delivery.lets_pass(3)

    await rahim.sees("second")

    assert texts(rahim) == ["first", "first", "second"]


async def test_flood_control_is_obeyed_to_the_second_and_holds_up_no_other_chat(
    delivery: Delivery, rahim: Person, karim: Person, trial: Trial
) -> None:
    await trial.fault(
        "telegram", kind="too_many_requests", method="sendMessage", seconds=40, chat_id=RAHIM
    )
    delivery.owes("to Rahim", to=RAHIM)
    assert await delivery.is_put_off() == 40
    delivery.owes("to Karim", to=KARIM)
    await karim.sees("to Karim")

    delivery.lets_pass(39)
    await rahim.does_not_see("to Rahim", within=0.3)
    delivery.lets_pass(1)

    await rahim.sees("to Rahim")


async def test_a_chat_beyond_its_limit_rests_and_holds_up_no_other(
    delivery: Delivery, rahim: Person, karim: Person
) -> None:
    delivery.owes(*(f"message {number}" for number in range(62)))
    await rahim.sees("message 59", timeout=60)
    delivery.owes("for Karim", to=KARIM)

    await karim.sees("for Karim")
    await rahim.sees("message 61", timeout=60)
    texts = [message.text for message in rahim.messages if message.from_bot]
    assert texts == [f"message {number}" for number in range(62)]


async def test_a_chat_whose_answers_are_slow_holds_up_no_other(
    delivery: Delivery, rahim: Person, karim: Person, trial: Trial
) -> None:
    await trial.fault(
        "telegram", kind="delay", method="sendMessage", seconds=3, times=2, chat_id=RAHIM
    )
    delivery.owes("one", "two", to=RAHIM)
    for number in range(10):
        delivery.owes(f"number {number}", to=KARIM)

    await karim.sees("number 9", timeout=2)
    await rahim.sees("two")
    assert texts(rahim) == ["one", "two"]


async def test_however_long_telegram_is_away_a_try_comes_at_least_every_half_minute(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="bad_gateway", times="always")
    delivery.owes("hello")
    waits = []
    for attempt in range(1, 9):
        await was_tried(delivery, attempt)
        waits.append(await delivery.is_put_off())
        delivery.lets_pass(waits[-1])
    await trial.fault("telegram", kind="clear")
    await was_tried(delivery, 9)  # the last try met the fault still
    delivery.lets_pass(30)

    await rahim.sees("hello")
    assert waits[0] <= 2
    assert max(waits) <= 30


async def was_tried(delivery: Delivery, times: int) -> None:
    """Wait until the one message that is next was tried so often."""

    def is_so() -> bool:
        far = delivery.clock().replace(year=9999)
        found = delivery.store.outbox.due(far, hurried=False, busy=(), limit=9)
        return [message.attempts for message in found] == [times]

    await delivery.comes_to(is_so)


# -- refusals ---------------------------------------------------------------------------------


async def test_a_refused_message_is_dropped_and_reported_without_a_word_of_it(
    delivery: Delivery, rahim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    delivery.owes("<Asaduzzaman 0001980100147>", "<b>second</b>")

    await rahim.sees("second")

    assert texts(rahim) == ["second"]
    await delivery.is_done()
    (record,) = [each for each in caplog.records if each.name == "bot.delivery.postman"]
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith("Send to a chat was refused: ")
    assert "Asaduzzaman" not in caplog.text
    assert "0001980100147" not in caplog.text


async def test_a_message_that_cannot_be_built_holds_its_chat_up_for_a_while_only(
    delivery: Delivery, rahim: Person, karim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    delivery.store.outbox.owe(RAHIM, '{"type": "poem", "name": "Asaduzzaman"}', delivery.clock())
    delivery.owes("second", to=RAHIM)
    delivery.owes("to Karim", to=KARIM)
    await karim.sees("to Karim")
    for attempt in range(1, 5):
        await was_tried(delivery, attempt)
        delivery.lets_pass(60)

    await rahim.sees("second")
    assert "Asaduzzaman" not in caplog.text


# -- people who cannot be reached -------------------------------------------------------------


async def test_everything_owed_to_somebody_who_blocked_the_bot_is_sent_in_order_when_they_return(
    delivery: Delivery, rahim: Person
) -> None:
    await rahim.blocks_bot()
    delivery.owes("first", "second")
    assert await delivery.is_put_off() == 6 * 3600
    agent = delivery.store.agents.find(RAHIM)
    assert agent
    assert not agent.is_reachable

    await rahim.unblocks_bot()
    delivery.hastens(RAHIM)

    await rahim.sees("second")
    assert texts(rahim) == ["first", "second"]


async def test_an_admin_who_has_never_written_is_waited_for(
    delivery: Delivery, trial: Trial
) -> None:
    delivery.owes("an alert", to=KARIM)
    await delivery.is_put_off(KARIM)

    async with trial.person("Karim", KARIM) as karim:
        await karim.says("/start")
        delivery.hastens(KARIM)

        await karim.sees("an alert")


async def test_a_stranger_who_blocked_the_bot_is_not_waited_for(
    delivery: Delivery, trial: Trial
) -> None:
    async with trial.person("Nobody", 5001) as stranger:
        await stranger.says("/start")
        await stranger.blocks_bot()
        delivery.owes("who are you?", to=5001)

        await delivery.is_done()


# -- presses ----------------------------------------------------------------------------------


async def test_the_answer_to_a_press_passes_whatever_waits_for_the_chat(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    delivery.owes(Send(text="question", keyboard=KEYS))
    press = await rahim.taps("Yes")
    await trial.fault("telegram", kind="too_many_requests", method="sendMessage", seconds=40)
    delivery.owes("a message")
    await delivery.is_put_off()

    delivery.owes(AnswerPress(query_id=press, text="noted"))

    assert await rahim.gets_answer(press, timeout=2) == "noted"


async def test_answers_are_not_held_up_when_all_places_are_taken_by_slow_messages(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    delivery.owes(Send(text="question", keyboard=KEYS))
    press = await rahim.taps("Yes")
    await trial.fault("telegram", kind="delay", method="sendMessage", seconds=4, times="always")
    for chat in range(9000, 9100):
        delivery.owes("slow", to=chat)

    delivery.owes(AnswerPress(query_id=press))

    assert await rahim.gets_answer(press, timeout=2) == ""


async def test_an_answer_that_comes_too_late_is_not_a_failure(
    delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    delivery.owes(AnswerPress(query_id="of long ago"))

    await delivery.is_done()

    (record,) = [each for each in caplog.records if each.name == "bot.delivery.postman"]
    assert record.levelno == logging.INFO


async def test_an_answer_that_could_not_be_given_in_time_is_not_given_at_all(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    delivery.owes(Send(text="question", keyboard=KEYS))
    press = await rahim.taps("Yes")
    await trial.fault("telegram", kind="bad_gateway", method="answerCallbackQuery")
    delivery.owes(AnswerPress(query_id=press, text="too late"))
    await delivery.comes_to(lambda: delivery.store.outbox.count() == 1)
    await asyncio.sleep(0.3)

    delivery.lets_pass(61)

    await delivery.is_done()
    await rahim.does_not_see("too late", within=0.3)


# -- each kind of message ---------------------------------------------------------------------


async def test_a_labelled_message_takes_the_buttons_from_the_one_before(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="first question", keyboard=KEYS), label="prompt:abcd")
    await rahim.sees("first question")
    delivery.owes(Send(text="second question", keyboard=KEYS), label="prompt:abcd")
    await rahim.sees("second question")
    await delivery.is_done()
    await rahim.does_not_see("a third", within=0.1)

    assert [(each.text, each.buttons) for each in rahim.messages if each.from_bot] == [
        ("first question", ()),
        ("second question", (("Yes",),)),
    ]


async def test_a_prompt_that_was_not_sent_yet_gives_way_to_the_next(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="bad_gateway", method="sendMessage", times="always")
    delivery.owes("first question", label="prompt:abcd")
    await delivery.is_put_off()
    delivery.owes("second question", label="prompt:abcd")
    await trial.fault("telegram", kind="clear")
    delivery.lets_pass(60)

    await rahim.sees("second question")

    assert texts(rahim) == ["second question"]


async def test_a_prompt_that_is_being_sent_and_superseded_loses_its_buttons_afterwards(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="delay", method="sendMessage", seconds=0.5)
    delivery.owes(Send(text="first", keyboard=KEYS), label="prompt:abcd")
    await asyncio.sleep(0.2)
    delivery.owes(Send(text="second", keyboard=KEYS), label="prompt:abcd")

    await rahim.sees("second")
    await delivery.is_done()
    await rahim.does_not_see("a third", within=0.1)

    assert [each.buttons for each in rahim.messages if each.from_bot] == [(), (("Yes",),)]


async def test_a_live_line_is_edited_in_place_and_sent_again_when_it_was_deleted(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Replace(text="reading…"), label="progress:abcd")
    line = await rahim.sees("reading…")
    delivery.owes(Replace(text="still reading…"), label="progress:abcd")
    await rahim.sees("still reading…")
    assert texts(rahim) == ["still reading…"]

    await rahim.deletes(line)
    delivery.owes(Replace(text="read"), label="progress:abcd")

    await rahim.sees("read")
    assert texts(rahim) == ["read"]


async def test_a_line_that_says_this_already_is_as_good(
    delivery: Delivery, rahim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        delivery.owes(Replace(text="reading…"), label="progress:abcd")
        await delivery.is_done()

    await rahim.sees("reading…")
    assert texts(rahim) == ["reading…"]
    assert caplog.records == []


async def test_a_view_is_refreshed_only_where_it_is_shown(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes("a detail")
    shown = await rahim.sees("a detail")
    delivery.owes(Refresh(text="nobody sees this"), label="detail:abcd")
    delivery.store.outbox.note_shown("detail:abcd", RAHIM, shown.message_id)

    delivery.owes(Refresh(text="as it is now"), label="detail:abcd")

    await rahim.sees("as it is now")
    assert texts(rahim) == ["as it is now"]
    await delivery.is_done()
    assert delivery.store.outbox.shown("detail:abcd") is None


async def test_a_message_is_edited_and_disarmed_by_its_number(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="question", keyboard=KEYS), Send(text="list", keyboard=KEYS))
    await rahim.sees("list")
    question, listed = [each.message_id for each in rahim.messages if each.from_bot]

    delivery.owes(Disarm(message_id=question), Edit(message_id=listed, text="page 2"))

    await rahim.sees("page 2")
    assert [each.buttons for each in rahim.messages if each.from_bot] == [(), ()]


@pytest.mark.parametrize("change", [Edit(message_id=99, text="x"), Disarm(message_id=99)])
async def test_a_message_that_is_gone_needs_no_change(
    delivery: Delivery, rahim: Person, caplog: pytest.LogCaptureFixture, change: AnyOutgoing
) -> None:
    delivery.owes(change, "next")

    await rahim.sees("next")
    assert not [each for each in caplog.records if each.levelno > logging.INFO]


async def test_the_cut_out_card_is_shown_once_and_nothing_where_it_is_forgotten(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.pictures.keep("abcd2345", CARD)
    preview = Preview(application_id="abcd2345")
    delivery.owes(preview, preview, "the fields")

    await rahim.sees("the fields")

    assert [each.has_photo for each in rahim.messages if each.from_bot] == [True, False]
    assert delivery.pictures.find("abcd2345") is None


async def test_a_preview_that_could_not_be_sent_is_kept_for_the_next_try(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="bad_gateway", method="sendPhoto")
    delivery.pictures.keep("abcd2345", CARD)
    delivery.owes(Preview(application_id="abcd2345"), "the fields")
    await delivery.is_put_off()
    delivery.lets_pass(5)

    await rahim.sees("the fields")
    assert [each.has_photo for each in rahim.messages if each.from_bot] == [True, False]


async def test_the_menu_is_that_of_the_chat_in_its_language(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(OfferCommands(language="bn", role="agent"), "done")

    await rahim.sees("done")
    assert "new" in await rahim.commands()


@pytest.mark.parametrize("kind", ["server_error", "bad_gateway"])
async def test_a_menu_that_telegram_cannot_show_holds_nothing_up_for_ever(
    delivery: Delivery, rahim: Person, trial: Trial, kind: str
) -> None:
    await trial.fault("telegram", kind=kind, method="setMyCommands", times="always")
    delivery.owes(OfferCommands(language="en", role="agent"), "done")
    for attempt in range(1, 5):
        await was_tried(delivery, attempt)
        delivery.lets_pass(60)

    await rahim.sees("done")


async def test_a_group_is_left_and_left_only_once(delivery: Delivery, rahim: Person) -> None:
    group = await rahim.adds_bot_to_group()

    delivery.owes(LeaveChat(), LeaveChat(), to=group)

    await rahim.sees_bot_leave(group)
    await delivery.is_done()


# -- the end and the beginning ----------------------------------------------------------------


async def test_a_message_under_way_at_the_stop_stays_owed_and_the_next_process_sends_it(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="delay", method="sendMessage", seconds=30)
    delivery.owes("first", "second")
    await asyncio.sleep(0.3)

    assert await delivery.stops() < 3
    assert delivery.store.outbox.count() == 2

    delivery.starts()
    await rahim.sees("second")
    assert texts(rahim)[-2:] == ["first", "second"]


async def test_what_was_on_its_way_while_its_customer_was_erased_is_deleted_when_it_has_arrived(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="Md. Asaduzzaman Miah", about=("abcd2345",)))
    await delivery.comes_to(lambda: delivery.store.audit.entries(actions=("chat-cleaned",)))

    (entry,) = delivery.store.audit.entries(subject="abcd2345")
    assert entry.details == {"deleted": 1, "left": 0}
    await delivery.is_done()
    assert texts(rahim) == []


async def test_what_ends_while_it_stops_is_written_down(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="delay", method="sendMessage", seconds=1)
    delivery.owes("first", "second")
    await asyncio.sleep(0.3)

    await delivery.stops()
    delivery.starts()

    await rahim.sees("second")
    assert texts(rahim) == ["first", "second"]
