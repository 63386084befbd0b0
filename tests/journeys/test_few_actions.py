"""How much an agent has to do for one customer: each photo, tap and typed message is one.

The seconds are estimated by the keystroke-level model, not measured; docs/agents-time.md says what
it assumes.
"""

from dataclasses import replace

import pytest

from bot.texts import plain
from tests.support.counting import BusyPerson
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.running import RunningBot, Trial

pytestmark = pytest.mark.one_engine

_CLEAN, _TWO_MISREAD = 12, 16  # actions; what we promise
_CLEAN_SECONDS, _TWO_MISREAD_SECONDS = 75, 100  # of the agent's own time
_LINES_READ = 7 + 4  # of the card, and on the last page those with the agent's own answers


async def comes_in(trial: Trial, bot: RunningBot, language: str) -> BusyPerson:
    agent = BusyPerson(trial.telegram_url, 2001, "Rahim", language)
    await agent.opens(bot.invites("Rahim"))
    await agent.sees("Rahim")
    agent.starts_counting()
    return agent


@pytest.mark.parametrize("language", ["bn", "en"])
async def test_a_clean_card_takes_few_actions(trial: Trial, bot: RunningBot, language: str) -> None:
    async with await comes_in(trial, bot, language) as agent:
        customer = replace(ASADUZZAMAN, is_nominee_on_card=True)
        await comes_to(agent, "receipt", customer, language, is_tapped=True)
        await agent.sees(plain(language, "receipt"))

    seconds = agent.seconds(_LINES_READ)
    print(f"A clean card: {agent.actions} actions, an estimated {seconds:.0f} s.")
    assert agent.actions <= _CLEAN
    assert seconds <= _CLEAN_SECONDS


async def test_a_card_with_two_misread_fields_takes_few_more(trial: Trial, bot: RunningBot) -> None:
    corrected = {"name_english": "Md. Asaduzzaman Mia", "mother_name": "আম্বিয়া বেগম"}

    async with await comes_in(trial, bot, "en") as agent:
        await comes_to(agent, "card", is_tapped=True)
        for field, value in corrected.items():
            card = await agent.sees("This was read from the card")
            await agent.changes(plain("en", f"{field}.short"), on=card)
            await agent.sees(plain("en", f"{field}.prompt"))
            await agent.says(value)
        await agent.taps("All correct")
        await agent.taps("Same address")
        await agent.says("01712345678")
        await agent.taps("Business")
        await agent.taps("Mother: আম্বিয়া বেগম")
        await agent.sees("Send a photo of the customer’s face")
        await agent.sends_photo(ASADUZZAMAN.selfie)
        review = await agent.sees("Please check everything")
        assert "Md. Asaduzzaman Mia (changed)" in review.text
        assert "আম্বিয়া বেগম (changed)" in review.text
        await agent.taps("Submit")
        await agent.sees("Application received")

    seconds = agent.seconds(_LINES_READ)
    print(f"Two misread fields: {agent.actions} actions, an estimated {seconds:.0f} s.")
    assert agent.actions <= _TWO_MISREAD
    assert seconds <= _TWO_MISREAD_SECONDS
