"""Dates of unknown order as sets of days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc import possible_dates

OCTOBER, JANUARY = dt.date(1980, 10, 1), dt.date(1980, 1, 10)


@pytest.mark.parametrize(
    "text",
    [
        "1980/10/1",
        "1980-10-01",
        "1980/10/01/",
        "1980-10-01T08:15:30.123456Z",
        "1 Oct 1980",
        "01/Oct/1980",
        "October 1, 1980",
        "১৯৮০/১০/১",
    ],
)
def test_a_date_whose_order_is_plain_means_one_day(text: str) -> None:
    assert possible_dates(text) == {OCTOBER}


def test_a_date_whose_order_is_open_means_both_days() -> None:
    assert possible_dates("1/10/1980") == {OCTOBER, JANUARY}


def test_a_day_over_twelve_settles_the_order() -> None:
    assert possible_dates("25/12/1980") == possible_dates("12/25/1980") == {dt.date(1980, 12, 25)}


def test_day_and_month_alike_mean_one_day() -> None:
    assert possible_dates("12/12/1980") == {dt.date(1980, 12, 12)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "1980",
        "31/2/1980",
        "1/10/80",
        "40/40/1980",
        "Tue, 5 Mar 1980",
        "5 Foo 1980",
        "0/0/0",
    ],
)
def test_what_is_no_date_means_no_day(text: str) -> None:
    assert possible_dates(text) == frozenset()


@given(
    st.dates(min_value=dt.date(1900, 1, 1)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y"])
)
def test_a_written_date_always_may_mean_its_own_day(day: dt.date, style: str) -> None:
    assert day in possible_dates(day.strftime(style))


@given(st.text())
def test_no_text_can_make_the_reader_stumble(text: str) -> None:
    assert len(possible_dates(text)) <= 2
