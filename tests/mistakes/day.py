"""A day of visits to several agents, and everything that was wrong at its end."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from conversations.application import Application
from tests.mistakes.agent import HurriedAgent
from tests.mistakes.earlier import registered_elsewhere
from tests.mistakes.silence import wrong_silence
from tests.mistakes.truth import VERDICTS, wrongs
from tests.mistakes.visits import Visit, draw, on_one_phone
from tests.support.running import RunningBot, Trial, trial_on

AGENTS = 4
_LONGEST_END = 60.0  # seconds until the last verdict
_A_VISIT = 60  # messages, at most


@dataclass(slots=True)
class Day:
    """What became of it; a finding names the slips, so that the story can be played again.

    `chats` are the agents' chats at the end of each visit, for what is found later.

    `unclear` counts verdicts that are rightly not told: an earlier record of the same person may be
    meant, and agent and admins are told that. Any other silence of a minute is a finding.
    """

    visits: int = 0
    unclear: int = 0
    slips: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    chats: dict[int, str] = field(default_factory=dict, repr=False)


async def a_day(folder: Path, seed: int, visits: int) -> Day:
    """Register the customers of that many visits, with the slips that the seed draws."""
    chance = Random(seed)
    drawn = on_one_phone(
        chance,
        [draw(chance, number // AGENTS, agent=number % AGENTS) for number in range(visits)],
    )
    day = Day()
    async with trial_on(folder, verification_delay=0.5) as trial, RunningBot(trial) as bot:
        for visit in drawn:
            if visit.was_here_before:
                await registered_elsewhere(trial, visit)
        people = [await bot.enrols(f"Agent {n}", user_id=2001 + n) for n in range(AGENTS)]
        told: list[tuple[Visit, HurriedAgent]] = []

        async def works(agent: HurriedAgent, mine: list[Visit]) -> None:
            for visit in mine:
                try:
                    await agent.registers(visit)
                except AssertionError as failure:
                    day.findings.append(f"{visit}: stuck: {failure}")
                    continue
                day.chats[id(visit)] = agent.person.transcript(_A_VISIT)
                told.append((visit, agent))

        await asyncio.gather(
            *(works(HurriedAgent(one), drawn[n::AGENTS]) for n, one in enumerate(people))
        )
        await _judge(day, trial, bot, told)
        for person in people:
            await person.leaves()
    return day


async def _judge(
    day: Day, trial: Trial, bot: RunningBot, told: list[tuple[Visit, HurriedAgent]]
) -> None:
    """Check each visit until all is well, at most as long as a verdict may take."""
    ends_at = time.monotonic() + _LONGEST_END
    left = told
    found: dict[int, list[str]] = {}
    well: set[int] = set()
    while left and time.monotonic() < ends_at:
        await asyncio.sleep(0.5)
        records = (await trial.applications())["applications"]
        for visit, agent in left:
            await agent.person.looks(0.05)
            verdicts = _told(visit, agent, bot)
            found[id(visit)] = list(wrongs(visit, records, verdicts))
            if verdicts and not found[id(visit)]:
                well.add(id(visit))
        left = [(visit, agent) for visit, agent in left if id(visit) not in well]
    for visit, _ in told:
        day.visits += 1
        day.slips.update(visit.slips.values())
        chat = day.chats[id(visit)]
        day.findings += [f"{visit}: {wrong}\n{chat}" for wrong in found.get(id(visit), ())]
    for visit, agent in left:
        application = _newest(visit, agent, bot)
        if application is None or _told(visit, agent, bot):
            continue  # it is among the findings
        wrong = await wrong_silence(visit, application, trial, bot)
        if wrong:
            day.findings.append(f"{visit}: {wrong}")
        else:
            day.unclear += 1


def _newest(visit: Visit, agent: HurriedAgent, bot: RunningBot) -> Application | None:
    """This customer's newest application with the agent."""
    number = visit.customer.mobile_number
    kept = bot.store.caseloads.by_mobile(agent.person.user_id, number)
    return next((one for one in kept if one.value("nid_number") == visit.nid_number), None)


def _told(visit: Visit, agent: HurriedAgent, bot: RunningBot) -> list[str]:
    """The kinds of verdict in the agent's chat on this customer's newest application."""
    application = _newest(visit, agent, bot)
    if application is None:
        return []
    reference = application.id.upper()
    return [
        kind
        for message in agent.person.messages
        if message.from_bot and reference in message.text
        for kind, words in VERDICTS.items()
        if f"{words}: " in message.text
    ]
