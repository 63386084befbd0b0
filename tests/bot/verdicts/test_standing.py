"""Verdicts are checked again by pages of the log as long as these pay."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ekyc import State
from bot.verdicts.pending_list import person
from bot.verdicts.standing import StandingVerdicts
from tests.support.clocks import TimerOf
from tests.support.errands import Workshop, workshop_in
from tests.support.scripted_service import row, says

NID = "0001980100147"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        yield running


@pytest.fixture
def standing(shop: Workshop) -> StandingVerdicts:
    return StandingVerdicts(shop.client, TimerOf(shop.clock))


async def passed(standing: StandingVerdicts, *numbers: int) -> list[bool]:
    return [await standing.has(person(f"017{number:08}", NID), State.PASSED) for number in numbers]


async def test_one_page_tells_of_many(shop: Workshop, standing: StandingVerdicts) -> None:
    shop.service.log_rows = [row("passed", mobile=f"017{number:08}") for number in range(90)]

    assert await passed(standing, *range(90)) == [True] * 90
    assert shop.service.asked == ["log"]


@pytest.mark.parametrize("said", ["failed", "pending", "invalid"])
async def test_another_word_next_to_it_or_instead_means_the_verdict_changed(
    shop: Workshop, standing: StandingVerdicts, said: str
) -> None:
    mobile = "01700000000"
    shop.service.log_rows = [row(said, mobile=mobile), row("passed", mobile=mobile)]

    assert await passed(standing, 0) == [False]


async def test_further_pages_are_read_only_while_those_before_have_paid(
    shop: Workshop, standing: StandingVerdicts
) -> None:
    shop.service.log_rows = [row("passed", mobile=f"017{number:08}") for number in range(5000)]

    assert await passed(standing, 3500, 3500, 3500) == [False] * 3
    assert shop.service.asked == ["log"]
    assert await passed(standing, 1, 2, 3, 1500, 2500, 3500) == [True] * 6
    assert len(shop.service.asked) == 4


async def test_readings_are_forgotten_after_some_minutes(
    shop: Workshop, standing: StandingVerdicts
) -> None:
    shop.service.log_rows = [row("passed", mobile="01700000000")]
    assert await passed(standing, 0) == [True]
    shop.service.log_rows = [row("failed", mobile="01700000000")]
    shop.clock.now += timedelta(minutes=6)

    assert await passed(standing, 0) == [False]


async def test_a_log_that_is_not_understood_tells_nothing(
    shop: Workshop, standing: StandingVerdicts
) -> None:
    shop.service.says("log", says({"rows": []}))

    assert await passed(standing, 0, 0) == [False, False]
    assert shop.service.asked == ["log"]


async def test_the_pages_of_another_token_say_nothing(
    shop: Workshop, standing: StandingVerdicts
) -> None:
    shop.service.log_rows = [row("passed", mobile="01700000000")]
    assert await passed(standing, 0) == [True]

    shop.client.use_token("of-another-account")
    shop.service.log_rows = []

    assert await passed(standing, 0) == [False]
