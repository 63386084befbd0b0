"""What the client sends, and what it makes of each answer."""

import json

from bot.telegram.client import TelegramClient
from tests.support.scripted_telegram import (
    ScriptedTelegram,
    ok,
    refused,
)

SENT = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "hello"}


async def test_an_unmodified_edit_is_as_good(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    unmodified = "Bad Request: message is not modified: specified new message content is the same"
    telegram.says("editMessageText", refused(400, unmodified))
    telegram.says("editMessageReplyMarkup", refused(400, unmodified))

    await client.edit(1, 7, "hello", ())
    await client.disarm(1, 7)


async def test_a_message_without_a_readable_date_is_sent_all_the_same(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    for date in (None, "yesterday", -1, 10**40):
        telegram.says("sendMessage", ok({**SENT, "date": date}))

        assert await client.send(1, "hello", ()) == 7


async def test_a_message_is_sent_as_html_with_its_keyboard_and_its_number_returned(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendMessage", ok(SENT))

    assert await client.send(1, "<b>hello</b>", ()) == 7

    method, given = telegram.asked[-1]
    assert (method, given["parse_mode"], given["text"]) == ("sendMessage", "HTML", "<b>hello</b>")


async def test_no_page_that_a_name_or_an_address_names_is_shown_below_a_message(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    """Telegram takes “House.No 12” for a link, and would show a stranger's words and picture."""
    telegram.says("sendMessage", ok(SENT))

    await client.send(1, "House.No 12", ())
    await client.edit(1, 7, "House.No 13", ())

    for _, given in telegram.asked[-2:]:
        assert json.loads(str(given["link_preview_options"])) == {"is_disabled": True}
