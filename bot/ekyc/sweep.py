"""A sweep of the log: its pages one after the other, until enough of them are read."""

from collections.abc import Callable, Sequence

from bot.ekyc import paging
from bot.ekyc.apart import apart
from bot.ekyc.client import EkycClient
from bot.ekyc.errors import EkycCrashed
from bot.ekyc.models import LogPage, LogSweep

_MANY = 1000  # rows of the log


async def sweep_log(
    service: EkycClient,
    *,
    status: str = "all",
    per_page: int = 50,
    most_pages: int = 5,
    longest: int = 0,
    until: Callable[[Sequence[LogPage]], bool] = lambda _: False,
) -> LogSweep:
    """The rows of all pages up to `most_pages`, each once; raises as `EkycClient.list_log` does.

    `longest` is the length of the longest page this service has served: a page that is shorter and
    not full is taken as the last. `until` says when the pages are enough. Where the service fails
    twice over a later page, the pages before it are kept; it is past the end if the last of them is
    short.
    """
    is_whole = False
    asked = 0
    pages: list[LogPage] = []
    for number in range(1, most_pages + 1):
        asked = number
        page = await _list_or_crash(service, status=status, page=number, per_page=per_page)
        if page is None:
            is_whole = paging.is_short(pages[-1], per_page=per_page)
            break
        is_whole = paging.is_past_the_end(pages, page)
        if is_whole:
            break
        pages.append(page)
        is_whole = paging.is_last(pages, per_page=per_page, longest=longest)
        if is_whole or until(pages):
            break
    rows = await apart(sum(len(page.rows) for page in pages) > _MANY, paging.unique_rows, pages)
    return LogSweep(
        rows=rows,
        is_whole=is_whole,
        pages=tuple(page.rows for page in pages),
        requests=asked,
    )


async def _list_or_crash(
    service: EkycClient, *, status: str, page: int, per_page: int
) -> LogPage | None:
    """None for a later page over which the service fails, also when asked once more."""
    for _ in range(2):
        try:
            return await service.list_log(status=status, page=page, per_page=per_page)
        except EkycCrashed:
            if page == 1:
                raise
    return None
