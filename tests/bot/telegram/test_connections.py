"""Only Telegram's own answers count, and quick calls never wait behind slow ones."""

import asyncio
import gc
import logging
import socket

import pytest

from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable
from tests.support.clocks import until
from tests.support.scripted_telegram import TOKEN, ScriptedTelegram, ok, page, refused

SENT = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "hello"}
SECRET = "Asaduzzaman 0001980100147"


async def fetched(client: TelegramClient) -> bytes:
    async with client.files.fetched("a") as content:
        return bytes(content)


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
    ("asked", "expected"),
    [
        ("0", 0.0),
        ("86401", 86_400.0),
        ("99999999999", 86_400.0),
        ("1e300", 86_400.0),
        ("1" + "0" * 400, 86_400.0),
        ("NaN", None),
        ("Infinity", None),
        ("-7", None),
        ('"soon"', None),
        ("true", None),
    ],
)
async def test_an_unreasonable_wait_is_none_or_a_day(
    telegram: ScriptedTelegram, client: TelegramClient, asked: str, expected: float | None
) -> None:
    answer = f'{{"ok": false, "error_code": 429, "parameters": {{"retry_after": {asked}}}}}'
    telegram.says("sendMessage", page(429, answer, "application/json"))

    with pytest.raises(TelegramUnavailable) as raised:
        await client.send(1, "hello", ())

    assert raised.value.retry_after == expected


async def test_a_refusal_nested_without_end_is_an_outage(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendMessage", page(400, '{"ok": ' * 50_000, "application/json"))

    with pytest.raises(TelegramUnavailable):
        await client.send(1, "hello", ())


async def test_nobody_listening_is_an_outage() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        async with TelegramClient(TOKEN, url) as client:
            with pytest.raises(TelegramUnavailable):
                await client.learn_name()


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


async def test_every_lane_is_closed_also_when_the_end_is_cut_short(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    """As where a loop and the look at the session both find that the database is gone."""
    telegram.says("getUpdates", ok([]))
    telegram.says("sendMessage", ok(SENT))
    await client.poll(0, most=1, hold_seconds=0)
    await client.send(1, "hello", ())

    ending = asyncio.create_task(client.__aexit__(None, None, None))
    await asyncio.sleep(0)
    ending.cancel()
    await asyncio.wait((ending,))

    assert ending.cancelled()
    await client.__aexit__(None, None, None)
    gc.collect()  # warns of what was left open, and a warning fails the test
