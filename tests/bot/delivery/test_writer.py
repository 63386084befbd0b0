"""A caption that is too long for its picture comes in separate messages."""

import pytest

from bot.delivery.writer import Writer
from bot.telegram.client import TelegramClient
from tests.support.scripted_telegram import TOKEN, scripted_telegram


@pytest.mark.parametrize(("length", "sent"), [(1024, ["sendPhoto"]), (1025, ["sendPhoto", "1025"])])
async def test_words_below_a_picture(length: int, sent: list[str]) -> None:
    async with scripted_telegram() as telegram, TelegramClient(TOKEN, telegram.url) as client:
        await Writer(client).send_picture(2001, b"picture", "x" * length)

        told = [str(len(text)) if text.startswith("x") else text for text in telegram.told(2001)]
        assert told == sent
        (picture,) = telegram.calls("sendPhoto")
        assert len(str(picture.get("caption", ""))) == (length if len(sent) == 1 else 0)
