"""That the bot is at work is shown once, and never late."""

import asyncio

from bot.errands.at_work import AtWork
from bot.telegram.client import TelegramClient
from tests.support.clocks import ManualTimer, until
from tests.support.scripted_telegram import ScriptedTelegram, ok, refused

RAHIM, KARIM = 2001, 2002


def shown_to(telegram: ScriptedTelegram) -> list[str]:
    """The chats that were shown it, in order."""
    return [str(given["chat_id"]) for method, given in telegram.asked if method == "sendChatAction"]


async def test_it_is_shown_once_while_apps_show_it(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    timer = ManualTimer()
    telegram.says("sendChatAction", *[ok(True)] * 3)
    at_work = AtWork(client, timer)

    for _ in range(2):
        async with at_work.shown(RAHIM):
            await until(lambda: shown_to(telegram) == [str(RAHIM)])
    async with at_work.shown(KARIM):
        await until(lambda: shown_to(telegram) == [str(RAHIM), str(KARIM)])
    timer.passes(6)
    async with at_work.shown(RAHIM):
        await until(lambda: len(shown_to(telegram)) == 3)


async def test_a_refusal_is_nobodys_trouble(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendChatAction", refused(400, "Bad Request: chat not found"))

    async with AtWork(client, ManualTimer()).shown(RAHIM):
        await until(lambda: shown_to(telegram) == [str(RAHIM)])


async def test_work_never_waits_for_it(telegram: ScriptedTelegram, client: TelegramClient) -> None:
    telegram.holds("sendChatAction")

    async with asyncio.timeout(60):
        async with AtWork(client, ManualTimer()).shown(RAHIM):
            await until(lambda: bool(shown_to(telegram)))


async def test_many_agents_at_once_do_not_use_up_what_telegram_allows(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.says("sendChatAction", *[ok(True)] * 30)
    at_work = AtWork(client, ManualTimer())

    for agent in range(30):
        async with at_work.shown(agent + 1):
            await asyncio.sleep(0.01)

    assert len(shown_to(telegram)) <= 10
