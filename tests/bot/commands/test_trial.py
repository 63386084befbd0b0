"""python -m bot trial ends together with all it started, however it is stopped."""

import asyncio
import functools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import IN_BACKGROUND, Start, starting

PROGRAMS = 4  # the trial, both services and the bot


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a trial whose files are in the test's folder."""
    with starting("bot", tmp_path) as begin:
        yield functools.partial(begin, "trial", "--reader", "specimens")


def folders(below: Path) -> list[Path]:
    return list(below.glob("onboarding-trial-*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_ends_all_programs_and_removes_the_folder(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    trial = start()
    await trial.says("Rahim Uddin")
    assert len(trial.family()) == PROGRAMS
    assert folders(tmp_path)

    trial.signal(number)

    assert await trial.ends() == 0
    assert trial.family() == []
    assert folders(tmp_path) == []
    assert "Traceback" not in trial.log, trial.log


async def test_one_that_was_started_in_the_background_of_a_shell_can_be_interrupted(
    start: Start, tmp_path: Path
) -> None:
    trial = start(before=IN_BACKGROUND)
    await trial.says("Chat page")

    trial.signal(signal.SIGINT)
    trial.signal(signal.SIGINT)

    assert await trial.ends() == 0
    assert trial.family() == []
    assert folders(tmp_path) == []


async def test_one_that_was_started_with_nohup_outlives_its_terminal(start: Start) -> None:
    trial = start(before=("nohup",))
    await trial.says("Chat page")

    trial.signal(signal.SIGHUP)
    await trial.says("Rahim Uddin")
    trial.signal(signal.SIGTERM)

    assert await trial.ends() == 0
    assert trial.family() == []


async def test_while_it_is_still_starting_it_ends_as_cleanly(start: Start, tmp_path: Path) -> None:
    trial = start()
    await trial.grows_to(2)

    trial.signal(signal.SIGTERM)

    assert await trial.ends() == 0
    assert trial.family() == []
    assert folders(tmp_path) == []


async def test_a_closed_terminal_ends_it(start: Start, tmp_path: Path) -> None:
    ours, its = os.openpty()
    trial = start(before=("setsid", "--ctty", "--wait"), terminal=its)
    os.close(its)
    shown = b""
    while b"Chat page" not in shown:
        shown += await asyncio.to_thread(os.read, ours, 4096)
    assert len(trial.family()) >= PROGRAMS

    os.close(ours)

    await trial.ends()
    assert trial.family() == []
    assert folders(tmp_path) == []
