"""What the first calls to Telegram bear before a bot serves, or ends for the operator."""

import asyncio

import pytest

from bot.greeting import greet
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TokenRefused
from tests.support.clocks import ManualTimer, until
from tests.support.scripted_telegram import ME, TOKEN, ScriptedTelegram, ok, refused

WRONG = refused(401, "Unauthorized")


async def greeted(telegram: ScriptedTelegram, *, has_served: bool = True) -> float:
    """Greet, and let all pauses pass; returns their seconds."""
    timer, passed = ManualTimer(), 0.0
    async with TelegramClient(TOKEN, telegram.url) as client:
        greeting = asyncio.ensure_future(greet(client, timer, polls=False, has_served=has_served))
        while not greeting.done():
            await until(lambda: greeting.done() or timer.sleeps())
            for seconds in timer.sleeps():
                passed += seconds
                timer.passes(seconds)
        greeting.result()
    return passed


async def test_a_token_that_telegram_refuses_for_a_moment_at_the_start_is_used_again(
    telegram: ScriptedTelegram,
) -> None:
    """Nobody starts a bot again that has ended for its token, as after a power cut."""
    telegram.says("getMe", *[WRONG] * 5, ok(ME))

    assert 15 < await greeted(telegram) < 32


async def test_a_token_that_telegram_does_not_know_ends_the_start(
    telegram: ScriptedTelegram,
) -> None:
    telegram.says("getMe", *[WRONG] * 6, ok(ME))

    with pytest.raises(TokenRefused):
        await greeted(telegram)


async def test_a_token_with_which_no_bot_has_served_ends_the_first_start_at_once(
    telegram: ScriptedTelegram,
) -> None:
    telegram.says("getMe", WRONG, ok(ME))

    with pytest.raises(TokenRefused):
        await greeted(telegram, has_served=False)

    assert len(telegram.calls("getMe")) == 1
