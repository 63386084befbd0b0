"""The whole log, page by page, however the service counts its pages."""

from collections.abc import Callable

import pytest

from bot.ekyc import (
    EkycClient,
    EkycUnavailable,
)

from .pretend_service import PretendService, answer

pytestmark = pytest.mark.asyncio(loop_scope="module")


def row(number: int, status: str = "pending") -> dict[str, str]:
    return {
        "customer_mobile_number": f"017{number:08d}",
        "customer_name": "Salma Khatun",
        "customer_nid_number": "3268483744",
        "submitted_on": "02/11/2024",
        "verification_status": status,
    }


def paged(
    total: int, *, past_the_end: str = "empty", most_per_page: int = 1000
) -> Callable[[int, int], object]:
    """A log of `total` rows with one of the habits known of page numbers past the end."""

    def answer_page(page: int, per_page: int) -> object:
        size = min(per_page, most_per_page)
        pages = max(1, -(-total // size))
        if page > pages and past_the_end == "refused":
            return answer("log_invalid_page.404.json")
        if page > pages and past_the_end == "last page again":
            page = pages
        return [row(number) for number in range(total)[(page - 1) * size : page * size]]

    return answer_page


@pytest.mark.parametrize("past_the_end", ["empty", "refused", "last page again"])
@pytest.mark.parametrize(("total", "calls"), [(0, 1), (1, 2), (4, 2), (5, 2), (8, 3)])
async def test_a_sweep_sees_every_row_once_whatever_follows_the_last_page(
    service: PretendService, client: EkycClient, past_the_end: str, total: int, calls: int
) -> None:
    service.log = paged(total, past_the_end=past_the_end)

    rows = (await client.sweep_log(per_page=4)).rows

    assert [row.mobile_number for row in rows] == [f"017{n:08d}" for n in range(total)]
    assert len(service.queries) == calls
    assert all(query["status"] == "all" for query in service.queries)


async def test_a_sweep_follows_a_page_size_that_is_capped_in_silence(
    service: PretendService, client: EkycClient
) -> None:
    service.log = paged(45, most_per_page=20)

    assert len((await client.sweep_log(per_page=50)).rows) == 45


async def test_a_sweep_stops_where_paging_is_ignored(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: [row(number) for number in range(60)]

    assert len((await client.sweep_log(per_page=50)).rows) == 60
    assert len(service.queries) == 1


async def test_a_sweep_stops_at_the_total_that_is_named(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: {"total_pages": 1, "data": [row(1), row(2)]}

    sweep = await client.sweep_log(per_page=2)

    assert (len(sweep.rows), sweep.is_whole) == (2, True)
    assert len(service.queries) == 1


async def test_a_sweep_never_takes_more_pages_than_allowed(
    service: PretendService, client: EkycClient
) -> None:
    service.log = paged(1000)

    sweep = await client.sweep_log(per_page=4, most_pages=3)

    assert (len(sweep.rows), sweep.is_whole) == (12, False)
    assert len(service.queries) == 3


async def test_a_sweep_that_breaks_half_way_gives_nothing_rather_than_half(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda page, _: (
        [row(number) for number in range(4)] if page == 1 else answer("bad_gateway.502.html")
    )

    with pytest.raises(EkycUnavailable):
        await client.sweep_log(per_page=4)
