"""On a day when nothing goes wrong, the bot makes no call that Telegram refuses."""

from bot.sandbox.person import Person
from bot.trial.example import Customer, register
from tests.support.clocks import until
from tests.support.running import RunningBot, Trial

ASADUZZAMAN = Customer(number=0, mobile_number="01712345678")


async def test_a_day_from_the_first_form_to_an_erasure_has_no_refused_call(
    rahim: Person, bot: RunningBot, trial: Trial
) -> None:
    await register(rahim, ASADUZZAMAN)
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    await rahim.says("/log")
    await rahim.taps("Md. Asaduzzaman Miah")
    await rahim.sees("•••• 0147")
    await rahim.says("/status 01712345678")
    await rahim.says("/language")
    await rahim.taps("English")
    await rahim.says("/stats")

    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.says("/help")
    await rahim.says("/drafts")
    await rahim.says("/cancel")
    await rahim.taps("Yes, erase")
    await rahim.sees("The application was erased.")

    await rahim.says("/erase 01712345678")
    await rahim.taps("Yes, erase")
    await rahim.sees("Erased")
    await until(bot.has_sent_all)

    assert trial.refused == []
