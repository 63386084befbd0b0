"""When a sweep of the log has seen all there is; pure.

The document promises no page size, no total and no order. Known habits: the last page is served
again past the end, paging is ignored and everything comes at once, the page size is capped in
silence. Hence a first page that is not full proves nothing: one more page is asked for.
"""

from collections.abc import Iterable, Sequence

from .models import LogPage, LogRow


def is_past_the_end(earlier: Sequence[LogPage], page: LogPage) -> bool:
    """Whether this page adds nothing: it is empty or has been served before."""
    return not page.rows or any(page.page_digest == seen.page_digest for seen in earlier)


def is_last(pages: Sequence[LogPage], *, per_page: int, longest: int = 0) -> bool:
    """Whether the newest of these pages is known to be the last one.

    The service is known to have served `longest` rows on one page.
    """
    newest = pages[-1]
    return (
        len(newest.rows) > per_page  # paging is ignored, so this was everything
        or len(newest.rows) < max(len(pages[0].rows), min(longest, per_page))
        or (newest.total_pages is not None and len(pages) >= newest.total_pages)
    )


def unique_rows(pages: Iterable[LogPage]) -> tuple[LogRow, ...]:
    """All rows, each once. Rows shift while one pages; one that changed meanwhile stays twice."""
    return tuple(dict.fromkeys(row for page in pages for row in page.rows))
