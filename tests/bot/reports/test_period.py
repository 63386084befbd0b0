"""Periods of whole days in Dhaka."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.period import LONGEST, NAMES, Period, period_named, read_period

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("month", date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1)),
        ("last-month", date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        ("last-month", date(2028, 3, 1), date(2028, 2, 1), date(2028, 2, 29)),
        ("last-month", date(2026, 1, 9), date(2025, 12, 1), date(2025, 12, 31)),
        ("7", date(2026, 1, 3), date(2025, 12, 28), date(2026, 1, 3)),
    ],
)
def test_months_end_as_the_calendar_says(name: str, today: date, first: date, last: date) -> None:
    assert period_named(name, today) == Period(first, last)


def test_a_day_begins_and_ends_at_midnight_in_dhaka() -> None:
    day = Period(date(2026, 11, 23), date(2026, 11, 23))

    assert day.since == datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert day.until == datetime(2026, 11, 23, 18, tzinfo=UTC)


@given(DAYS, st.sampled_from(NAMES))
def test_every_named_period_ends_by_today_and_is_read_back(today: date, name: str) -> None:
    period = period_named(name, today)

    assert period
    assert period.first <= period.last <= today
    assert read_period(str(period).split(".")) == period
    assert Period.between(period.since, period.until) == period


@given(DAYS, st.integers(0, 2 * LONGEST))
def test_a_period_of_more_than_a_year_is_none(first: date, more: int) -> None:
    last = first + timedelta(days=more)

    found = read_period([str(last), str(first)])

    assert found == (Period(first, last) if more < LONGEST else None)


@given(st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_typed_is_a_period_or_none(words: list[str]) -> None:
    read_period(words)
