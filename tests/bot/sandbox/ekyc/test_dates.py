from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.ekyc.dates import as_in_log, as_in_status, as_read_from_card, parse_birth_date

DAY = date(1980, 10, 1)


@pytest.mark.parametrize(
    "text", ["1980/10/1", "1980/10/01", "1980-10-01", "1/10/1980", "01/10/1980", "01-10-1980"]
)
def test_a_date_is_understood_year_first_and_day_first(text: str) -> None:
    assert parse_birth_date(text) == DAY


@pytest.mark.parametrize("text", ["", "1980", "10/1980/1", "31/2/1980", "1980/10/1/", "১/১০/১৯৮০"])
def test_anything_else_is_not_a_date(text: str) -> None:
    assert parse_birth_date(text) is None


def test_each_direction_writes_a_date_in_its_own_way() -> None:
    assert as_read_from_card(DAY) == "1980/10/1"
    assert as_in_status(DAY) == "01/10/1980"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_whatever_is_written_is_understood(day: date) -> None:
    assert parse_birth_date(as_read_from_card(day)) == day
    assert parse_birth_date(as_in_status(day)) == day


def test_the_log_counts_days_in_dhaka() -> None:
    late_in_london = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
    assert as_in_log(late_in_london.timestamp()) == "02/03/2026"
