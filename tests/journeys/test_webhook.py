"""Somebody with the token sets a webhook while the bot runs."""

import httpx

from bot.sandbox.person import Person
from tests.support.running import ADMIN, BOT_TOKEN, RunningBot, Trial


async def test_a_webhook_is_removed_and_the_bot_goes_on(
    rahim: Person, bot: RunningBot, trial: Trial
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{trial.telegram_url}/bot{BOT_TOKEN}"
        reply = await http.post(f"{address}/setWebhook", json={"url": "https://127.0.0.1:9/"})
        assert reply.is_success, reply.text
        await rahim.says("/help")
        await rahim.sees("/new", timeout=60)
        webhook = (await http.get(f"{address}/getWebhookInfo")).json()

    assert webhook["result"]["url"] == ""
    async with trial.person("Boss", ADMIN) as boss:
        await boss.says("/start")
        await boss.sees("Somebody set a webhook for this bot")
