"""Agents and teams with their own token: the service shows each its own applications."""

from datetime import UTC, datetime

import httpx

from bot.sandbox.person import Person
from storage.service_tokens import holder_of_agent, holder_of_team
from tests.support.customers import RAHIMA, comes_to
from tests.support.running import EKYC_TOKEN, SECOND_EKYC_TOKEN, RunningBot, Trial


async def held_under(trial: Trial, token: str) -> list[str]:
    """The customers in the service's log that this token sees."""
    headers = {"Authorization": f"Token {token}"}
    async with httpx.AsyncClient(trust_env=False, headers=headers) as http:
        reply = await http.get(
            f"{trial.ekyc_url}/agent/get-verification-log/",
            params={"status": "all", "page": 1, "per_page": 50},
            follow_redirects=True,
        )
    return [str(row) for row in reply.json()] if reply.is_success else [reply.text]


def is_only(name: str, rows: list[str]) -> bool:
    return len(rows) == 1 and name in rows[0]


async def test_each_token_has_its_own_customers_and_all_get_their_verdicts(
    trial: Trial, rahim: Person, bot: RunningBot
) -> None:
    async with await bot.enrols("Karim", 2002) as karim:
        with bot.store.transaction():
            bot.store.service_tokens.give(holder_of_agent(2002), SECOND_EKYC_TOKEN)
        await comes_to(rahim, "receipt")
        await comes_to(karim, "receipt", RAHIMA)
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        await karim.sees("Passed: RAHIMA KHATUN")

    (of_rahim,) = bot.store.caseloads.of_agent(2001, limit=2)
    (of_karim,) = bot.store.caseloads.of_agent(2002, limit=2)
    assert (of_rahim.account, of_karim.account) == ("", "agent:2002")
    assert is_only("Asaduzzaman", await held_under(trial, EKYC_TOKEN))
    assert is_only("RAHIMA", await held_under(trial, SECOND_EKYC_TOKEN))


async def test_work_that_is_handed_over_stays_with_its_token(
    trial: Trial, rahim: Person, bot: RunningBot
) -> None:
    with bot.store.transaction():
        bot.store.service_tokens.give(holder_of_team("north"), SECOND_EKYC_TOKEN)
        found = bot.store.agents.find(2001)
        assert found
        bot.store.agents.appoint(2001, found.role, "north", datetime.now(UTC))
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    assert is_only("Asaduzzaman", await held_under(trial, SECOND_EKYC_TOKEN))
    assert await held_under(trial, EKYC_TOKEN) == []


async def test_a_refused_token_holds_up_its_holder_only_and_is_mended_by_a_new_one(
    trial: Trial, rahim: Person, bot: RunningBot
) -> None:
    async with await bot.enrols("Karim", 2002) as karim:
        with bot.store.transaction():
            bot.store.service_tokens.give(holder_of_agent(2002), "wrong-token")
        await comes_to(karim, "front", RAHIMA)
        await karim.sends_album(RAHIMA.front, RAHIMA.back)
        await karim.sees("The service does not let the bot in at present")
        await comes_to(rahim, "receipt")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")

        assert "denied agent:2002" in bot.store.troubles.present()
        assert "denied" not in bot.store.troubles.present()
