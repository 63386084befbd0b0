"""When a sweep of the log has seen everything."""

import pytest

from bot.ekyc.models import LogPage, LogRow, State
from bot.ekyc.paging import is_last, is_past_the_end, is_short, unique_rows


def page(*numbers: int, total_pages: int | None = None, verdict: str = "pending") -> LogPage:
    rows = tuple(
        LogRow(
            mobile_number=f"017{number:08d}",
            customer_name="",
            nid_number="",
            submitted_on="",
            state=State(verdict),
            raw_status=verdict,
        )
        for number in numbers
    )
    return LogPage(rows=rows, total_pages=total_pages, page_digest=f"{numbers}{verdict}")


def test_an_empty_page_and_a_page_served_before_add_nothing() -> None:
    assert is_past_the_end([page(1, 2)], page())
    assert is_past_the_end([page(1, 2), page(3, 4)], page(1, 2))
    assert not is_past_the_end([page(1, 2)], page(2, 3))


def test_a_page_shorter_than_the_first_is_the_last() -> None:
    assert is_last([page(1, 2), page(3)], per_page=2)
    assert not is_last([page(1, 2), page(3, 4)], per_page=2)


def test_a_first_page_that_is_not_full_proves_nothing_since_the_size_may_be_capped() -> None:
    assert not is_last([page(1, 2)], per_page=50)


@pytest.mark.parametrize(
    ("rows", "per_page", "short"), [(19, 50, True), (20, 50, False), (3, 4, True), (4, 4, False)]
)
def test_a_page_that_may_be_capped_is_not_short(rows: int, per_page: int, *, short: bool) -> None:
    assert is_short(page(*range(rows)), per_page=per_page) is short


def test_a_first_page_shorter_than_one_that_was_served_before_is_the_last() -> None:
    assert is_last([page(1, 2)], per_page=50, longest=3)
    assert not is_last([page(1, 2, 3)], per_page=50, longest=3)
    assert not is_last([page(1, 2)], per_page=2, longest=3)


def test_more_rows_than_asked_for_are_all_rows() -> None:
    assert is_last([page(1, 2, 3)], per_page=2)


def test_a_named_total_is_believed() -> None:
    assert is_last([page(1, 2, total_pages=1)], per_page=2)
    assert not is_last([page(1, 2, total_pages=2)], per_page=2)


def test_a_row_that_shifted_to_the_next_page_counts_once() -> None:
    assert unique_rows([page(1, 2), page(2, 3)]) == (*page(1, 2).rows, *page(3).rows)


def test_a_row_that_changed_between_two_pages_is_kept_in_both_states() -> None:
    assert len(unique_rows([page(1), page(1, verdict="passed")])) == 2
