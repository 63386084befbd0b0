"""python -m bot trial ends together with all it started, however it is stopped."""

import asyncio
import contextlib
import functools
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import IN_BACKGROUND, Start, starting

PROGRAMS = 3  # the trial with the pretend Telegram, the eKYC service and the bot


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a trial whose files are in the test's folder."""
    with starting("bot", tmp_path) as begin:
        yield functools.partial(begin, "trial", "--reader", "specimens")


def folders(below: Path) -> list[Path]:
    return list(below.glob("onboarding-trial-*"))


async def read_to_its_end(terminal: int) -> bytes:
    """What is shown on the terminal until no program has it open."""
    shown = b""
    with contextlib.suppress(OSError):  # EIO, once the other side is closed
        while more := await asyncio.to_thread(os.read, terminal, 4096):
            shown += more
    return shown


async def test_it_admits_two_agents_and_a_supervisor_and_prints_the_address_once_at_the_end(
    start: Start, tmp_path: Path
) -> None:
    """Then a signal ends all programs, and the folder is removed."""
    trial = start("--language", "bn")
    await trial.says("Ctrl-C ends it all")
    shown = trial.output()
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+/\S*", shown)
    assert address.endswith("/?agent=1001&agent=1002&agent=1003&language=bn")
    assert shown.index("✅") < shown.index(address)
    assert f"Log of the programs: {tmp_path / 'trial.log'}" in shown
    for welcome in ("রহিম উদ্দিন", "করিমা বেগম", "সালমা আক্তার"):
        assert welcome in shown
    assert not re.search(r"\[.+\]|\x1b", shown), "no rows of buttons, and no colours in a file"
    assert trial.log == ""
    assert len(trial.family()) >= PROGRAMS
    assert folders(tmp_path)

    trial.signal(signal.SIGTERM)

    assert await trial.ends() == 0
    assert trial.family() == []
    assert folders(tmp_path) == []
    assert trial.log == ""
    assert "INFO bot.app Stopped" in (tmp_path / "trial.log").read_text()


async def test_a_terminal_that_wants_no_colours_is_shown_none(start: Start) -> None:
    ours, its = os.openpty()
    trial = start("--once", terminal=its, before=("env", "NO_COLOR=1"))
    os.close(its)
    shown = await read_to_its_end(ours)
    assert await trial.ends() == 0
    assert "✅".encode() in shown
    assert b"\x1b[" not in shown


async def test_one_that_was_started_with_nohup_in_the_background_outlives_its_terminal(
    start: Start, tmp_path: Path
) -> None:
    """And can still be interrupted, though a shell has its background processes ignore that."""
    trial = start(before=(*IN_BACKGROUND, "nohup"))
    await trial.says("registers a made-up customer")

    trial.signal(signal.SIGHUP)
    await trial.says("Rahim Uddin")
    trial.signal(signal.SIGINT)
    trial.signal(signal.SIGINT)

    assert await trial.ends() == 0
    assert trial.family() == []
    assert folders(tmp_path) == []
    assert "Traceback" not in trial.log, trial.log


async def test_while_it_is_still_starting_it_ends_as_cleanly(start: Start, tmp_path: Path) -> None:
    trial = start()
    await trial.grows_to(2)

    trial.signal(signal.SIGTERM)

    assert await trial.ends() == 0
    assert trial.family() == []
    assert folders(tmp_path) == []


async def test_a_terminal_is_shown_colours_and_its_closing_ends_it(
    start: Start, tmp_path: Path
) -> None:
    ours, its = os.openpty()
    trial = start(before=("setsid", "--ctty", "--wait"), terminal=its)
    os.close(its)
    shown = b""
    while "bot → Rahim".encode() not in shown:
        shown += await asyncio.to_thread(os.read, ours, 4096)
    assert b"\x1b[" in shown
    assert len(trial.family()) >= PROGRAMS

    os.close(ours)

    await trial.ends()
    assert trial.family() == []
    assert folders(tmp_path) == []
