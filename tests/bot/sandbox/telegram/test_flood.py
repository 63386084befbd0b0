import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.conftest import Clock
from tests.bot.sandbox.telegram.methods.test_sending import jpeg
from tests.bot.sandbox.telegram.wire import TOKEN, Wire


@pytest.fixture
async def url(clock: Clock) -> AsyncIterator[str]:
    """The address of a pretend Telegram that limits how fast a bot sends."""
    async with serving(build_app(token=TOKEN, clock=clock, flood_limits=True)) as address:
        yield address


async def says(bot: Wire, chat_id: int = 1001, times: int = 1) -> None:
    for _ in range(times):
        await bot("sendMessage", chat_id=chat_id, text="x")


async def test_after_a_burst_a_chat_takes_a_message_a_second(
    bot: Wire, rahim: Person, clock: Clock
) -> None:
    await says(bot, times=30)
    too_fast = "429 Too Many Requests: retry after 1"
    assert await bot.refused("sendMessage", chat_id=1001, text="x") == too_fast
    clock.passes(1)
    await says(bot)
    assert await bot.refused("sendMessage", chat_id=1001, text="x") == too_fast
    clock.passes(10)
    await says(bot, times=10)


async def test_a_bot_sends_thirty_messages_a_second_to_all_its_chats(
    bot: Wire, rahim: Person, url: str, clock: Clock
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for number in (1002, 1003):
            await (await stack.enter_async_context(Person(url, number, "Karim"))).says("/start")
        for chat_id in (1001, 1002, 1003):
            await says(bot, chat_id, times=10)
        assert (await bot.refused("sendMessage", chat_id=1003, text="x")).startswith("429")
        clock.passes(1 / 30)
        await says(bot, 1003)


async def test_a_group_takes_twenty_messages_a_minute(
    bot: Wire, rahim: Person, clock: Clock
) -> None:
    group = await rahim.adds_bot_to_group()
    await says(bot, group, times=20)
    assert await bot.refused("sendMessage", chat_id=group, text="x") == (
        "429 Too Many Requests: retry after 3"
    )
    clock.passes(60)
    await says(bot, group, times=20)


async def test_every_photo_of_an_album_counts_and_a_refused_one_does_not(
    bot: Wire, rahim: Person
) -> None:
    await says(bot, times=27)
    media = [{"type": "photo", "media": f"attach://{name}"} for name in "abcd"]
    files = {name: (f"{name}.jpg", jpeg(), "image/jpeg") for name in "abcd"}
    said = await bot.refused("sendMediaGroup", files=files, chat_id=1001, media=media)
    assert said == "429 Too Many Requests: retry after 1"
    await says(bot, times=3)


async def test_reading_editing_and_answering_continue_meanwhile(bot: Wire, rahim: Person) -> None:
    await says(bot, times=30)
    assert await bot.updates()
    await bot("sendChatAction", chat_id=1001, action="typing")
    await bot("editMessageText", chat_id=1001, message_id=2, text="y")


async def test_a_trial_without_limits_has_none(clock: Clock) -> None:
    async with (
        serving(build_app(token=TOKEN, clock=clock)) as url,
        Person(url, 1001, "Rahim") as rahim,
        http_client(url) as http,
    ):
        await rahim.says("/start")
        await says(Wire(http), times=40)
