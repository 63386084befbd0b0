"""The log is read once for everyone who asks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.ekyc import EkycDenied, EkycUnavailable
from bot.verdicts.look import reaches
from tests.support.errands import Workshop, workshop_in
from tests.support.scripted_service import DENIED, Answer, page, row, says

MOBILE = "01712345678"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        running.service.log_rows = [row("passed")]
        yield running


async def test_those_who_ask_at_the_same_time_share_one_reading(shop: Workshop) -> None:
    readings = await asyncio.gather(*(shop.log.sweep() for _ in range(8)))

    assert [len(one.rows) for one in readings if one] == [1] * 8
    assert shop.service.asked == ["log", "log"]  # two pages: the second proves that it ends


async def test_a_reading_that_is_too_old_is_repeated(shop: Workshop) -> None:
    await shop.log.sweep()
    shop.clock.passes(10)
    shop.service.log_rows = []

    kept = await shop.log.sweep(kept=10)
    fresh = await shop.log.sweep(kept=9)

    assert (len(kept.rows) if kept else 0, fresh and fresh.rows) == (1, ())


async def test_what_was_read_before_something_was_sent_says_nothing_of_that_number(
    shop: Workshop,
) -> None:
    await shop.log.sweep()
    shop.service.log_rows = []
    shop.log.note_sent(MOBILE)

    of_others = await shop.log.sweep(someone=("01812345678", ""), kept=60)
    of_number = await shop.log.sweep(someone=(MOBILE, ""), kept=60)

    assert (len(of_others.rows) if of_others else 0) == 1
    assert of_number
    assert of_number.rows == ()


def of_days(*days: int) -> list[dict[str, str]]:
    """A hundred rows of each of these days of November, in that order."""
    return [
        row("passed", mobile=f"017{day:04}{number:04}") | {"submitted_on": f"{day:02}/11/2026"}
        for day in days
        for number in range(100)
    ]


async def test_without_a_reason_to_read_on_only_the_newest_pages_are_read(shop: Workshop) -> None:
    shop.service.log_rows = of_days(23, 22, 21, 20)

    some = await shop.log.sweep()

    assert some
    assert (len(some.rows), some.is_whole) == (250, False)


async def test_it_is_read_back_to_a_day_and_no_farther(shop: Workshop) -> None:
    shop.service.log_rows = of_days(*range(28, 0, -1))

    sweep = await shop.log.sweep(back_to=date(2026, 11, 22))

    assert sweep
    assert reaches(sweep, date(2026, 11, 22))
    assert not sweep.is_whole
    assert len(shop.service.asked) == 1  # one long page


async def test_a_service_that_caps_its_pages_in_silence_is_asked_for_more_of_them(
    shop: Workshop,
) -> None:
    shop.service.log_rows = of_days(*range(28, 0, -1))
    shop.service.most_per_page = 50

    sweep = await shop.log.sweep(back_to=date(2026, 11, 21))

    assert sweep
    assert reaches(sweep, date(2026, 11, 21))
    assert not sweep.is_whole


async def test_what_goes_back_far_enough_serves_the_next_question_too(shop: Workshop) -> None:
    shop.service.log_rows = of_days(*range(28, 0, -1))
    await shop.log.sweep(back_to=date(2026, 11, 22))

    await shop.log.sweep(kept=60, back_to=date(2026, 11, 25))
    await shop.log.sweep(kept=60)

    assert len(shop.service.asked) == 1


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

    sweep = await shop.log.sweep()
    assert sweep
    assert len(sweep.rows) == 1
    assert shop.log.is_understood


@pytest.mark.parametrize("answer", [says({"rows": []}), says("none"), says({}, 400), page(200, "")])
async def test_a_log_of_another_form_is_not_understood_and_nothing_is_concluded(
    shop: Workshop, answer: Answer
) -> None:
    await shop.log.sweep()
    assert shop.log.is_understood
    shop.clock.passes(1)
    shop.service.says("log", answer)

    assert await shop.log.sweep() is None
    assert not shop.log.is_understood


@pytest.mark.parametrize("is_far", [False, True])
async def test_a_service_that_refuses_the_length_of_a_page_is_asked_for_short_ones(
    shop: Workshop, is_far: bool
) -> None:
    def strict(request: Request) -> Response:
        if int(request.query_params["per_page"]) > 20:
            return says({"detail": [{"loc": ["query", "per_page"], "msg": "too big"}]}, 422)(
                request
            )
        return says([row("invalid")] if request.query_params["page"] == "1" else [])(request)

    shop.service.says("log", strict)

    sweep = await shop.log.sweep(back_to=date(2026, 11, 22) if is_far else None)

    assert sweep
    assert (len(sweep.rows), sweep.is_whole) == (1, True)
    assert shop.log.is_understood
    calls = len(shop.service.asked)
    shop.clock.passes(1)
    await shop.log.sweep()
    assert len(shop.service.asked) == calls + 2


async def test_before_it_was_read_nothing_is_understood(shop: Workshop) -> None:
    assert not shop.log.is_understood


@pytest.mark.parametrize(
    ("answer", "error"), [(DENIED, EkycDenied), (page(502, ""), EkycUnavailable)]
)
async def test_an_outage_is_told_and_what_was_known_stays(
    shop: Workshop, answer: Answer, error: type[Exception]
) -> None:
    known = await shop.log.sweep()
    shop.clock.passes(1)
    shop.service.says("log", answer)

    with pytest.raises(error):
        await shop.log.sweep()

    assert await shop.log.sweep(kept=1) == known
    assert shop.log.is_understood


async def test_of_what_another_token_showed_nothing_is_left(shop: Workshop) -> None:
    """It may be of another account."""
    shop.service.log_rows = [row("pending")]
    await shop.log.sweep()
    await shop.log.read_pending(1)
    assert shop.log.pending.is_whole

    shop.client.use_token("of-another-account")

    assert not shop.log.pending.is_whole
    assert ("01712345678", "1980100147") not in shop.log.pending
    calls = len(shop.service.asked)
    await shop.log.sweep(kept=60)
    assert len(shop.service.asked) > calls


@pytest.mark.parametrize("is_of_pending", [True, False])
async def test_pages_of_two_tokens_are_no_reading(shop: Workshop, is_of_pending: bool) -> None:
    def changes_meanwhile(request: Request) -> Response:
        shop.client.use_token("of-another-account")
        return says([row("pending")])(request)

    shop.service.says("log", changes_meanwhile, says([]))

    with pytest.raises(EkycUnavailable):
        await (shop.log.read_pending(1) if is_of_pending else shop.log.sweep())
    assert not shop.log.pending.is_whole
