"""Telegram posts the updates to the bot, or to somebody else who has the token."""

import httpx
import pytest

from bot.sandbox.person import Person
from bot.trial.example import register
from tests.support.clocks import eventually
from tests.support.customers import ASADUZZAMAN
from tests.support.processes import free_ports
from tests.support.running import ADMIN, BOT_TOKEN, RunningBot, Trial


@pytest.fixture
def port() -> int:
    """Where the bot listens."""
    return free_ports(1)[0]


def bot_at(port: int, trial: Trial) -> RunningBot:
    return RunningBot(
        trial,
        WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        WEBHOOK_SECRET="s3cret_-",
        WEBHOOK_LISTEN=f"127.0.0.1:{port}",
    )


async def waiting_at_telegram(trial: Trial) -> int:
    async with httpx.AsyncClient(trust_env=False) as http:
        reply = await http.get(f"{trial.telegram_url}/bot{BOT_TOKEN}/getWebhookInfo")
    return int(reply.json()["result"]["pending_update_count"])


async def all_are_taken(trial: Trial) -> None:
    """Wait until Telegram holds no update."""

    async def is_so() -> bool:
        return not await waiting_at_telegram(trial)

    await eventually(is_so)


async def test_a_webhook_is_removed_and_the_bot_goes_on(
    rahim: Person, bot: RunningBot, trial: Trial
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{trial.telegram_url}/bot{BOT_TOKEN}"
        reply = await http.post(f"{address}/setWebhook", json={"url": "https://127.0.0.1:9/"})
        assert reply.is_success, reply.text
        await rahim.says("/help")
        await rahim.sees("/new")
        webhook = (await http.get(f"{address}/getWebhookInfo")).json()

    assert webhook["result"]["url"] == ""
    async with trial.person("Boss", ADMIN) as boss:
        await boss.says("/start")
        await boss.sees("Somebody set a webhook for this bot")


async def test_a_customer_is_registered_over_a_webhook(trial: Trial, port: int) -> None:
    async with (
        bot_at(port, trial) as bot,
        await bot.enrols("Rahim", user_id=2001) as rahim,
    ):
        await register(rahim, ASADUZZAMAN)
        await rahim.sees("Passed: Md. Asaduzzaman Miah")

        await all_are_taken(trial)
    assert trial.refused == []


@pytest.mark.parametrize("hostility", ["again", "twice", "cut_before", "cut_after"])
async def test_posts_that_are_repeated_or_cut_change_nothing(
    trial: Trial, port: int, hostility: str
) -> None:
    async with bot_at(port, trial) as bot:
        await trial.fault("telegram", method="webhook", kind=hostility, times="always")
        async with await bot.enrols("Rahim", user_id=2001) as rahim:
            await register(rahim, ASADUZZAMAN)
            await rahim.sees("Passed: Md. Asaduzzaman Miah")

            assert (
                len([each for each in rahim.messages if "Application received" in each.text]) == 1
            )
    held = (await trial.applications())["applications"]
    assert [record["posts"] for record in held] == [1]


async def test_what_is_sent_while_the_bot_restarts_is_answered_afterwards(
    trial: Trial, port: int
) -> None:
    async with trial.person("Rahim", 2001) as rahim:
        async with bot_at(port, trial) as bot:
            await bot.enrols("Rahim", 2001)
        await rahim.says("/help")
        assert await waiting_at_telegram(trial) == 1

        async with bot_at(port, trial):
            await rahim.sees("/log")
            await all_are_taken(trial)


async def test_a_bot_that_polls_again_removes_its_webhook(trial: Trial, port: int) -> None:
    async with bot_at(port, trial) as bot:
        await bot.enrols("Rahim", 2001)
    async with RunningBot(trial), trial.person("Rahim", 2001) as rahim:
        await rahim.says("/help")
        await rahim.sees("/log")
