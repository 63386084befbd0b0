"""The eKYC service is down for a while: nothing is lost, and everybody is informed."""

import asyncio
import contextlib

import pytest

from bot.sandbox.person import Person
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.running import ADMIN, RunningBot, Trial

CALLS = ["step_one", "step_two", "status", "log"]


async def goes_away(trial: Trial) -> None:
    await trial.fault("ekyc", kind="bad_gateway", calls=CALLS, times="always")


async def test_a_complete_application_waits_visibly_and_is_sent_automatically(
    rahim: Person, trial: Trial
) -> None:
    await comes_to(rahim, "review")
    await goes_away(trial)
    await rahim.taps("Submit")

    await rahim.sees("The service does not take the application")
    await rahim.says("/log")
    await rahim.taps("1")
    await rahim.sees("Next try:")

    await trial.fault("ekyc", kind="clear")
    await rahim.sees("Application received")
    assert (await trial.applications())["posts"] == 1


@pytest.mark.one_engine
async def test_the_admins_hear_once_that_it_is_away_and_once_that_it_is_back(
    trial: Trial, bot: RunningBot
) -> None:
    async with contextlib.AsyncExitStack() as people:
        admin = await people.enter_async_context(trial.person("Admin", ADMIN))
        await admin.says("/start")
        await admin.sees("Welcome")
        agents = [
            await people.enter_async_context(await bot.enrols(f"Agent {number}", 2001 + number))
            for number in range(3)
        ]
        await goes_away(trial)
        await asyncio.gather(*(photographs_a_card(agent) for agent in agents))
        await admin.sees("The eKYC service does not answer")

        await trial.fault("ekyc", kind="clear")
        for agent in agents:
            await agent.sees("has been read")
        await admin.sees("answers again")

        told = [message.text for message in admin.messages]
        assert sum("does not answer" in text for text in told) == 1
        assert sum("answers again" in text for text in told) == 1


async def photographs_a_card(agent: Person) -> None:
    await agent.says("/new")
    await agent.taps("Yes, agrees")
    await agent.sees("front")
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await agent.sees("is not answering just now")
