"""Times survive storage unchanged."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from storage.clock import from_seconds, to_seconds

# Datetime counts microseconds; a float of today's size tells them apart until the year 2200.
moments = st.integers(0, 230 * 366 * 86_400 * 1_000_000).map(
    lambda microseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)


@given(moments)
def test_a_moment_comes_back_to_the_microsecond_or_nearly(moment: datetime) -> None:
    assert abs(from_seconds(to_seconds(moment)) - moment) <= timedelta(microseconds=1)


@given(moments, moments)
def test_the_order_of_moments_is_the_order_of_seconds(one: datetime, other: datetime) -> None:
    if one < other:
        assert to_seconds(one) <= to_seconds(other)


def test_the_zone_in_which_a_moment_is_told_does_not_matter() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=6)))

    assert from_seconds(to_seconds(noon)) == datetime(2026, 11, 23, 6, tzinfo=UTC)
