"""The report is counted on delivery, for somebody who may see it at that time."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.outgoing import Send, TeamReport
from bot.reports.reading import Reader
from bot.reports.tally import beginning
from bot.reports.team_report import TeamReports
from bot.sandbox.telegram.screen import as_read
from storage import Store
from storage.agents import Agent, Role, Standing
from tests.support.engine import current
from tests.support.forms import AGENT, FAILED, NOW, decided
from tests.support.running import DATABASE_KEY

RAHIMA = 2005


async def page(
    folder: Path,
    role: Role,
    standing: Standing = Standing.ACTIVE,
    *,
    number: int = 0,
    meanwhile: Standing | None = None,
    moved_to: str = "",
    begun_at: datetime = NOW,
) -> Send | None:
    store = Store(current().open(folder / "bot.db", DATABASE_KEY))
    store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)
    person = Agent(id=RAHIMA, name="Rahima", role=role, language="en", standing=standing)
    store.agents.enrol(person, NOW)
    store.applications.save(replace(decided(FAILED), created_at=begun_at))
    try:
        async with Reader(folder / "bot.db", DATABASE_KEY) as reader:
            reports = TeamReports(store, reader, lambda: NOW + timedelta(minutes=1))
            counting = asyncio.create_task(reports.page(RAHIMA, TeamReport(days=7, page=number)))
            await asyncio.sleep(0)
            if meanwhile:
                store.agents.put(RAHIMA, meanwhile, NOW)
            if moved_to:
                store.agents.appoint(RAHIMA, role, moved_to, NOW)
            return await counting
    finally:
        store.close()


async def test_a_supervisor_sees_states_reasons_and_agents(tmp_path: Path) -> None:
    shown = await page(tmp_path, Role.SUPERVISOR)

    assert shown
    assert "failed 1" in as_read(shown.text)
    assert "Reasons for failure: " in shown.text
    assert "Rahim: failed 1" in as_read(shown.text)


async def test_its_days_begin_at_midnight_as_those_of_the_agents_own_numbers(
    tmp_path: Path,
) -> None:
    evening_before = beginning(NOW) - timedelta(minutes=1)

    shown = await page(tmp_path, Role.SUPERVISOR, begun_at=evening_before)

    assert shown
    assert "No applications started" in shown.text


async def test_a_page_that_is_gone_is_the_last_one(tmp_path: Path) -> None:
    assert await page(tmp_path, Role.ADMIN, number=99) == await page(tmp_path, Role.ADMIN)


@pytest.mark.parametrize(
    ("role", "standing"),
    [(Role.AGENT, Standing.ACTIVE), (Role.SUPERVISOR, Standing.SUSPENDED)],
)
async def test_somebody_no_longer_allowed_sees_nothing(
    tmp_path: Path, role: Role, standing: Standing
) -> None:
    assert await page(tmp_path, role, standing) is None


async def test_nor_does_somebody_who_is_suspended_while_it_is_counted(tmp_path: Path) -> None:
    assert await page(tmp_path, Role.SUPERVISOR, meanwhile=Standing.SUSPENDED) is None


async def test_a_supervisor_moved_to_another_team_while_it_is_counted_sees_that_one(
    tmp_path: Path,
) -> None:
    shown = await page(tmp_path, Role.SUPERVISOR, moved_to="South")

    assert shown
    assert "No applications started" in shown.text
