"""An outage is reported once, and delayed errands are retried as soon as it is over."""

from datetime import timedelta

import pytest

from bot.ekyc.polite import Trouble
from bot.errands.outage import Outage
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from bot.texts import say
from conversations.errands import Task
from tests.support.errands import Workshop
from tests.support.forms import submitted
from tests.support.running import ADMIN

HOUR = timedelta(hours=1)


@pytest.fixture
def outage(shop: Workshop) -> Outage:
    timer = LoopTimer()
    return Outage(shop.store, courier=Nudge(timer), postman=Nudge(timer), clock=shop.clock)


def held_up(shop: Workshop) -> int:
    """A submission that failed and is tried again in an hour; returns its errand."""
    errand = shop.owes(submitted(), Task.SUBMIT)
    with shop.store.transaction():
        shop.store.errands.postpone(errand, shop.clock(), HOUR)
    return errand.id


def due(shop: Workshop) -> list[int]:
    found = shop.store.errands.look(shop.clock(), {Task.SUBMIT: 9}).due
    return [errand.id for errand in found]


async def test_its_begin_and_its_end_are_told_once_each(shop: Workshop, outage: Outage) -> None:
    for _ in range(3):
        outage.begin("unavailable")
    for _ in range(3):
        outage.end()

    began, ended = shop.told(ADMIN)
    assert "not" in began
    assert began != ended


@pytest.mark.parametrize(
    ("trouble", "end"),
    [
        ("denied", "alert-token-taken"),
        ("elsewhere", "alert-service-back"),
        ("unavailable", "alert-service-back"),
        ("untrusted", "alert-service-back"),
    ],
)
async def test_each_trouble_has_its_own_end(
    shop: Workshop, outage: Outage, trouble: Trouble, end: str
) -> None:
    outage.begin(trouble)
    outage.end()

    assert say("en", end) in shop.told(ADMIN)[1]


async def test_a_delayed_submission_is_tried_at_its_end(shop: Workshop, outage: Outage) -> None:
    waiting = held_up(shop)
    outage.begin("denied")
    assert due(shop) == []

    outage.end()

    assert due(shop) == [waiting]


async def test_where_nothing_had_failed_nothing_is_hastened_or_told(
    shop: Workshop, outage: Outage
) -> None:
    held_up(shop)

    outage.end()

    assert due(shop) == []
    assert shop.told(ADMIN) == []
