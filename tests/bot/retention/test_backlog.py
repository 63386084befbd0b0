"""A large backlog is worked off in slices, and one bad row does not stop it."""

import asyncio
import itertools

import pytest

from tests.support.archive import DAY, Archive
from tests.support.clocks import ManualTimer
from tests.support.forms import (
    AGENT,
    decided,
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
