"""The size of a transaction follows the time that one takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.slices import Slices


@pytest.mark.parametrize(
    ("milliseconds", "size"),
    [((5,), 10), ((40,), 5), ((200,), 1), ((40, 40, 40, 40), 1), ((200, 2), 10), ((0,), 10)],
)
def test_a_slow_transaction_makes_the_next_smaller_and_a_fast_one_larger(
    milliseconds: tuple[int, ...], size: int
) -> None:
    slices = Slices(10)

    for each in milliseconds:
        slices.took(each / 1000)

    assert slices.size == size


@given(st.floats(0.0001, 1), st.lists(st.floats(0.5, 2), min_size=20, max_size=20))
def test_it_soon_takes_a_fiftieth_of_a_second_or_is_one_row(
    seconds_a_row: float, noise: list[float]
) -> None:
    slices = Slices(50)
    for each in noise:
        slices.took(seconds_a_row * slices.size * each)

    assert slices.size == 1 or seconds_a_row * slices.size <= 0.02 * 2


@given(st.floats(0, 1e6), st.integers(1, 1000))
def test_it_is_never_less_than_one_row_and_never_more_than_the_most(
    seconds: float, most: int
) -> None:
    slices = Slices(most)
    slices.took(seconds)

    assert 1 <= slices.size <= most
