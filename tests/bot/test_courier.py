"""What an errand brought is saved with its own end, and whoever should know is told."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts import Alerts
from bot.clerk import Clerk
from bot.courier import Courier
from bot.errand_work import ErrandWork
from bot.nudge import Nudge
from bot.short_memory import ShortMemory
from bot.watch import Watch
from conversations.application import Phase
from conversations.errands import Task
from tests.support.errands import Workshop, workshop_in
from tests.support.forms import pending
from tests.support.running import ADMIN
from tests.support.scripted_service import PENDING, status

DAY = 86_400.0
_PATIENCE = 30.0  # seconds


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        yield running


class Rounds:
    """The courier, who goes once whenever it is time to."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._nudge = Nudge()

    async def goes(self) -> None:
        """Carry out what is due now, and all that becomes due by that."""
        shop, stop = self._shop, asyncio.Event()
        work = ErrandWork(
            shop.store,
            shop.messenger,
            shop.client,
            shop.log,
            ShortMemory(shop.clock),
            clock=shop.clock,
        )
        courier = Courier(
            shop.store,
            Clerk(shop.store),
            work,
            Watch(shop.store, shop.log, interval=timedelta(days=1), clock=shop.clock),
            Alerts(shop.store),
            nudge=self._nudge,
            postman=Nudge(),
            clock=shop.clock,
        )
        running = asyncio.create_task(courier.run(stop))
        ends_at = time.monotonic() + _PATIENCE
        while shop.store.errands.due(Task.ASK_VERDICT, shop.clock(), besides=(), limit=1):
            assert time.monotonic() < ends_at, "an errand is not carried out"
            await asyncio.sleep(0.005)
        stop.set()
        self._nudge.give()
        await running


async def test_an_application_without_a_verdict_for_a_month_is_closed_in_everybodys_sight(
    shop: Workshop,
) -> None:
    application = pending()
    shop.owes(application, Task.ASK_VERDICT)
    shop.service.says("status", PENDING)
    rounds = Rounds(shop)
    for _ in range(35):
        await rounds.goes()
        shop.clock.passes(1.2 * DAY)

    kept = shop.store.applications.find(application.id)
    assert kept
    assert kept.phase is Phase.CLOSED
    due = shop.store.errands.due_at(application.id, Task.ASK_VERDICT)
    assert due
    assert shop.clock() < due < shop.clock() + timedelta(days=7)
    asked = shop.service.asked.count("status")
    notes = shop.told()
    assert [("no result yet" in note, "closed as unresolved" in note) for note in notes] == [
        (True, False),
        (True, False),
        (False, True),
    ]

    shop.service.says("status", status("passed"))
    shop.clock.passes(20 * DAY)
    await rounds.goes()

    assert shop.service.asked.count("status") == asked  # nobody wants to know


async def test_the_admins_hear_of_the_close_by_its_reference(shop: Workshop) -> None:
    application = pending()
    shop.owes(application, Task.ASK_VERDICT)
    shop.service.says("status", PENDING)
    shop.clock.passes(30 * DAY)

    await Rounds(shop).goes()

    (note,) = shop.told(ADMIN)
    assert "closed as unresolved" in note
    assert application.id.upper() in note
    assert "Asaduzzaman" not in note
    actions = [each.action for each in shop.store.audit.entries(subject=application.id)]
    assert actions == ["closed-unresolved"]
