"""What the client sends, and what it makes of each answer."""

import pytest

from bot.telegram.client import TelegramClient
from bot.telegram.errors import (
    TelegramError,
    TelegramRefused,
    TelegramUnavailable,
)
from bot.telegram.updates import LARGEST_FILE
from tests.support.scripted_telegram import (
    Answer,
    ScriptedTelegram,
    cut,
    ok,
    page,
    refused,
)

SENT = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "hello"}
SECRET = "Asaduzzaman 0001980100147"


async def test_an_unmodified_edit_is_as_good(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    unmodified = "Bad Request: message is not modified: specified new message content is the same"
    telegram.says("editMessageText", refused(400, unmodified))
    telegram.says("editMessageReplyMarkup", refused(400, unmodified))

    await client.edit(1, 7, "hello", ())
    await client.disarm(1, 7)


async def test_a_message_is_sent_as_html_with_its_keyboard_and_its_number_returned(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendMessage", ok(SENT))

    assert await client.send(1, "<b>hello</b>", ()) == 7

    method, given = telegram.asked[-1]
    assert (method, given["parse_mode"], given["text"]) == ("sendMessage", "HTML", "<b>hello</b>")


# -- polls ------------------------------------------------------------------------------------


# -- files ------------------------------------------------------------------------------------

FILE = {"file_id": "a", "file_unique_id": "b", "file_path": "photos/1.jpg"}


async def fetched(client: TelegramClient) -> bytes:
    async with client.fetched("a") as content:
        return bytes(content)


async def test_a_file_is_fetched(telegram: ScriptedTelegram, client: TelegramClient) -> None:
    telegram.says("getFile", ok(FILE))
    telegram.says("download", page(200, "content", "image/jpeg"))

    assert await fetched(client) == b"content"


async def test_a_file_that_comes_shorter_than_it_is_has_not_arrived(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("getFile", ok(FILE | {"file_size": 14}))
    telegram.says("download", page(200, "content", "image/jpeg"))

    with pytest.raises(TelegramUnavailable):
        await fetched(client)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page(404, '{"ok": false, "description": "Not Found"}'), TelegramRefused),
        (page(404, "gone"), TelegramRefused),
        (page(500, "oops"), TelegramUnavailable),
        (cut, TelegramUnavailable),
    ],
)
async def test_a_file_that_is_not_given_out_says_nothing_about_the_token(
    telegram: ScriptedTelegram,
    client: TelegramClient,
    answer: Answer,
    expected: type[TelegramError],
) -> None:
    telegram.says("getFile", ok(FILE))
    telegram.says("download", answer)

    with pytest.raises(TelegramError) as raised:
        await fetched(client)

    assert type(raised.value) is expected


async def test_a_file_larger_than_telegram_hands_out_is_not_even_fetched(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("getFile", ok(FILE | {"file_size": LARGEST_FILE + 1}))

    with pytest.raises(TelegramRefused, match="too big"):
        await fetched(client)

    assert [method for method, _ in telegram.asked].count("download") == 0


# -- lanes ------------------------------------------------------------------------------------
