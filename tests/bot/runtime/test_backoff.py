"""Waits between tries: twice as long each time, bounded, and not all at once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.backoff import backoff

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 2), (1, 4), (2, 8), (5, 64), (8, 512), (9, 600), (99, 600)]
)
def test_the_wait_doubles_up_to_the_longest(attempts: int, seconds: int) -> None:
    assert backoff(attempts, jitter=1) == seconds * SECOND
    assert backoff(attempts, jitter=0) == seconds * SECOND / 2


waits = st.timedeltas(min_value=SECOND, max_value=timedelta(days=1))


@given(st.integers(0, 10**9), waits, waits)
def test_whatever_happens_the_wait_is_between_half_the_first_and_the_longest(
    attempts: int, first: timedelta, longest: timedelta
) -> None:
    wait = backoff(attempts, first=first, longest=longest)

    assert min(first, longest) / 2 <= wait <= longest


def test_calls_that_failed_together_are_not_retried_together() -> None:
    assert len({backoff(3) for _ in range(20)}) > 15
