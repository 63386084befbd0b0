"""On a day when nothing goes wrong, the bot makes no call that Telegram refuses."""

from dataclasses import replace

from bot.sandbox.person import Person
from bot.trial.example import register
from tests.support.clocks import until
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to
from tests.support.running import RunningBot, Trial


async def test_a_day_from_the_first_form_to_an_erasure_has_no_refused_call(
    rahim: Person, bot: RunningBot, trial: Trial
) -> None:
    await register(rahim, ASADUZZAMAN)
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    await rahim.says("/log")
    await rahim.taps("1")
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
    await rahim.sees("Erase the application")
    await until(bot.has_sent_all)
    await rahim.says("ji")
    await rahim.sees("Erased")
    await until(bot.has_sent_all)

    assert trial.refused == []


async def test_a_failure_its_correction_and_poor_photos_have_no_refused_call_either(
    rahim: Person, bot: RunningBot, trial: Trial
) -> None:
    await comes_to(rahim, "receipt", replace(ASADUZZAMAN, selfie_of=3))
    await rahim.sees("❌ Failed: Md. Asaduzzaman Miah")
    await rahim.taps("Fix and resubmit")
    await rahim.sees("Send a photo of the customer’s face")
    await rahim.says("/cancel")
    await rahim.taps("Yes, give it up")
    await rahim.sees("The correction was given up.")
    await rahim.taps("Fix and resubmit")
    await rahim.sees("Send a photo of the customer’s face")
    await rahim.sends_photo(ASADUZZAMAN.selfie)
    await rahim.sees("Please check everything")
    await rahim.taps("Submit")
    await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")

    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.sees("Send a photo of the card’s front")
    await rahim.sends_album(RAHIMA.back, RAHIMA.front)
    await rahim.sees("The card has been read.")
    await rahim.taps("Female")
    await rahim.sees("This was read from the card.")
    await rahim.changes("Mother")
    await rahim.sees("Type the mother’s name")
    await rahim.says("Amena Begum")
    await rahim.sees("(changed)")
    await rahim.changes("Mother")
    await rahim.sees("You typed: Amena Begum")
    await rahim.taps("As on the card")
    await rahim.sees("This was read from the card.")
    await until(bot.has_sent_all)

    assert trial.refused == []
