"""When a sweep of the log has seen everything; pure.

The document promises no page size, no total and no order. Known habits: the last page is served
again past the end, paging is ignored and everything comes at once, the page size is capped in
silence. So a first page that is not full proves nothing, and one more page is requested.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.ekyc.models import LogPage, LogRow

_SMALLEST_CAP = 20  # rows, of the servers that are known (docs/ekyc-api.md, 3.3)


def is_past_the_end(earlier: Sequence[LogPage], page: LogPage) -> bool:
    """Whether this page adds nothing: it is empty or has been served before."""
    return not page.rows or any(page.page_digest == seen.page_digest for seen in earlier)


def is_last(pages: Sequence[LogPage], *, per_page: int, longest: int = 0) -> bool:
    """Whether the newest of these pages is certainly the last one.

    The service has served `longest` rows on one page before.
    """
    newest = pages[-1]
    return (
        len(newest.rows) > per_page  # paging is ignored, so this was everything
        or len(newest.rows) < max(len(pages[0].rows), min(longest, per_page))
        or (newest.total_pages is not None and len(pages) >= newest.total_pages)
    )


def is_short(page: LogPage, *, per_page: int) -> bool:
    """Whether the page has fewer rows than a full one, also where its size is capped in silence."""
    return len(page.rows) < min(per_page, _SMALLEST_CAP)


def unique_rows(pages: Iterable[LogPage]) -> tuple[LogRow, ...]:
    """All rows without those served again on a later page.

    Rows shift during paging, and one that changed meanwhile is kept twice. Equal rows of one page
    are different records.
    """
    rows: list[LogRow] = []
    taken: Counter[LogRow] = Counter()
    for page in pages:
        seen: Counter[LogRow] = Counter()
        for row in page.rows:
            seen[row] += 1
            if seen[row] > taken[row]:
                rows.append(row)
                taken[row] += 1
    return tuple(rows)
