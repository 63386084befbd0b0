"""Each kind of owed message, as somebody in the chat sees it."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Button,
    Clean,
    Disarm,
    Edit,
    LeaveChat,
    OfferCommands,
    Preview,
    Refresh,
    Replace,
    Send,
    Style,
)
from bot.sandbox.ekyc.register import load_register
from bot.sandbox.person import Person
from tests.support.delivery import RAHIM, Delivery
from tests.support.running import BOT_TOKEN, Trial

CARD = load_register().citizens[0].specimen("cards", "_front").read_bytes()
KEYS = [[Button("Yes", "yes")]]


@pytest.fixture
async def delivery(trial: Trial, tmp_path: Path) -> AsyncIterator[Delivery]:
    async with Delivery(trial.telegram_url, BOT_TOKEN, tmp_path) as running:
        yield running


@pytest.fixture
async def rahim(trial: Trial) -> AsyncIterator[Person]:
    async with trial.person("Rahim", RAHIM) as person:
        await person.says("/start")  # nobody may be written to before they have written
        yield person


def texts(person: Person) -> list[str]:
    """What the bot has said to the person, as last seen."""
    return [message.text for message in person.messages if message.from_bot]


async def test_a_message_whose_answer_was_lost_goes_out_again_rather_than_never(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="cut_after", method="sendMessage")
    delivery.owes("first", "second")
    await delivery.is_put_off()
    await delivery.lets_pass(3)

    await rahim.sees("second")

    assert texts(rahim) == ["first", "first", "second"]


async def test_a_labelled_message_takes_the_buttons_from_the_one_before(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="first question", keyboard=KEYS), label="prompt:abcd")
    await rahim.sees("first question")
    delivery.owes(Send(text="second question", keyboard=KEYS), label="prompt:abcd")
    await rahim.sees("second question")
    await delivery.is_done()
    delivery.owes("the end")
    await rahim.sees("the end")

    assert [(each.text, each.buttons) for each in rahim.messages if each.from_bot] == [
        ("first question", ()),
        ("second question", (("Yes",),)),
        ("the end", ()),
    ]


async def test_a_question_does_not_wait_until_another_has_lost_its_buttons(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    delivery.owes(Send(text="first question", keyboard=KEYS))
    first = await rahim.sees("first question")
    await trial.fault("telegram", kind="server_error", method="editMessageReplyMarkup")
    delivery.owes(Send(text="second question", keyboard=KEYS, disarms=first.message_id))
    await rahim.sees("second question")
    await delivery.is_put_off()
    await delivery.lets_pass(3)
    delivery.owes("the end")
    await rahim.sees("the end")

    assert [(each.text, each.buttons) for each in rahim.messages if each.from_bot] == [
        ("first question", ()),
        ("second question", (("Yes",),)),
        ("the end", ()),
    ]


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


RECEIPT = Send(
    text="receipt", is_forwardable=True, is_masked=True, rings=True, instead_of="prompt:abcd"
)
SENDING = Send(text="being sent", keyboard=KEYS, is_forwardable=True, is_masked=True)


async def test_a_message_is_written_into_another_that_may_be_forwarded(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(SENDING, label="prompt:abcd")
    sending = await rahim.sees("being sent")
    delivery.owes(RECEIPT, label="receipt:abcd")

    receipt = await rahim.sees("receipt")
    assert (receipt.message_id, receipt.rang) == (sending.message_id, False)
    assert (await rahim.forwards(receipt)).text == "receipt"
    await delivery.is_done()
    assert delivery.store.shown.find("prompt:abcd") is None
    assert delivery.store.shown.find("receipt:abcd") is not None


async def test_it_is_a_new_message_where_that_one_was_deleted(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(SENDING, label="prompt:abcd")
    await rahim.deletes(await rahim.sees("being sent"))
    delivery.owes(RECEIPT, label="receipt:abcd")

    receipt = await rahim.sees("receipt")
    assert (texts(rahim), receipt.rang) == (["receipt"], True)
    assert (await rahim.forwards(receipt)).text == "receipt"


async def test_it_is_a_new_message_where_that_one_may_not_be_forwarded(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="being sent", keyboard=KEYS), label="prompt:abcd")
    await rahim.sees("being sent")
    delivery.owes(RECEIPT, label="receipt:abcd")

    receipt = await rahim.sees("receipt")
    assert (await rahim.forwards(receipt)).text == "receipt"
    await delivery.is_done()
    delivery.owes("the end")
    await rahim.sees("the end")
    sent, *_ = [each for each in rahim.messages if each.from_bot]
    assert (sent.text, sent.buttons) == ("being sent", ())
    assert delivery.store.shown.find("prompt:abcd") is None


async def test_it_takes_the_place_of_one_that_was_never_sent(
    delivery: Delivery, rahim: Person
) -> None:
    await delivery.stops()
    delivery.owes(SENDING, label="prompt:abcd")
    delivery.owes(RECEIPT, label="receipt:abcd")
    delivery.starts()

    await rahim.sees("receipt")
    assert texts(rahim) == ["receipt"]


async def test_it_is_written_once_although_the_answer_to_that_was_lost(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    delivery.owes(SENDING, label="prompt:abcd")
    await rahim.sees("being sent")
    await delivery.is_done()
    await trial.fault("telegram", kind="cut_after", method="editMessageText")
    delivery.owes(RECEIPT, label="receipt:abcd")
    await delivery.is_put_off()
    await delivery.stops()
    delivery.starts()
    await delivery.lets_pass(3)
    await delivery.is_done()

    await rahim.sees("receipt")
    assert texts(rahim) == ["receipt"]


async def test_a_message_that_cannot_be_refreshed_is_shown_no_more(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="receipt"), label="receipt:abcd")
    await rahim.deletes(await rahim.sees("receipt"))
    await delivery.is_done()
    delivery.owes(Refresh(text="receipt without menu"), label="receipt:abcd")
    await delivery.is_done()

    assert delivery.store.shown.find("receipt:abcd") is None


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
    delivery.store.shown.note("detail:abcd", RAHIM, shown.message_id)

    delivery.owes(Refresh(text="for now", is_provisional=True), label="detail:abcd")
    await rahim.sees("for now")
    await delivery.is_done()
    delivery.owes(Refresh(text="as it is now"), label="detail:abcd")

    await rahim.sees("as it is now")
    assert texts(rahim) == ["as it is now"]
    await delivery.is_done()
    assert delivery.store.shown.find("detail:abcd") is None


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
    await delivery.lets_pass(5)

    await rahim.sees("the fields")
    assert [each.has_photo for each in rahim.messages if each.from_bot] == [True, False]


async def test_the_menu_is_that_of_the_chat_in_its_language(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(OfferCommands(language="bn", role="agent"), "done")

    await rahim.sees("done")
    assert "new" in await rahim.commands()


async def test_a_group_is_left_and_left_only_once(delivery: Delivery, rahim: Person) -> None:
    group = await rahim.adds_bot_to_group()

    delivery.owes(LeaveChat(), LeaveChat(), to=group)

    await rahim.sees_bot_leave(group)
    await delivery.is_done()


# -- length -----------------------------------------------------------------------------------

LONG = "\n".join(f"{number} {'<b>খুলনা</b> ' * 20}" for number in range(100))
SEEN = LONG.replace("<b>", "").replace("</b>", "")


def said(person: Person) -> str:
    """All words of the bot, whatever messages they are in."""
    return " ".join(" ".join(texts(person)).split())


async def test_a_text_that_is_too_long_comes_in_parts_and_the_last_has_the_buttons(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text=LONG, keyboard=KEYS, about=("abcd2345",)), label="prompt:abcd")
    await rahim.sees("99 খুলনা")
    parts = [each.buttons for each in rahim.messages if each.from_bot]
    assert said(rahim) == " ".join(SEEN.split())
    assert parts == [(), (), (), (("Yes",),)]

    await delivery.is_done()
    delivery.owes(Clean(application_id="abcd2345"))
    delivery.owes("the end")
    await rahim.sees("the end")
    assert texts(rahim) == ["the end"]


@pytest.mark.parametrize("kind", [Replace, Refresh])
async def test_a_line_that_becomes_too_long_goes_on_below(
    delivery: Delivery, rahim: Person, kind: type[Replace | Refresh]
) -> None:
    delivery.owes(Send(text="short", keyboard=KEYS), label="detail:abcd")
    await rahim.sees("short")
    await delivery.is_done()
    delivery.owes(kind(text=LONG, keyboard=KEYS), label="detail:abcd")
    await rahim.sees("99 খুলনা")

    assert said(rahim) == " ".join(SEEN.split())
    assert [each.buttons for each in rahim.messages if each.from_bot][-1] == (("Yes",),)


async def test_a_page_that_is_too_long_goes_on_below(delivery: Delivery, rahim: Person) -> None:
    delivery.owes("page 1")
    page = await rahim.sees("page 1")
    delivery.owes(Edit(message_id=page.message_id, text=LONG))
    await rahim.sees("99 খুলনা")

    assert said(rahim) == " ".join(SEEN.split())


async def test_a_notice_that_is_too_long_comes_as_a_message(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Send(text="question", keyboard=KEYS))
    press = await rahim.taps("Yes")
    delivery.owes(AnswerPress(query_id=press, text="word " * 41))

    assert await rahim.gets_answer(press) == ""
    assert (await rahim.sees("word")).text == ("word " * 41).strip()


async def test_a_button_has_its_colour_in_new_and_in_edited_messages(
    delivery: Delivery, rahim: Person
) -> None:
    erase = [[Button("Erase", "erase", style=Style.LOSS), Button("Keep", "keep")]]
    delivery.owes(Send(text="Submit?", keyboard=[[Button("Yes", "yes", style=Style.YES)]]))
    shown = await rahim.sees("Submit?")
    assert shown.styles == {"Yes": "success"}

    delivery.owes(Edit(message_id=shown.message_id, text="Erase it?", keyboard=erase))
    assert (await rahim.sees("Erase it?")).styles == {"Erase": "danger"}
