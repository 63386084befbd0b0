"""The client of the Bot API, connected to a Telegram that answers as a test says."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.client import TelegramClient
from tests.support.scripted_telegram import TOKEN, ScriptedTelegram, scripted_telegram


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedTelegram]:
    async with scripted_telegram() as running:
        yield running


@pytest.fixture
async def client(telegram: ScriptedTelegram) -> AsyncIterator[TelegramClient]:
    async with TelegramClient(TOKEN, telegram.url) as client:
        yield client
