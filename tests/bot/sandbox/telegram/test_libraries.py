"""Bots written with three foreign libraries hold the same conversation here without complaint."""

import importlib

import pytest

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.bots.conversation import converses


@pytest.mark.parametrize("library", ["python_telegram_bot", "aiogram", "telebot"])
async def test_a_bot_of_a_foreign_library_converses(url: str, library: str) -> None:
    # Only now, for the test that needs it: to import aiogram takes five seconds.
    bot = importlib.import_module(f"tests.bot.sandbox.telegram.bots.with_{library}")
    async with bot.running(url), Person(url, 1001, "Rahim") as rahim:
        await converses(rahim)
