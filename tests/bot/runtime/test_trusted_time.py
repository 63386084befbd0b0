"""Nothing is erased because of a clock that has jumped, until the time is confirmed."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.trusted_time import TrustedTime
from tests.support.clocks import Clock, ManualTimer

HOUR, DAY = 3600.0, 86_400.0


class Machine:
    """A machine whose clock can be set; the timer runs on."""

    def __init__(self, seen: float | None = None) -> None:
        """`seen` is how many seconds ago the previous process last ran."""
        self.clock, self.timer = Clock(), ManualTimer()
        before = None if seen is None else self.clock() - timedelta(seconds=seen)
        self.time = TrustedTime(self.clock, self.timer, seen=before)

    def runs(self, seconds: float) -> None:
        """Both run on; a loop checks every hour."""
        while seconds > 0:
            step = min(seconds, HOUR)
            self.clock.passes(step)
            self.timer.passes(step)
            self.time.verify()
            seconds -= step

    def jumps(self, seconds: float) -> None:
        self.clock.passes(seconds)

    def hears(self, *, off: float = 0.0) -> None:
        """A host's answer gives a time that is `off` from ours."""
        self.time.hear(format_datetime(self.clock() + timedelta(seconds=off), usegmt=True))


@pytest.mark.parametrize("seconds", [1.0, HOUR, DAY, 100 * DAY])
def test_a_clock_that_runs_on_is_trusted(seconds: float) -> None:
    machine = Machine()
    machine.runs(seconds)
    assert machine.time.verify()


@given(jump=st.integers(301, 100 * 365 * 86_400), sign=st.sampled_from([1, -1]))
def test_a_clock_that_has_jumped_is_not_trusted(jump: int, sign: int) -> None:
    machine = Machine()
    machine.jumps(sign * jump)
    assert not machine.time.verify()
    machine.runs(23 * HOUR)
    assert not machine.time.verify()


def test_many_small_jumps_are_one_large_jump() -> None:
    machine = Machine()
    for _ in range(4):
        machine.jumps(100)
        machine.runs(HOUR)
    assert not machine.time.verify()


def test_a_clock_that_is_set_back_to_the_right_time_is_trusted_again() -> None:
    machine = Machine()
    machine.jumps(100 * DAY)
    machine.runs(HOUR)
    assert not machine.time.verify()
    machine.jumps(-100 * DAY)
    assert machine.time.verify()


def test_after_a_day_of_running_alike_the_clock_is_trusted_again() -> None:
    machine = Machine()
    machine.jumps(100 * DAY)
    machine.runs(23 * HOUR)
    assert not machine.time.verify()
    machine.jumps(HOUR)
    machine.runs(23 * HOUR)
    assert not machine.time.verify()
    machine.runs(2 * HOUR)
    assert machine.time.verify()


@pytest.mark.parametrize(
    ("off", "is_trusted"), [(0, True), (200, True), (-200, True), (400, False)]
)
def test_what_somebody_else_tells_confirms_the_time(off: float, *, is_trusted: bool) -> None:
    machine = Machine()
    machine.jumps(100 * DAY)
    machine.hears(off=off)
    assert machine.time.verify() == is_trusted


def test_a_clock_that_counts_seconds_confirms_the_time_as_well() -> None:
    machine = Machine(seen=2 * HOUR)
    machine.time.hear_seconds(machine.clock().timestamp() - DAY)
    assert not machine.time.verify()

    machine.time.hear_seconds(machine.clock().timestamp() - 2)

    assert machine.time.verify()


def test_an_answer_of_a_wrong_clock_does_not_unsettle_a_right_one() -> None:
    machine = Machine()
    machine.hears(off=100 * DAY)
    assert machine.time.verify()


@pytest.mark.parametrize(
    "date",
    ["", "yesterday", "Mon, 99 Foo 2026 99:99:99 GMT", f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT"],
)
def test_an_answer_without_a_date_confirms_nothing(date: str) -> None:
    machine = Machine()
    machine.jumps(DAY)
    machine.time.hear(date)
    assert not machine.time.verify()


@pytest.mark.parametrize(
    ("seen", "is_trusted"),
    [(None, True), (5.0, True), (0.9 * HOUR, True), (2 * HOUR, False), (100 * DAY, False)],
)
def test_a_restart_after_a_long_break_must_be_confirmed(
    seen: float | None, *, is_trusted: bool
) -> None:
    machine = Machine(seen)
    assert machine.time.verify() == is_trusted
    machine.hears()
    assert machine.time.verify()


def test_a_clock_that_is_behind_at_the_start_is_trusted_once_corrected() -> None:
    machine = Machine(seen=-50 * 365 * DAY)
    assert not machine.time.verify()
    machine.runs(30)
    machine.jumps(50 * 365 * DAY)
    assert machine.time.verify()


@pytest.mark.parametrize("days", [1, 100, 10_000])
def test_a_clock_behind_the_last_confirmed_time_is_not_followed(days: int) -> None:
    machine = Machine()
    machine.runs(DAY)
    right = machine.clock()
    machine.jumps(-days * DAY)
    machine.runs(HOUR)

    assert machine.time.now() == right + timedelta(hours=1)
    assert not machine.time.verify()


def test_a_clock_behind_at_the_start_is_taken_for_the_time_that_was_seen_last() -> None:
    machine = Machine(seen=-400 * DAY)
    right = machine.clock() + timedelta(days=400)
    machine.runs(30)

    assert machine.time.now() == right + timedelta(seconds=30)


def test_a_clock_that_was_confirmed_while_it_was_ahead_is_followed_back_once_confirmed() -> None:
    machine = Machine()
    machine.jumps(100 * DAY)
    machine.runs(25 * HOUR)
    assert machine.time.verify()
    ahead = machine.time.now()
    machine.jumps(-100 * DAY)
    assert machine.time.now() == ahead

    machine.hears()

    assert machine.time.now() == machine.clock()
    assert machine.time.notice_setback()


@pytest.mark.parametrize("seconds", [-299, -1, 0, 1, 100 * DAY])
def test_a_clock_ahead_and_a_small_step_are_followed(seconds: float) -> None:
    machine = Machine()
    machine.jumps(seconds)

    assert machine.time.now() == machine.clock()


def test_what_was_seen_by_another_process_counts_no_longer_once_the_time_is_confirmed() -> None:
    machine = Machine(seen=2 * HOUR)
    machine.hears()
    machine.jumps(-1.5 * HOUR)

    assert not machine.time.verify()


def test_it_is_noticed_once_that_the_clock_notice_setback() -> None:
    machine = Machine()
    machine.runs(DAY)
    assert not machine.time.notice_setback()
    machine.jumps(6 * HOUR)
    assert not machine.time.notice_setback()
    machine.runs(HOUR)
    machine.jumps(-6 * HOUR)

    assert machine.time.notice_setback()
    assert not machine.time.notice_setback()


def test_it_is_noticed_that_the_clock_was_ahead_while_the_bot_used_it_once() -> None:
    machine = Machine()
    machine.jumps(6 * HOUR)
    machine.time.now()
    machine.jumps(-6 * HOUR)
    machine.time.now()

    assert machine.time.notice_setback()
