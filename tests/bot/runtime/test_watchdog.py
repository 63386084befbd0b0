"""A lasting silence is noticed and ends the process."""

import subprocess
import sys
import threading
from itertools import count
from pathlib import Path

from bot.runtime.watchdog import Watchdog

ROOT = Path(__file__).parents[3]


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def ignore(silence: str) -> None:
    pass


def test_a_loop_that_makes_progress_may_run_for_ever() -> None:
    time = Time()
    watchdog = Watchdog(60.0, ignore, clock=time)
    beat = watchdog.pulse("no poll succeeds")
    for _ in range(100):
        time.now += 59.0
        assert watchdog.silence() is None
        beat()


def test_one_silence_among_others_is_enough_and_the_longest_is_named() -> None:
    time = Time()
    watchdog = Watchdog(60.0, ignore, clock=time)
    beats = [watchdog.pulse(name) for name in ("polls", "courier", "postman")]
    time.now += 30.0
    beats[2]()
    time.now += 20.0
    beats[0]()
    time.now += 50.0

    assert watchdog.silence() == "courier"


def test_a_loop_that_never_made_progress_is_silent_as_well() -> None:
    time = Time()
    watchdog = Watchdog(60.0, ignore, clock=time)
    watchdog.pulse("no poll succeeds")
    time.now += 61.0

    assert watchdog.silence() == "no poll succeeds"


def test_a_pulse_can_have_less_patience_than_the_others() -> None:
    time = Time()
    watchdog = Watchdog(300.0, ignore, clock=time)
    watchdog.pulse("no poll succeeds")
    beat = watchdog.pulse("the database does not answer", patience=30.0)
    time.now += 29.0
    assert watchdog.silence() is None
    time.now += 2.0
    assert watchdog.silence() == "the database does not answer"
    beat()
    assert watchdog.silence() is None


def test_the_loops_are_told_apart_by_name() -> None:
    time = Time()
    watchdog = Watchdog(60.0, ignore, clock=time)
    watchdog.pulse("the database does not answer")
    watchdog.loop("polling", "no poll succeeds")
    beat = watchdog.loop("courier")
    time.now += 61.0
    beat()

    assert watchdog.idle() == {"polling": 61.0, "courier": 0.0}
    assert watchdog.silence() == "the database does not answer"
    time.now += 1000.0
    watchdog.loop("polling", "no poll succeeds")
    watchdog.pulse("the database does not answer")
    assert watchdog.silence() == "The courier loop has made no progress for too long"


def test_what_has_ended_need_not_make_progress() -> None:
    time = Time()
    watchdog = Watchdog(60.0, ignore, clock=time)
    beat = watchdog.loop("polling", "no poll succeeds")
    watchdog.forget()
    time.now += 61.0
    assert watchdog.silence() is None
    assert watchdog.idle() == {}
    beat()
    time.now += 61.0
    assert watchdog.silence() == "no poll succeeds"


def test_a_process_that_was_frozen_is_not_ended_when_it_thaws() -> None:
    """As by SIGSTOP, or with its virtual machine: its loops had no time to make progress."""
    before = iter(["the pulse", "the first look", "its rest begins"])
    looks = count(1)
    looked_again = threading.Event()
    ended: list[str] = []

    def clock() -> float:
        return 1000.0 if next(before, None) is None else 0.0

    def moves() -> None:
        if next(looks) == 2:
            looked_again.set()

    watchdog = Watchdog(60.0, ended.append, while_moving=moves, clock=clock)
    watchdog.pulse("no poll succeeds")
    watchdog.start()

    assert looked_again.wait(10), ended


def test_pulses_that_are_forgotten_in_the_middle_of_a_look_do_not_end_the_watch() -> None:
    """As at the end of a life, in another thread."""

    class Reading(float):
        def __add__(self, other: float) -> "Reading":
            watchdog.forget()
            return Reading(float(self) + other)

    looks = count(1)
    looked_twice = threading.Event()

    def moves() -> None:
        if next(looks) == 2:
            looked_twice.set()

    watchdog = Watchdog(60.0, lambda _: None, while_moving=moves, clock=lambda: Reading(0.0))
    for loop in ("intake", "courier"):
        watchdog.pulse(loop)
    watchdog.start()

    assert looked_twice.wait(10)


def test_it_is_heard_even_while_the_main_thread_hangs() -> None:
    heard = threading.Event()
    watchdog = Watchdog(0.05, lambda _: heard.set())
    watchdog.pulse("the loops stand still")

    watchdog.start()

    assert heard.wait(10)


def test_the_process_ends_with_a_sentence_and_a_code_for_the_supervisor() -> None:
    program = (
        "import time; from bot.commands.run import end_deaf;"
        "from bot.runtime.watchdog import Watchdog;"
        "dog = Watchdog(0.05, end_deaf); dog.pulse('No poll has succeeded'); dog.start();"
        "time.sleep(60)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 1
    assert "No poll has succeeded" in ended.stderr
