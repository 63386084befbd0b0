"""Two hundred agents at the same time, while the service takes ten seconds for each card."""

import asyncio
import random
import time
from pathlib import Path
from statistics import median, quantiles

import pytest

from bot.sandbox.person import Person
from bot.trial.example import Customer, register
from tests.support.processes import Machine, machine_in

AGENTS = 200
CITIZENS = 12  # the specimens; a customer is a citizen with a mobile number of one's own
STEP_ONE_SECONDS = 10.0
PATIENCE = 110.0  # seconds
THINKING = (3.0, 8.0)


class TimedPerson(Person):
    """An agent with a stop watch: from before the tap until the answer to it is seen."""

    answer_times: list[float]

    async def taps(self, *words: str, **more: object) -> str:
        began = time.monotonic()
        press = await super().taps(*words, **more)  # type: ignore[arg-type]  # passed on
        if press:
            await self.gets_answer(press, timeout=60)
            self.answer_times.append(time.monotonic() - began)
        return press


async def work(agent: TimedPerson, number: int, link: str) -> float:
    """Enrol, register a customer and wait for the verdict; gives the seconds of the registration."""
    await agent.opens(link)
    await agent.sees("Welcome", timeout=PATIENCE)
    began = time.monotonic()
    customer = Customer(number=number % CITIZENS, mobile_number=f"017{number:08}")
    await register(agent, customer, at_step=lambda step: asyncio.sleep(random.uniform(*THINKING)))
    await agent.sees("Passed: ", timeout=PATIENCE)
    return time.monotonic() - began


@pytest.mark.load
async def test_all_reach_their_verdicts_and_no_press_waits_a_second(tmp_path: Path) -> None:
    async with machine_in(tmp_path, step_one_delay=STEP_ONE_SECONDS) as machine:
        links = invitations(machine)
        bot = await machine.serving_bot()
        agents = [
            TimedPerson(machine.telegram_url, 2000 + number, f"Agent {number}")
            for number in range(AGENTS)
        ]
        answer_times: list[float] = []
        for agent in agents:
            agent.answer_times = answer_times
        began = time.monotonic()
        durations = await asyncio.gather(
            *(work(agent, number, links[number]) for number, agent in enumerate(agents))
        )
        took = time.monotonic() - began
        import subprocess; print(subprocess.run("ps -eo pid,time,rss,args --sort=-time | grep -E 'python' | head -6 | cut -c1-140; cat /proc/loadavg", shell=True, capture_output=True, text=True).stdout)
        for agent in agents:
            await agent.leaves()
        Path("/tmp/botlog.txt").write_text(bot.log)

    percentiles = quantiles(answer_times, n=100)
    print(
        f"\n{AGENTS} agents, {took:.0f} s in all, a registration {median(durations):.0f} s;"
        f" {len(answer_times)} presses answered in {median(answer_times):.3f} s (median),"
        f" {percentiles[94]:.3f} s (p95), {percentiles[98]:.3f} s (p99),"
        f" {max(answer_times):.3f} s (longest)"
    )
    assert percentiles[98] < 1.0


def invitations(machine: Machine) -> list[str]:
    """One link for each agent, as the command line makes them, but all at once."""
    from datetime import UTC, datetime, timedelta
    from storage import Store, open_database
    from storage.agents import Invite, Role
    store = Store(open_database(*machine.database()))
    now = datetime.now(UTC)
    codes = [f"invitation-{number}" for number in range(AGENTS)]
    with store.transaction():
        for number, code in enumerate(codes):
            invite = Invite(name=f"Agent {number}", role=Role.AGENT, expires_at=now + timedelta(1))
            store.agents.invite(code, invite, now)
    store.close()
    return [f"https://t.me/trial_bot?start={code}" for code in codes]
