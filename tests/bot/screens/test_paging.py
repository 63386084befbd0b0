"""Lists in pages."""

import pytest

from bot.screens.paging import page_of, turning_row


@pytest.mark.parametrize(
    ("total", "asked", "number", "bounds"),
    [
        (0, 0, 0, (1, 0, 0)),
        (1, 0, 0, (1, 1, 1)),
        (6, 0, 0, (1, 6, 6)),
        (7, 0, 0, (1, 6, 7)),
        (7, 1, 1, (7, 7, 7)),
        (7, 2, 1, (7, 7, 7)),  # behind the last
        (12, 999_999, 1, (7, 12, 12)),
        (12, -3, 0, (1, 6, 12)),
    ],
)
def test_a_page_knows_its_rows(
    total: int, asked: int, number: int, bounds: tuple[int, int, int]
) -> None:
    page = page_of(total, asked, 6)

    assert page.number == number
    assert tuple(page.bounds.values()) == bounds
    assert page.end - page.offset <= 6


@pytest.mark.parametrize(
    ("total", "asked", "buttons"),
    [
        (6, 0, []),
        (7, 0, [("Next", "~list.1")]),
        (7, 1, [("Previous", "~list.0")]),
        (20, 1, [("Previous", "~list.0"), ("Next", "~list.2")]),
    ],
)
def test_a_page_can_be_turned_only_where_there_is_more(
    total: int, asked: int, buttons: list[tuple[str, str]]
) -> None:
    rows = turning_row(page_of(total, asked, 6), "list", "en")

    assert [(button.text, button.data) for row in rows for button in row] == buttons


def test_the_buttons_of_a_list_with_a_filter_carry_it() -> None:
    rows = turning_row(page_of(20, 1, 6), "log", "en", argument=lambda page: f"failed-{page}")

    assert [button.data for button in rows[0]] == ["~log.failed-0", "~log.failed-2"]
