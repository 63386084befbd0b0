"""An agent's own numbers, counted on delivery."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.chat.outgoing import ShowStats
from bot.reports.reading import Reader
from bot.reports.stats import Numbers, Stats
from bot.sandbox.telegram.screen import as_read
from conversations import events
from storage import Store
from storage.agents import Role, Standing
from tests.support.engine import current
from tests.support.forms import AGENT, FAILED, NOW, after, decided, press, until
from tests.support.office import OTHER_AGENT, Office, only
from tests.support.running import DATABASE_KEY
from tests.support.supervision import (
    ADMIN,
    COLLEAGUE,
    ELSEWHERE,
    SUPERVISOR,
    supervised_office,
)


@pytest.fixture
def office() -> Office:
    return Office()


def stats(office: Office) -> Stats:
    """An agent's own numbers are read at once, so nothing else reads."""
    return Stats(office.store, Reader(":memory:", ""), lambda: NOW)


async def numbers(office: Office, agent_id: int = AGENT) -> Numbers:
    found = await stats(office).numbers(agent_id)
    assert found is not None
    return found


async def test_the_agents_own_work_is_counted_and_nobody_elses(office: Office) -> None:
    office.holds(decided(), name="passed22")
    office.holds(decided(FAILED), name="failed22")
    office.holds(replace(until("gender"), agent=OTHER_AGENT), name="others22", is_active=False)

    found = await numbers(office)

    assert as_read(found.text).splitlines() == [
        "Today: passed 1 · failed 1",
        "The last 7 days: passed 1 · failed 1",
        "Pass rate: 50% (of 2 attempts)",
        "Reasons for failure: name in Bangla 1",
    ]
    assert found.picture is not None


async def test_work_older_than_a_week_is_not_counted(office: Office) -> None:
    office.holds(replace(decided(), created_at=NOW - timedelta(days=7)))

    assert await numbers(office) == Numbers(
        "No applications started in the last 7 days. Start with /new."
    )


async def test_a_removed_agent_gets_none(office: Office) -> None:
    office.store.agents.put(AGENT, Standing.SUSPENDED, NOW)

    assert await stats(office).numbers(AGENT) is None


def test_the_command_asks_for_them_and_leaves_the_form_alone(office: Office) -> None:
    form = office.holds(until("gender"))

    only(ShowStats, office.hears("/stats"))
    assert office.form == form


async def test_a_failure_that_is_being_corrected_stays_in_the_rate_and_the_reasons(
    office: Office,
) -> None:
    office.holds(decided(), name="passed22")
    corrected = after(decided(FAILED), press(events.CorrectionBegun))
    office.holds(corrected, name="failed22")

    assert as_read((await numbers(office)).text).splitlines() == [
        "Today: passed 1 · draft 1",
        "The last 7 days: passed 1 · draft 1 · failed before 1",
        "Pass rate: 50% (of 2 attempts)",
        "Reasons for failure: name in Bangla 1",
    ]
    given_up = after(corrected, events.CancelAsked(), press(events.Withdrawn))
    office.holds(given_up, name="failed22")
    assert (
        "The last 7 days: passed 1 · failed 1" in as_read((await numbers(office)).text).splitlines()
    )


# -- the evening picture of supervisors ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Team:
    office: Office
    stats: Stats

    async def evening(self, person: int = SUPERVISOR) -> Numbers | None:
        return await self.stats.evening(person, date(2026, 11, 23))


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """Another process reads for it, so the database is a file."""
    office = supervised_office(Store(current().open(tmp_path / "bot.db", DATABASE_KEY)))
    async with Reader(tmp_path / "bot.db", DATABASE_KEY) as reader:
        yield Team(office, Stats(office.store, reader, lambda: NOW))
    office.store.close()


async def test_a_supervisor_sees_the_day_of_the_team(team: Team) -> None:
    team.office.holds(decided(), name="passed22")
    team.office.store.applications.save(replace(decided(FAILED), id="others22", agent=ELSEWHERE))

    found = await team.evening()

    assert found
    assert found.picture
    assert as_read(found.text) == "Your team today: passed 1"
    assert [[button.data for button in row] for row in found.keyboard] == [["~evening.off"]]
    everything = await team.evening(ADMIN)
    assert everything
    assert as_read(everything.text) == "Your team today: passed 1 · failed 1"


async def test_a_day_without_work_is_a_sentence_while_something_waits(team: Team) -> None:
    yesterday = NOW - timedelta(days=1)
    team.office.holds(replace(until("gender"), created_at=yesterday, changed_at=yesterday))

    found = await team.evening()

    assert found
    assert found.picture is None
    assert "Nothing was started today. The longest wait is 24 h" in as_read(found.text)


async def test_nothing_is_sent_where_nothing_happened_or_to_those_who_may_not(
    team: Team,
) -> None:
    assert await team.evening() is None
    team.office.holds(decided(), name="passed22")
    assert await team.evening(AGENT) is None
    team.office.store.evening_reports.want(COLLEAGUE, is_wanted=False)
    assert await team.evening(COLLEAGUE) is None
    counting = asyncio.create_task(team.evening())
    await asyncio.sleep(0)
    team.office.store.agents.put(SUPERVISOR, Standing.SUSPENDED, NOW)
    assert await counting is None
    assert await team.evening() is None


async def test_a_supervisor_moved_while_it_is_counted_sees_the_day_of_the_new_team(
    team: Team,
) -> None:
    team.office.holds(decided(), name="passed22")
    team.office.store.applications.save(replace(decided(FAILED), id="others22", agent=ELSEWHERE))
    counting = asyncio.create_task(team.evening())
    await asyncio.sleep(0)
    team.office.store.agents.appoint(SUPERVISOR, Role.SUPERVISOR, "South", NOW)

    found = await counting

    assert found
    assert as_read(found.text) == "Your team today: failed 1"
