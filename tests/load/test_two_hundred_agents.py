"""Two hundred agents at the same time, while the service takes ten seconds per card."""

import asyncio
import random
import time
from pathlib import Path
from statistics import median, quantiles

import httpx
import pytest

from bot.sandbox.person import Person
from bot.trial.example import Customer, register
from tests.support.processes import machine_apart_in

AGENTS = 200
CITIZENS = 12  # the specimens; a customer is a citizen with a separate mobile number
STEP_ONE_SECONDS = 10.0
THINKING = (3.0, 9.0)  # seconds in which an agent reads and taps; real ones take longer
PATIENCE = 180.0  # seconds


async def work(agent: Person, number: int, link: str) -> float:
    """Enrol, register a customer and wait for the verdict; returns the seconds."""
    await asyncio.sleep(random.uniform(*THINKING))
    await agent.opens(link)
    await agent.sees("Welcome", timeout=PATIENCE)
    began = time.monotonic()

    async def think(step: str) -> None:
        await asyncio.sleep(random.uniform(*THINKING))

    customer = Customer(number=number % CITIZENS, mobile_number=f"017{number:08}")
    await register(agent, customer, at_step=think)
    await agent.sees("Passed: ", timeout=PATIENCE)
    return time.monotonic() - began


@pytest.mark.load
async def test_all_reach_their_verdicts_and_no_press_waits_a_second(tmp_path: Path) -> None:
    async with machine_apart_in(tmp_path, step_one_delay=STEP_ONE_SECONDS) as machine:
        links = machine.invitations(*(f"Agent {number}" for number in range(AGENTS)))
        await machine.serving_bot()
        agents = [
            Person(machine.telegram_url, 2000 + number, f"Agent {number}")
            for number in range(AGENTS)
        ]
        began = time.monotonic()
        durations = await asyncio.gather(
            *(work(agent, number, links[number]) for number, agent in enumerate(agents))
        )
        took = time.monotonic() - began
        for agent in agents:
            await agent.leaves()
        # By the clock of Telegram's side, because the two hundred people share a core with it.
        async with httpx.AsyncClient(trust_env=False) as http:
            presses = (await http.get(f"{machine.telegram_url}/control/presses")).json()

    waited = presses["answered_after"]
    percentiles = quantiles(waited, n=100)
    print(
        f"\n{AGENTS} agents, {took:.0f} s in all, a registration {median(durations):.0f} s;"
        f" {len(waited)} presses answered in {median(waited):.3f} s (median),"
        f" {percentiles[94]:.3f} s (p95), {percentiles[98]:.3f} s (p99), {max(waited):.3f} s (most)"
    )
    assert presses["open"] == 0
    assert percentiles[98] < 1.0
