"""A burst, then an even pace; a place may be taken ahead of its turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.pace import Pace


@given(st.lists(st.floats(0, 5), max_size=60), st.floats(0.5, 20), st.integers(1, 9))
def test_never_more_than_the_burst_and_the_pace_allow(
    pauses: list[float], per_second: float, burst: int
) -> None:
    pace, now, taken = Pace(per_second=per_second, burst=burst), 100.0, 0
    for pause in pauses:
        now += pause
        if pace.wait(now) == 0:
            pace.take(now)
            taken += 1

    assert taken <= burst + (now - 100.0) * per_second + 1e-6


def test_places_taken_together_come_one_after_the_other() -> None:
    pace = Pace(per_second=5)

    assert [pace.take(100.0) for _ in range(4)] == pytest.approx([0.0, 0.2, 0.4, 0.6])


def test_after_a_pause_the_first_comes_at_once_and_pauses_are_not_saved_up() -> None:
    pace = Pace(per_second=2)
    pace.take(100.0)

    assert [pace.take(160.0) for _ in range(3)] == pytest.approx([0.0, 0.5, 1.0])


def test_a_burst_that_was_used_up_fills_again() -> None:
    pace = Pace(per_second=2, burst=10, used_up_at=100.0)

    assert [pace.take(100.0) for _ in range(3)] == pytest.approx([0.0, 0.5, 1.0])
    assert pace.is_full(110.0)
