"""A large backlog is worked off in slices, and one bad row does not stop it."""

import asyncio
import itertools
from email.utils import format_datetime

import pytest

from conversations.application import Application
from conversations.questions import REVIEW
from tests.support.archive import DAY, Archive
from tests.support.clocks import ManualTimer
from tests.support.forms import (
    AGENT,
    closed,
    decided,
    pending,
    submitted,
    until,
)


class HurriedTimer(ManualTimer):
    """A clock on which every reading takes a millisecond."""

    def now(self) -> float:
        self._now += 0.001
        return self._now


def test_a_pass_goes_on_until_nothing_is_due(archive: Archive) -> None:
    for number in range(300):
        archive.holds(decided(), f"form{number:04d}")
        archive.holds(until("profession"), f"open{number:04d}")
    archive.passes(15)
    archive.passes(1.1)
    assert archive.store.caseloads.count_of_agent(AGENT) == 300

    archive.passes(15)

    forms = archive.store.caseloads.of_agent(AGENT, limit=999)
    assert [form.id for form in forms if form.remains is None] == []


async def test_between_two_slices_everything_else_may_run(archive: Archive) -> None:
    for number in range(40):
        archive.holds(decided(), f"form{number:04d}")
    archive.clock.passes(31 * DAY)
    archive.timer.passes(31 * DAY)
    left: list[int] = []
    beats: list[None] = []

    async def watch() -> None:
        while not left or left[-1]:
            left.append(len(archive.whole_forms()))
            await asyncio.sleep(0)

    watching = asyncio.create_task(watch())
    await archive.looks_through(timer=HurriedTimer(), beat=lambda: beats.append(None))
    await watching

    steps = [before - after for before, after in itertools.pairwise(left)]
    assert max(steps) <= 5  # a millisecond for each form here, and four in a slice
    assert len(beats) >= len([step for step in steps if step])


async def test_times_that_a_clock_ahead_left_are_corrected_in_slices(archive: Archive) -> None:
    for number in range(100):
        archive.holds(decided(), f"form{number:04d}")
    archive.clock.passes(-DAY)
    archive.time.hear(format_datetime(archive.clock(), usegmt=True))
    right, left = archive.clock(), [100]
    timer = ManualTimer()
    timer.reading_takes = 0.005  # a slice may last four milliseconds

    def count_left() -> None:
        forms = archive.store.caseloads.of_agent(AGENT, limit=100)
        left.append(len([form for form in forms if form.changed_at > right]))

    await archive.looks_through(timer=timer, beat=count_left)

    steps = [before - after for before, after in itertools.pairwise(left)]
    assert sum(steps) == 100
    assert max(steps) <= 20


@pytest.mark.parametrize(
    ("old", "days", "moved"),
    [(until(REVIEW), 2, submitted()), (pending(), 91, decided()), (closed(), 31, decided())],
    ids=["sent", "decided", "decided late"],
)
async def test_what_moves_on_during_a_pass_is_not_erased_by_it(
    archive: Archive, old: Application, days: int, moved: Application
) -> None:
    """A draft that waited for a day may be sent just then."""
    for number in range(40):
        archive.holds(old, f"form{number:04d}")
    archive.clock.passes(days * DAY)
    archive.timer.passes(days * DAY)
    last = "form0039"
    beats: list[None] = []

    def moves_on() -> None:
        beats.append(None)
        kept = archive.find(last)
        assert kept
        if len(beats) == 3 and kept.remains is None:
            archive.holds(moved, last)

    await archive.looks_through(timer=HurriedTimer(), beat=moves_on)

    kept = archive.find(last)
    assert kept
    assert (kept.phase, kept.remains) == (moved.phase, None)
    assert archive.actions(last) == []


async def test_a_pass_that_is_broken_off_has_kept_what_it_did(archive: Archive) -> None:
    for number in range(40):
        archive.holds(decided(), f"form{number:04d}")
    archive.clock.passes(31 * DAY)
    archive.timer.passes(31 * DAY)
    stop = asyncio.Event()

    def end_soon() -> None:
        if len(archive.whole_forms()) <= 20:
            stop.set()

    await archive.looks_through(timer=HurriedTimer(), stop=stop, beat=end_soon)
    assert 0 < len(archive.whole_forms()) <= 20

    await archive.looks_through()
    assert archive.whole_forms() == []


def test_an_application_that_cannot_be_read_does_not_stop_the_others(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        archive.holds(decided(), f"form{number:04d}")
    archive.breaks("form0000")

    archive.passes(30.1)
    archive.passes(0.1)

    assert [archive.actions(f"form{number:04d}") for number in range(3)] == [
        [],
        ["form-erased"],
        ["form-erased"],
    ]
    (told,) = archive.admin_is_told()
    assert "internal error while checking an application" in told
    assert "The retention of an application failed" in caplog.text
