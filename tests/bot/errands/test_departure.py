"""A submission that was held up between its mark and its first byte does not leave."""

import pytest

from bot.errands.departure import Departure, HeldUp, is_late
from tests.support.clocks import Steps


@pytest.mark.parametrize(
    ("seconds", "late"),
    [(0.0, False), (0.5, False), (5.0, False), (5.1, True), (15.0, True), (3600.0, True)],
)
def test_it_may_leave_for_five_seconds(seconds: float, late: bool) -> None:
    assert is_late(1000.0, 1000.0 + seconds) is late


def test_a_clock_that_was_set_back_proves_nothing() -> None:
    assert is_late(1000.0, 999.0)


def test_the_time_counts_from_before_the_mark() -> None:
    in_time = Departure(Steps(10.0, 14.0), lambda: True)
    held_up = Departure(Steps(10.0, 16.0), lambda: True)

    in_time.check()
    with pytest.raises(HeldUp):
        held_up.check()


def test_without_its_mark_it_does_not_leave_whatever_the_time() -> None:
    with pytest.raises(HeldUp):
        Departure(Steps(10.0, 10.1), lambda: False).check()
