"""From the first photo to the verdict."""

from bot.sandbox.person import Person
from bot.trial.example import register
from tests.support.customers import ASADUZZAMAN
from tests.support.running import RunningBot, Trial


async def test_an_agent_registers_a_customer_and_gets_the_verdict(
    rahim: Person, trial: Trial
) -> None:
    await register(rahim, ASADUZZAMAN)

    receipt = await rahim.sees("Application received")
    assert "Md. Asaduzzaman Miah" in receipt.text
    assert "•••• 0147" in receipt.text
    verdict = await rahim.sees("Passed: Md. Asaduzzaman Miah")
    assert "•••• 0147" in verdict.text
    assert "0001980100147" not in verdict.text


async def test_a_clean_card_is_registered_in_bangla(bot: RunningBot) -> None:
    async with await bot.enrols("Karim", 2002, language_code="bn") as karim:
        await register(karim, ASADUZZAMAN, "bn")

        await karim.sees("যাচাই সফল: মো. আসাদুজ্জামান মিয়া")
