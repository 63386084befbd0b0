"""The whole log, page by page, however the service counts its pages."""

import asyncio
import json
import time
from collections.abc import Callable

import pytest
from starlette.responses import JSONResponse, Response

from bot.ekyc import (
    EkycClient,
    EkycElsewhere,
    EkycError,
    EkycRefused,
    EkycUnavailable,
    sweep_log,
)
from tests.bot.ekyc.pretend_service import PretendService, answer

pytestmark = pytest.mark.asyncio(loop_scope="module")


def row(number: int, status: str = "pending") -> dict[str, str]:
    return {
        "customer_mobile_number": f"017{number:08d}",
        "customer_name": "Salma Khatun",
        "customer_nid_number": "3268483744",
        "submitted_on": "02/11/2024",
        "verification_status": status,
    }


#: What follows the last page, or stands for a log without rows, in the habits of frameworks.
NOTHING_THERE: dict[str, Callable[[], object]] = {
    "refused": lambda: answer("log_invalid_page.404.json"),
    "no content": lambda: Response(status_code=204),
    "null": lambda: None,  # Go
    "no data": lambda: {"status": "success", "data": None},
    "no object": lambda: {"status": "success", "message": "Done", "data": {}},
}
#: The same, but of a first page it would say that the log is not there.
NOT_THERE: dict[str, Callable[[], object]] = {
    "not found": lambda: JSONResponse({"detail": "Not found."}, 404),
    "a page of the web server": lambda: answer("wrong_address.404.html"),  # Flask-SQLAlchemy
    "bad request": lambda: JSONResponse({"page": ["Out of range."]}, 400),
    "out of range": lambda: Response("", 416),
    "unprocessable": lambda: JSONResponse({"detail": [{"msg": "no such page"}]}, 422),
}
HABITS = NOTHING_THERE | NOT_THERE


def paged(
    total: int, *, past_the_end: str = "empty", most_per_page: int = 1000
) -> Callable[[int, int], object]:
    """A log of `total` rows with one of the habits known of page numbers past the end."""

    def answer_page(page: int, per_page: int) -> object:
        size = min(per_page, most_per_page)
        pages = max(1, -(-total // size))
        if page > pages and past_the_end in HABITS:
            return HABITS[past_the_end]()
        if page > pages and past_the_end == "last page again":
            page = pages
        return [row(number) for number in range(total)[(page - 1) * size : page * size]]

    return answer_page


@pytest.mark.parametrize("past_the_end", ["empty", "last page again", *HABITS])
@pytest.mark.parametrize(("total", "calls"), [(0, 1), (1, 2), (4, 2), (5, 2), (8, 3)])
async def test_a_sweep_sees_every_row_once_whatever_follows_the_last_page(
    service: PretendService, client: EkycClient, past_the_end: str, total: int, calls: int
) -> None:
    service.log = paged(total, past_the_end=past_the_end)

    rows = (await sweep_log(client, per_page=4)).rows

    assert [row.mobile_number for row in rows] == [f"017{n:08d}" for n in range(total)]
    assert len(service.queries) == calls
    assert all(query["status"] == "all" for query in service.queries)


@pytest.mark.parametrize("habit", NOTHING_THERE)
async def test_a_log_without_rows_is_empty_in_every_habit(
    service: PretendService, client: EkycClient, habit: str
) -> None:
    service.log = lambda *_: NOTHING_THERE[habit]()

    sweep = await sweep_log(client, per_page=4)

    assert (sweep.rows, sweep.is_whole) == ((), True)


@pytest.mark.parametrize("habit", NOT_THERE)
async def test_a_first_page_that_is_not_there_is_no_empty_log(
    service: PretendService, client: EkycClient, habit: str
) -> None:
    service.log = lambda *_: NOT_THERE[habit]()

    with pytest.raises((EkycElsewhere, EkycRefused)):
        await sweep_log(client, per_page=4)


@pytest.mark.parametrize(("rows", "is_whole"), [(3, True), (4, False)])
async def test_a_later_page_over_which_the_service_fails_costs_none_of_the_earlier(
    service: PretendService, client: EkycClient, rows: int, is_whole: bool
) -> None:
    service.log = lambda page, _: (
        [row(number) for number in range(rows)] if page == 1 else answer("server_error.500.html")
    )

    sweep = await sweep_log(client, per_page=4)

    assert (len(sweep.rows), sweep.is_whole) == (rows, is_whole)


async def test_a_later_page_that_fails_once_is_asked_for_again(
    service: PretendService, client: EkycClient
) -> None:
    pages = iter([[row(1)], answer("server_error.500.html"), [row(2)], []])
    service.log = lambda *_: next(pages)

    assert len((await sweep_log(client, per_page=4)).rows) == 2


@pytest.mark.parametrize("status", [200, 401, 403, 408, 429])
async def test_a_later_page_that_may_have_rows_is_not_taken_for_the_end(
    service: PretendService, client: EkycClient, status: int
) -> None:
    service.log = lambda page, _: (
        [row(number) for number in range(4)]
        if page == 1
        else JSONResponse({"message": "Please try again"}, status)
    )

    with pytest.raises(EkycError):
        await sweep_log(client, per_page=4)


async def test_a_sweep_follows_a_page_size_that_is_capped_in_silence(
    service: PretendService, client: EkycClient
) -> None:
    service.log = paged(45, most_per_page=20)

    assert len((await sweep_log(client, per_page=50)).rows) == 45


async def test_a_sweep_stops_where_paging_is_ignored(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: [row(number) for number in range(60)]

    assert len((await sweep_log(client, per_page=50)).rows) == 60
    assert len(service.queries) == 1


async def test_a_sweep_stops_at_the_total_that_is_named(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: {"total_pages": 1, "data": [row(1), row(2)]}

    sweep = await sweep_log(client, per_page=2)

    assert (len(sweep.rows), sweep.is_whole) == (2, True)
    assert len(service.queries) == 1


async def test_a_sweep_never_takes_more_pages_than_allowed(
    service: PretendService, client: EkycClient
) -> None:
    service.log = paged(1000)

    sweep = await sweep_log(client, per_page=4, most_pages=3)

    assert (len(sweep.rows), sweep.is_whole) == (12, False)
    assert len(service.queries) == 3


async def test_a_sweep_that_breaks_half_way_gives_nothing_rather_than_half(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda page, _: (
        [row(number) for number in range(4)] if page == 1 else answer("bad_gateway.502.html")
    )

    with pytest.raises(EkycUnavailable):
        await sweep_log(client, per_page=4)


async def test_a_log_that_comes_at_once_does_not_hold_the_loop_up_while_it_is_read(
    service: PretendService, client: EkycClient
) -> None:
    everybody = Response(json.dumps([row(number) for number in range(10_000)]))
    service.log = lambda *_: everybody
    delays: list[float] = []

    async def tick() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            delays.append(time.monotonic() - before)

    ticking = asyncio.create_task(tick())
    begun = time.monotonic()
    sweep = await sweep_log(client)
    took = time.monotonic() - begun
    ticking.cancel()

    assert len(sweep.rows) == 10_000
    assert max(delays) < took / 3
