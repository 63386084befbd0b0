"""Which calls a breaker allows, and when."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc.breaker import Breaker

FIRST, LONGEST = timedelta(seconds=10), timedelta(seconds=60)


def breaker(failures: int = 3) -> Breaker:
    return Breaker(failures=failures, first=FIRST, longest=LONGEST)


def test_failures_in_a_row_open_it_and_that_is_told_once() -> None:
    one = breaker()

    assert [one.fail(0.0) for _ in range(5)] == [False, False, True, False, False]
    assert one.is_open
    assert one.wait(0.0) > 0


def test_a_success_between_them_keeps_it_closed() -> None:
    one = breaker()
    one.fail(0.0)
    one.fail(0.0)
    one.close()
    one.fail(0.0)

    assert not one.is_open
    assert one.wait(0.0) == 0


def test_when_the_pause_is_over_one_tries_and_the_others_wait_for_what_comes_of_it() -> None:
    one = breaker(1)
    one.fail(0.0)

    assert one.wait(11.0) == 0
    one.begin()
    assert one.wait(11.0) > 0
    one.close()
    one.end()
    assert one.wait(11.0) == 0


def test_a_try_that_told_nothing_lets_the_next_one_try() -> None:
    one = breaker(1)
    one.fail(0.0)
    one.begin()
    one.end()

    assert one.is_open
    assert one.wait(11.0) == 0


def test_a_time_that_was_asked_for_is_kept_from_the_first_failure_on() -> None:
    one = breaker()
    one.fail(100.0, retry_after=17.0)

    assert not one.is_open
    assert one.wait(100.0) == 17.0
    assert one.wait(117.0) == 0


def test_a_time_that_is_over_shortens_no_pause() -> None:
    one = breaker(1)
    one.fail(100.0, retry_after=0.0)

    assert 5 <= one.wait(100.0) <= 10


@given(st.integers(1, 40))
def test_pauses_grow_and_never_beyond_the_longest(failures: int) -> None:
    one = breaker(1)
    for _ in range(failures):
        one.fail(0.0)

    assert 5 <= one.wait(0.0) <= LONGEST.total_seconds()
