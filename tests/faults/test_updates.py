"""Updates that come twice, out of order, broken, or while Telegram fails."""

import time
from pathlib import Path

import pytest

from bot.sandbox import telegram
from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.trial.example import Customer, register
from tests.support.running import ADMIN, BOT_TOKEN, RunningBot, Trial

CUSTOMER = Customer(number=0, mobile_number="01712345678")


async def test_updates_that_come_twice_change_nothing(rahim: Person, trial: Trial) -> None:
    await trial.fault("telegram", kind="duplicate", times="always")
    await register(rahim, CUSTOMER)

    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    assert (await trial.applications())["posts"] == 1


async def test_a_broken_update_is_set_aside_and_those_behind_it_are_served(
    rahim: Person, trial: Trial
) -> None:
    async with trial.person("Admin", ADMIN) as admin:
        await admin.says("/start")
        await admin.sees("Welcome")
        broken = {"message": {"message_id": 1, "date": "yesterday", "chat": {}}}
        await trial.fault("telegram", kind="poison", update=broken)
        await rahim.says("/help")

        await rahim.sees("/log")
        await admin.sees("set aside")
        assert sum("set aside" in message.text for message in admin.messages) == 1


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "stumbles",
    [
        {"sendMessage": "too_many_requests", "getUpdates": "bad_gateway"},
        {"sendMessage": "server_error", "getUpdates": "cut_before", "getFile": "server_error"},
        {"sendMessage": "bad_gateway", "getUpdates": "cut_after", "download": "truncate"},
        {"sendMessage": "cut_before", "answerCallbackQuery": "too_many_requests"},
        {"sendMessage": "cut_after", "editMessageText": "server_error"},
    ],
)
async def test_a_registration_goes_through_while_telegram_stumbles(
    rahim: Person, trial: Trial, stumbles: dict[str, str]
) -> None:
    for method, kind in stumbles.items():
        await trial.fault("telegram", kind=kind, method=method, times=2, seconds=1)
    await register(rahim, CUSTOMER)

    await rahim.sees("Passed: Md. Asaduzzaman Miah", timeout=30)
    assert (await trial.applications())["posts"] == 1


@pytest.mark.one_engine
async def test_one_chats_flood_control_holds_up_no_other(
    rahim: Person, trial: Trial, bot: RunningBot
) -> None:
    async with await bot.enrols("Karim", 2002) as karim:
        await trial.fault(
            "telegram", kind="too_many_requests", method="sendMessage", seconds=3600, chat_id=2001
        )
        await rahim.says("/help")
        await karim.says("/help")

        await karim.sees("/log")
        assert "/log" not in rahim.transcript()


@pytest.mark.one_engine
async def test_everything_owed_is_sent_after_the_bot_is_unblocked(
    rahim: Person, trial: Trial
) -> None:
    await trial.fault("ekyc", kind="slow", calls=["step_one"], seconds=2)
    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.sees("front")
    await rahim.sends_album(CUSTOMER.front, CUSTOMER.back)
    await rahim.sees("gender")
    await rahim.blocks_bot()
    await rahim.does_not_see("has been read", within=3)
    await rahim.unblocks_bot()
    await rahim.says("hello")

    await rahim.sees("not one of the choices")


@pytest.mark.one_engine
@pytest.mark.parametrize("words", ["hello?", "/start"])
async def test_after_an_outage_in_which_a_press_expired_any_word_shows_the_question_again(
    tmp_path: Path, words: str
) -> None:
    passed = 0.0
    app = telegram.build_app(token=BOT_TOKEN, clock=lambda: time.time() + passed)
    async with serving(app) as url:
        trial = Trial(url, "http://127.0.0.1:9", tmp_path)
        async with RunningBot(trial) as bot:
            rahim = await bot.enrols("Rahim", 2001)
            await rahim.says("/new")
            await rahim.sees("Does the customer agree")
        await rahim.taps("Yes, agrees")
        passed = 200.0  # Telegram keeps a press for 150 s

        async with RunningBot(trial), rahim:
            await rahim.says(words)
            await rahim.sees("Does the customer agree")
            await rahim.taps("Yes, agrees")
            await rahim.sees("front")
