"""What of a file arrives, and what is made of a failure."""

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
)

FILE = {"file_id": "a", "file_unique_id": "b", "file_path": "photos/1.jpg"}


async def fetched(client: TelegramClient) -> bytes:
    async with client.files.fetched("a") as content:
        return bytes(content)


async def test_a_file_is_fetched(telegram: ScriptedTelegram, client: TelegramClient) -> None:
    telegram.says("getFile", ok(FILE))
    telegram.says("download", page(200, "content", "image/jpeg"))

    assert await fetched(client) == b"content"


async def test_a_file_without_a_path_is_one_that_telegram_does_not_give_out(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("getFile", ok({"file_id": "a", "file_unique_id": "b", "file_size": 7}))

    with pytest.raises(TelegramRefused):
        await fetched(client)


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
