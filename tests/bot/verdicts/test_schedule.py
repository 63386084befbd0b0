"""When the service is asked."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.verdicts import schedule
from conversations.verdict import Decision, Verdict
from tests.support.forms import NOW

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("age", "alone", "beside_the_log"),
    [
        (0 * SECOND, 30 * SECOND, 30 * SECOND),
        (50 * SECOND, 30 * SECOND, 50 * SECOND),
        (1 * MINUTE, 1 * MINUTE, 1 * MINUTE),
        (4 * MINUTE, 2 * MINUTE, 4 * MINUTE),
        (10 * MINUTE, 5 * MINUTE, 10 * MINUTE),
        (30 * MINUTE, 15 * MINUTE, 15 * MINUTE),
        (1 * HOUR, 30 * MINUTE, 30 * MINUTE),
        (6 * HOUR, 1 * HOUR, 1 * HOUR),
        (1 * DAY, 6 * HOUR, 6 * HOUR),
        (7 * DAY, 1 * DAY, 1 * DAY),
        (365 * DAY, 1 * DAY, 1 * DAY),
    ],
)
def test_the_status_is_asked_for_less_and_less_often(
    age: timedelta, alone: timedelta, beside_the_log: timedelta
) -> None:
    assert schedule.next_question(age, is_log_understood=False, jitter=0.5) == alone
    assert schedule.next_question(age, is_log_understood=True, jitter=0.5) == beside_the_log


@given(ages, ages, st.booleans(), shares)
def test_an_older_application_is_never_asked_for_more_often(
    one: timedelta, other: timedelta, understood: bool, jitter: float
) -> None:
    younger, older = sorted((one, other))

    assert schedule.next_question(
        younger, is_log_understood=understood, jitter=jitter
    ) <= schedule.next_question(older, is_log_understood=understood, jitter=jitter)


@given(ages, shares)
def test_jitter_moves_a_question_by_a_fifth_at_most(age: timedelta, jitter: float) -> None:
    middle = schedule.next_question(age, is_log_understood=False, jitter=0.5)
    moved = schedule.next_question(age, is_log_understood=False, jitter=jitter)

    assert middle * 0.79 < moved < middle * 1.21


@pytest.mark.parametrize(
    ("age", "gap"), [(0 * MINUTE, DAY), (1 * HOUR, 23 * HOUR), (1 * DAY, DAY), (9 * DAY, DAY)]
)
def test_one_that_the_list_tells_of_is_asked_for_alone_once_a_day(
    age: timedelta, gap: timedelta
) -> None:
    asked = schedule.next_question(age, is_log_understood=True, is_watched=True, jitter=0)

    assert asked == gap


@pytest.mark.parametrize(("age", "gap"), [(0, 2), (1, 2), (8, 8), (29, 29), (60, 60), (3600, 1800)])
def test_a_fresh_one_is_asked_for_as_often_as_the_operator_wants(age: int, gap: int) -> None:
    asked = schedule.next_question(
        age * SECOND, is_log_understood=False, interval=2 * SECOND, jitter=0.5
    )

    assert asked == gap * SECOND


def seconds_to_sweep(*ages: timedelta, requests: int = 1) -> float:
    gap = schedule.next_sweep(ages, requests=requests, interval=30 * SECOND, jitter=0.5)
    return gap.total_seconds()


def test_the_list_is_looked_at_more_often_the_more_verdicts_are_to_be_expected() -> None:
    assert seconds_to_sweep(*[SECOND] * 50) == 30  # the interval
    assert 60 < seconds_to_sweep(SECOND) < 90
    assert 120 < seconds_to_sweep(2 * MINUTE) < 180
    assert seconds_to_sweep(2 * HOUR) == 600  # the longest
    assert seconds_to_sweep(*[2 * HOUR] * 250) < 90


def test_a_look_that_takes_more_requests_comes_more_seldom() -> None:
    assert seconds_to_sweep(MINUTE, requests=4) == pytest.approx(2 * seconds_to_sweep(MINUTE))
    assert seconds_to_sweep(*[SECOND] * 9999, requests=9) == 90


ages_of_some = st.lists(ages, min_size=1, max_size=9)


@given(ages_of_some, st.timedeltas(min_value=SECOND, max_value=DAY), st.integers(1, 99), shares)
def test_the_log_is_never_looked_at_more_often_than_the_operator_wants(
    some: list[timedelta], interval: timedelta, requests: int, jitter: float
) -> None:
    gap = schedule.next_sweep(some, requests=requests, interval=interval, jitter=jitter)

    assert gap >= interval * 0.79


@given(st.timedeltas(min_value=-DAY, max_value=DAY), shares)
def test_checks_of_a_verdict_come_about_an_hour_and_a_day_after_it(
    found: timedelta, jitter: float
) -> None:
    verdict = Verdict(decision=Decision.PASSED, found_at=NOW + found)

    first = schedule.next_check(verdict, verdict.found_at, jitter=jitter)
    assert first
    assert 0.8 * HOUR <= first <= 1.25 * HOUR
    second = schedule.next_check(verdict, verdict.found_at + first, jitter=jitter)
    assert second
    assert 0.98 * DAY < first + second < 1.02 * DAY
    assert schedule.next_check(verdict, verdict.found_at + DAY, jitter=jitter) is None


@given(st.timedeltas(min_value=-DAY, max_value=DAY), shares)
def test_the_operator_chooses_when_a_verdict_is_checked(found: timedelta, jitter: float) -> None:
    verdict = Verdict(decision=Decision.PASSED, found_at=NOW + found)
    marks = (5 * SECOND, 10 * SECOND)

    first = schedule.next_check(verdict, verdict.found_at, jitter=jitter, checks=marks)
    assert first
    assert 4 * SECOND <= first <= 8 * SECOND
    last = schedule.next_check(verdict, verdict.found_at + first, jitter=jitter, checks=marks)
    assert last is None or first + last <= 16 * SECOND


@pytest.mark.parametrize(
    ("age", "known", "unknown"),
    [
        (9 * MINUTE, 0, 0),
        (10 * MINUTE, 0, 1),
        (23 * HOUR, 0, 1),
        (1 * DAY, 2, 2),
        (6 * DAY, 2, 2),
        (7 * DAY, 3, 3),
        (99 * DAY, 3, 3),
    ],
)
def test_a_silence_grows_graver_with_time(age: timedelta, known: int, unknown: int) -> None:
    assert schedule.gravity_of_silence(age, is_unknown=False) == known
    assert schedule.gravity_of_silence(age, is_unknown=True) == unknown


# -- a clock that jumps ---------------------------------------------------------------------------

anywhere = st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000))


@given(anywhere, st.booleans(), st.booleans(), shares)
def test_whatever_the_clock_says_a_question_comes_within_its_longest_delay(
    age: timedelta, understood: bool, watched: bool, jitter: float
) -> None:
    gap = schedule.next_question(
        age, is_log_understood=understood, is_watched=watched, jitter=jitter
    )

    assert timedelta(0) < gap <= 1.2 * DAY
    if age < timedelta(0):  # as if it had been submitted now
        assert gap == schedule.next_question(
            timedelta(0), is_log_understood=understood, is_watched=watched, jitter=jitter
        )


@given(st.lists(anywhere, max_size=9), st.integers(1, 99), shares)
def test_whatever_the_clock_says_the_next_sweep_comes_in_time(
    some: list[timedelta], requests: int, jitter: float
) -> None:
    gap = schedule.next_sweep(some, requests=requests, interval=30 * SECOND, jitter=jitter)

    assert timedelta(0) < gap <= 12 * MINUTE


@given(anywhere, shares)
def test_whatever_the_clock_says_a_verdict_is_checked_again_within_its_mark(
    ahead: timedelta, jitter: float
) -> None:
    verdict = Verdict(decision=Decision.PASSED, found_at=NOW + ahead)

    gap = schedule.next_check(verdict, NOW, jitter=jitter)

    assert gap is None or timedelta(0) <= gap <= DAY + 21 * MINUTE
    if ahead > timedelta(0):
        assert gap
        assert gap <= HOUR + 21 * MINUTE


@given(anywhere, st.booleans())
def test_nothing_that_lies_in_the_future_is_overdue(age: timedelta, unknown: bool) -> None:
    gravity = schedule.gravity_of_silence(age, is_unknown=unknown)

    assert gravity == 0 if age < 10 * MINUTE else gravity >= 0
