"""The bot is killed in the middle of a registration, and restarts."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from bot.trial.example import Customer, register
from tests.support.processes import Machine, machine_in
from tests.support.running import Trial

CUSTOMER = Customer(number=0, mobile_number="01712345678")


async def applications_of(machine: Machine) -> list[dict[str, object]]:
    """What the eKYC service says it holds."""
    trial = Trial(machine.telegram_url, machine.ekyc_url, machine.folder)
    held = (await trial.applications())["applications"]
    assert isinstance(held, list)
    return held


async def test_a_submission_cut_off_by_a_kill_is_looked_up_and_never_sent_twice(
    tmp_path: Path,
) -> None:
    async with machine_in(tmp_path) as machine:
        trial = Trial(machine.telegram_url, machine.ekyc_url, machine.folder)
        bot = await machine.serving_bot()
        async with machine.person("Rahim", 2001) as rahim:
            await rahim.opens(*machine.invitations("Rahim"))
            await rahim.sees("Welcome")
            await trial.fault("ekyc", kind="timeout_after_saving", seconds=60)
            registering = asyncio.create_task(register(rahim, CUSTOMER))
            while not await applications_of(machine):  # noqa: ASYNC110 - it is over HTTP
                await asyncio.sleep(0.05)
            registering.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await registering
            bot.kill()

            await machine.serving_bot()
            await rahim.says("hello?")
            await rahim.sees("Passed: Md. Asaduzzaman Miah", timeout=90)
        held = await trial.applications()
        assert held["posts"] == 1
        assert len(await applications_of(machine)) == 1


@pytest.mark.parametrize("moment", [0.0, 0.4])
async def test_messages_sent_while_the_bot_was_dead_are_handled_by_the_next_process(
    tmp_path: Path, moment: float
) -> None:
    async with machine_in(tmp_path) as machine:
        bot = await machine.serving_bot()
        async with machine.person("Rahim", 2001) as rahim:
            await rahim.opens(*machine.invitations("Rahim"))
            await rahim.sees("Welcome")
            await asyncio.sleep(moment)
            bot.kill()
            await rahim.says("/new")
            await machine.serving_bot()

            await rahim.sees("Does the customer agree", timeout=20)
