"""What the client raises or returns for every kind of answer from Telegram or a proxy."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator

import pytest

from bot.telegram.client import TelegramClient
from bot.telegram.errors import (
    AnotherPoller,
    ChatUnreachable,
    TelegramError,
    TelegramRefused,
    TelegramUnavailable,
    TokenRefused,
    WebhookActive,
)
from bot.telegram.updates import LARGEST_FILE
from tests.support.clocks import until
from tests.support.scripted_telegram import (
    TOKEN,
    Answer,
    ScriptedTelegram,
    cut,
    ok,
    page,
    refused,
    scripted_telegram,
)

SENT = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "hello"}
SECRET = "Asaduzzaman 0001980100147"


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedTelegram]:
    async with scripted_telegram() as running:
        yield running


@pytest.fixture
async def client(telegram: ScriptedTelegram) -> AsyncIterator[TelegramClient]:
    async with TelegramClient(TOKEN, telegram.url) as client:
        yield client


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), TelegramUnavailable),
        (refused(429, "Too Many Requests"), TelegramUnavailable),
        (refused(500, "Internal Server Error"), TelegramUnavailable),
        (page(502, f"<html>{SECRET}</html>"), TelegramUnavailable),
        (page(504, ""), TelegramUnavailable),
        (cut, TelegramUnavailable),
        (refused(403, "Forbidden: bot was blocked by the user"), ChatUnreachable),
        (refused(403, "Forbidden: user is deactivated"), ChatUnreachable),
        (refused(400, "Bad Request: chat not found"), ChatUnreachable),
        (refused(400, "Bad Request: PEER_ID_INVALID"), ChatUnreachable),
        (refused(400, "Bad Request: BUTTON_DATA_INVALID"), TelegramRefused),
        (
            refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-5),
            TelegramRefused,
        ),
        (refused(413, "Request Entity Too Large"), TelegramRefused),
        (page(413, "<html>Request Entity Too Large</html>"), TelegramRefused),
        (refused(404, "Not Found: method not found"), TelegramRefused),
        (refused(401, "Unauthorized"), TokenRefused),
        (refused(404, "Not Found"), TokenRefused),
    ],
)
async def test_an_error_says_what_to_do(
    telegram: ScriptedTelegram,
    client: TelegramClient,
    answer: Answer,
    expected: type[TelegramError],
) -> None:
    telegram.says("sendMessage", answer)

    with pytest.raises(TelegramError) as raised:
        await client.send(1, "hello", ())

    assert type(raised.value) is expected


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409])
async def test_a_page_that_is_not_telegrams_proves_nothing_whatever_its_status(
    telegram: ScriptedTelegram, client: TelegramClient, status: int
) -> None:
    """A captive portal or a firewall must not make us drop messages or doubt the token."""
    telegram.says("sendMessage", page(status, f"<html>{SECRET}</html>"))

    with pytest.raises(TelegramUnavailable):
        await client.send(1, "hello", ())


@pytest.mark.parametrize(
    "content",
    [
        '{"ok": true, "res',
        "[]",
        "null",
        '{"ok": true}',
        SECRET,
        "[" * 100_000,
        '{"ok": true, "result": ' + "9" * 5000 + "}",
        '{"ok": true, "result": {"message_id": true}}',
        '{"ok": true, "result": {"message_id": 1e400}}',
        '{"ok": true, "result": {"message_id": 99999999999999999999}}',
    ],
)
async def test_an_answer_that_cannot_be_understood_is_none_and_is_not_logged(
    telegram: ScriptedTelegram,
    client: TelegramClient,
    caplog: pytest.LogCaptureFixture,
    content: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.says("sendMessage", page(200, f"{content}", "application/json"))

    with pytest.raises(TelegramUnavailable) as raised:
        await client.send(1, "hello", ())

    logged = [each for each in caplog.records if each.levelno > logging.DEBUG]
    assert not [each for each in logged if SECRET in each.getMessage()]
    assert SECRET not in str(raised.value)


async def test_the_wait_that_telegram_asks_for_is_told_to_the_second(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendMessage", refused(429, "Too Many Requests", retry_after=31))

    with pytest.raises(TelegramUnavailable) as raised:
        await client.send(1, "hello", ())

    assert raised.value.retry_after == 31


@pytest.mark.parametrize(
    "asked", ["NaN", "Infinity", "1e300", "-7", "1" + "0" * 400, "99999999999", '"soon"', "true"]
)
async def test_an_unreasonable_wait_is_none_or_a_day(
    telegram: ScriptedTelegram, client: TelegramClient, asked: str
) -> None:
    answer = f'{{"ok": false, "error_code": 429, "parameters": {{"retry_after": {asked}}}}}'
    telegram.says("sendMessage", page(429, answer, "application/json"))

    with pytest.raises(TelegramUnavailable) as raised:
        await client.send(1, "hello", ())

    assert raised.value.retry_after in {None, 86_400.0}


async def test_a_refusal_nested_without_end_is_an_outage(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendMessage", page(400, '{"ok": ' * 50_000, "application/json"))

    with pytest.raises(TelegramUnavailable):
        await client.send(1, "hello", ())


async def test_quotations_in_telegrams_messages_are_left_out(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    said = f'Bad Request: can\'t parse entities: unsupported start tag "{SECRET}" at byte offset 3'
    telegram.says("sendMessage", refused(400, said))

    with pytest.raises(TelegramRefused) as raised:
        await client.send(1, "hello", ())

    assert str(raised.value).endswith("unsupported start tag … at byte offset 3")


async def test_nobody_listening_is_an_outage() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        async with TelegramClient(TOKEN, url) as client:
            with pytest.raises(TelegramUnavailable):
                await client.learn_name()


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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("terminated by other getUpdates request; make sure that only one", AnotherPoller),
        ("can't use getUpdates method while webhook is active", WebhookActive),
    ],
)
async def test_a_conflict_says_who_takes_the_updates(
    telegram: ScriptedTelegram, client: TelegramClient, said: str, expected: type[TelegramError]
) -> None:
    telegram.says("getUpdates", refused(409, f"Conflict: {said}"))

    with pytest.raises(TelegramError) as raised:
        await client.poll(0, most=100, hold_seconds=0)

    assert type(raised.value) is expected


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


async def test_an_answer_to_a_press_does_not_wait_for_connections_that_slow_calls_hold(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendMessage", ok(SENT))
    telegram.says("getFile", refused(400, "Bad Request: wrong file_id"))
    telegram.holds("sendMessage")
    telegram.holds("getFile")
    slow = [asyncio.create_task(client.send(1, "slow", ())) for _ in range(40)]
    slow_too = [asyncio.create_task(fetched(client)) for _ in range(40)]
    await until(lambda: len(telegram.asked) == 40 + 16)  # files have 16 connections

    await client.answer("query", "")

    assert not any(task.done() for task in [*slow, *slow_too])
    for task in [*slow, *slow_too]:
        task.cancel()
    await asyncio.gather(*slow, *slow_too, return_exceptions=True)
