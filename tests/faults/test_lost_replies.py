"""The eKYC service answers badly, late or not at all."""

import pytest

from bot.sandbox.person import Person
from bot.trial.example import Customer, register
from tests.support.running import ADMIN, RunningBot, Trial

CUSTOMER = Customer(number=0, mobile_number="01712345678")


@pytest.mark.parametrize("kind", ["error_after_saving", "truncated_json"])
async def test_a_submission_whose_reply_is_lost_is_looked_up_and_never_sent_twice(
    rahim: Person, trial: Trial, kind: str
) -> None:
    await trial.fault("ekyc", kind=kind, calls=["step_two"])
    await register(rahim, CUSTOMER)

    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    assert (await trial.applications())["posts"] == 1


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["bad_gateway", "too_many_requests", "malformed_json"])
async def test_a_card_is_read_in_the_end_when_the_service_stumbles(
    rahim: Person, trial: Trial, kind: str
) -> None:
    await trial.fault("ekyc", kind=kind, calls=["step_one"], seconds=1)
    await photographs_a_card(rahim)

    await rahim.sees("has been read")


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["dialect_1_08", "envelope", "last_page_repeats"])
async def test_the_verdict_is_understood_in_other_dialects(
    rahim: Person, trial: Trial, kind: str
) -> None:
    await trial.fault("ekyc", kind=kind)
    await register(rahim, CUSTOMER)

    await rahim.sees("Passed: Md. Asaduzzaman Miah")


@pytest.mark.one_engine
async def test_a_refused_token_is_told_to_the_admins_once_and_stops_no_agent(
    rahim: Person, trial: Trial, bot: RunningBot
) -> None:
    async with trial.person("Admin", ADMIN) as admin:
        await admin.says("/start")
        await admin.sees("Welcome")
        await trial.fault("ekyc", kind="unauthorized", times=1)
        await photographs_a_card(rahim)

        await admin.sees("EKYC_TOKEN")
        await rahim.taps("Male")
        await rahim.sees("Permanent address")
        assert sum("EKYC_TOKEN" in message.text for message in admin.messages) == 1


async def photographs_a_card(agent: Person) -> None:
    await agent.says("/new")
    await agent.taps("Yes, agrees")
    await agent.sees("front")
    await agent.sends_album(CUSTOMER.front, CUSTOMER.back)
