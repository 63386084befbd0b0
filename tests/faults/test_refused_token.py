"""The eKYC service refuses our token in the middle of the day; the operator corrects it."""

import pytest

from bot.settings.renewal import Renewal
from tests.support.customers import ASADUZZAMAN
from tests.support.running import ADMIN, RunningBot, Trial

OLD = "a-token-of-old"


@pytest.mark.one_engine
async def test_waiting_applications_are_sent_under_a_new_token_and_everybody_is_told_once(
    trial: Trial,
) -> None:
    renewal = Renewal(trial.settings(EKYC_TOKEN=OLD), trial.settings)
    async with (
        RunningBot(trial, renewal=renewal, EKYC_TOKEN=OLD) as bot,
        await bot.enrols("Rahim", 2001) as rahim,
        trial.person("Admin", ADMIN) as admin,
    ):
        await admin.says("/start")
        await admin.sees("Welcome")
        await rahim.says("/new")
        await rahim.taps("Yes, agrees")
        await rahim.sees("front")
        await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
        await rahim.sees("The service does not let the bot in at present")
        await admin.sees("SIGHUP")

        # The form continues meanwhile.
        await rahim.taps("Male")
        await rahim.sees("Permanent address")

        renewal.begin()

        await rahim.sees("has been read")
        await admin.sees("accepts the token again")
        assert sum("SIGHUP" in message.text for message in admin.messages) == 1
