"""The bot is killed in the middle of a registration, and restarts."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.trial.example import Customer, register
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.forms import NOW, decided
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
            while not (await applications_of(machine) or registering.done()):  # noqa: ASYNC110 - it is over HTTP
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


@pytest.mark.one_engine
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

            await rahim.sees("Does the customer agree", timeout=60)


async def test_a_hand_over_cut_off_by_a_kill_is_continued_by_the_next_process_and_told_once(
    tmp_path: Path,
) -> None:
    async with machine_in(tmp_path) as machine:
        boss_id, giver_id, receiver_id, many = 1001, 2001, 2002, 1_000
        with contextlib.closing(Store(open_database(*machine.database()))) as store:
            with store.transaction():
                for number, name, role in (
                    (boss_id, "Boss", Role.ADMIN),
                    (giver_id, "Rahim", Role.AGENT),
                    (receiver_id, "Karim", Role.AGENT),
                ):
                    store.agents.enrol(Agent(id=number, name=name, role=role, language="en"), NOW)
                kept = replace(decided(), agent=giver_id, changed_at=datetime.now(UTC))
                for number in range(many):
                    store.applications.save(replace(kept, id=f"form{number:04}"))
            bot = await machine.serving_bot()
            async with (
                machine.person("Boss", boss_id) as boss,
                machine.person("Karim", receiver_id) as karim,
            ):
                await karim.says("/start")
                await boss.says("/agents")
                page = await boss.sees("People (")
                (label,) = (each for row in page.buttons for each in row if "Rahim" in each)
                await boss.taps(label)
                await boss.taps("Hand over work")
                await boss.taps("Karim")
                await boss.sees("The applications of Rahim are being handed over to Karim")
                async with asyncio.timeout(60):
                    while not store.caseloads.count_of_agent(receiver_id):  # noqa: ASYNC110 - another process
                        await asyncio.sleep(0.01)
                bot.kill()
                assert 0 < store.caseloads.count_of_agent(receiver_id) < many

                await machine.serving_bot()
                await boss.sees(f"Handed over from Rahim to Karim: {many:,}", timeout=90)
                await karim.sees(f"The applications of Rahim are yours now: {many:,}.")
                assert sum("yours now" in each.text for each in karim.messages) == 1
            recorded = store.audit.entries(actions=("handed-over",))
            assert len({each.details["application"] for each in recorded}) == len(recorded) == many
