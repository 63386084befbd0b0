"""An agent's own numbers, counted on delivery."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.outgoing import ShowStats
from bot.reports.stats import Numbers, Stats
from conversations import events
from storage.agents import Standing
from tests.support.forms import AGENT, FAILED, NOW, after, decided, press, until
from tests.support.office import OTHER_AGENT, Office, only


@pytest.fixture
def office() -> Office:
    return Office()


async def numbers(office: Office, agent_id: int = AGENT) -> Numbers:
    found = await Stats(office.store, lambda: NOW).numbers(agent_id)
    assert found is not None
    return found


async def test_the_agents_own_work_is_counted_and_nobody_elses(office: Office) -> None:
    office.holds(decided(), name="passed22")
    office.holds(decided(FAILED), name="failed22")
    office.holds(replace(until("gender"), agent=OTHER_AGENT), name="others22", is_active=False)

    found = await numbers(office)

    assert found.text.splitlines() == [
        "Today: passed 1 · failed 1",
        "The last 7 days: passed 1 · failed 1",
        "Pass rate: 50 % of 2 attempts",
        "Reasons of failures: name in Bangla 1",
    ]
    assert found.picture is not None


async def test_work_older_than_a_week_is_not_counted(office: Office) -> None:
    office.holds(replace(decided(), created_at=NOW - timedelta(days=7)))

    assert await numbers(office) == Numbers(
        "You have begun nothing in the last 7 days. Begin with /new."
    )


async def test_a_removed_agent_gets_none(office: Office) -> None:
    office.store.agents.put(AGENT, Standing.SUSPENDED, NOW)

    assert await Stats(office.store, lambda: NOW).numbers(AGENT) is None


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

    assert (await numbers(office)).text.splitlines() == [
        "Today: passed 1 · draft 1",
        "The last 7 days: passed 1 · draft 1 · failed before 1",
        "Pass rate: 50 % of 2 attempts",
        "Reasons of failures: name in Bangla 1",
    ]
    given_up = after(corrected, events.CancelAsked(), press(events.Withdrawn))
    office.holds(given_up, name="failed22")
    assert "The last 7 days: passed 1 · failed 1" in (await numbers(office)).text.splitlines()
