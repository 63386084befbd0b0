"""The log is read once for everyone who asks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ekyc import EkycDenied, EkycUnavailable
from tests.support.errands import Workshop, workshop_in
from tests.support.scripted_service import DENIED, Answer, page, row, says

SECOND = timedelta(seconds=1)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        running.service.log_rows = [row("passed")]
        yield running


async def test_those_who_ask_at_the_same_time_share_one_reading(shop: Workshop) -> None:
    readings = await asyncio.gather(*(shop.log.rows(since=shop.clock()) for _ in range(8)))

    assert [len(rows or ()) for rows in readings] == [1] * 8
    assert shop.service.asked == ["log", "log"]  # two pages: the second proves that it ends


async def test_what_is_too_old_is_read_again(shop: Workshop) -> None:
    await shop.log.rows(since=shop.clock())
    shop.clock.passes(10)
    shop.service.log_rows = []

    kept = await shop.log.rows(since=shop.clock() - 10 * SECOND)
    fresh = await shop.log.rows(since=shop.clock() - 9 * SECOND)

    assert (len(kept or ()), fresh) == (1, ())


async def test_pages_are_read_until_the_end_or_the_most_that_is_wanted(shop: Workshop) -> None:
    shop.service.log_rows = [row("passed", mobile=f"017{number:08}") for number in range(420)]

    some = await shop.log.rows(since=shop.clock(), most_pages=5)
    shop.clock.passes(1)
    everything = await shop.log.rows(since=shop.clock(), most_pages=20)

    assert (len(some or ()), len(everything or ())) == (250, 420)


@pytest.mark.parametrize(
    "rows",
    [
        [row("passed")],
        {"status": "success", "data": [row("passed")]},
        {"status": "success", "status_code": 4005, "data": [row("passed")], "total_pages": 1},
        {"results": [row("passed")]},
    ],
    ids=["bare", "wrapped", "later", "django"],
)
async def test_a_bare_list_and_a_wrapped_one_are_understood(shop: Workshop, rows: object) -> None:
    shop.service.says("log", says(rows))

    assert len(await shop.log.rows(since=shop.clock()) or ()) == 1
    assert shop.log.is_understood


@pytest.mark.parametrize("answer", [says({"rows": []}), says("none"), says({}, 400), page(200, "")])
async def test_a_log_of_another_form_is_not_understood_and_nothing_is_concluded(
    shop: Workshop, answer: Answer
) -> None:
    await shop.log.rows(since=shop.clock())
    assert shop.log.is_understood
    shop.clock.passes(1)
    shop.service.says("log", answer)

    assert await shop.log.rows(since=shop.clock()) is None
    assert not shop.log.is_understood


async def test_before_it_was_read_nothing_is_understood(shop: Workshop) -> None:
    assert not shop.log.is_understood


@pytest.mark.parametrize(
    ("answer", "error"), [(DENIED, EkycDenied), (page(502, ""), EkycUnavailable)]
)
async def test_an_outage_is_told_and_what_was_known_stays(
    shop: Workshop, answer: Answer, error: type[Exception]
) -> None:
    known = await shop.log.rows(since=shop.clock())
    shop.clock.passes(1)
    shop.service.says("log", answer)

    with pytest.raises(error):
        await shop.log.rows(since=shop.clock())

    assert await shop.log.rows(since=shop.clock() - SECOND) == known
    assert shop.log.is_understood
