"""python -m bot doctor as an operator runs it: a real process, its words and exit codes."""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import ROOT, Machine, machine_in
from tests.support.running import BOT_TOKEN, DATABASE_KEY, EKYC_TOKEN

_MOST_SECONDS = 30.0


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    async with machine_in(tmp_path) as running:
        yield running


async def report(machine: Machine, **changes: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the findings as a program reads them, by name."""
    doctor = machine.bot("doctor", "--json", **changes)
    code = await doctor.ends()
    return code, {each["name"]: each for each in json.loads(doctor.output())["findings"]}


async def test_next_to_a_running_bot_nothing_is_broken_and_the_bot_goes_on(
    machine: Machine,
) -> None:
    bot = await machine.serving_bot(ADMINS="1001")
    backup = machine.bot("backup", str(machine.folder / "copy.db"))
    assert await backup.ends() == 0, backup.log

    doctor = machine.bot("doctor")

    assert await doctor.ends() == 0, doctor.output()
    assert doctor.output().splitlines()[-1].endswith("0 warning, 0 broken"), doctor.output()
    for secret in (BOT_TOKEN, EKYC_TOKEN, DATABASE_KEY):
        assert secret not in doctor.output() + doctor.log
    async with machine.person("Rahim", 2001) as rahim:
        await rahim.opens(*machine.invitations("Rahim"))
        await rahim.sees("Welcome")
    assert not bot.has_ended
    assert "conflict" not in bot.log.lower()


async def test_something_broken_is_exit_code_1_with_its_cure(machine: Machine) -> None:
    code, found = await report(
        machine, EKYC_TOKEN="of-somebody-else", DATABASE=str(machine.folder / "new.db")
    )

    assert code == 1
    assert found["ekyc"]["state"] == "broken"
    assert found["ekyc"]["cure"].startswith("Correct EKYC_TOKEN")
    assert found["database"]["state"] == "warning"  # there is none yet


async def test_settings_that_cannot_be_read_are_exit_code_2_and_the_rest_is_still_checked(
    machine: Machine,
) -> None:
    doctor = machine.bot(
        "doctor",
        EKYC_URL="http://ekyc.example.com",
        DATABASE_KEY="",
        FORM_KEPT_DAY="a-value-to-hide",
    )

    assert await doctor.ends() == 2
    said = doctor.output()
    assert "EKYC_URL must begin with https" in said
    assert "DATABASE_KEY is missing" in said
    assert "ok       pictures" in said
    assert "Traceback" not in doctor.log
    # A misspelt one is a warning without its value.
    assert "No setting is named FORM_KEPT_DAY" in said
    assert "Write FORM_KEPT_DAYS" in said
    assert "a-value-to-hide" not in said


async def test_it_ends_in_time_though_both_services_are_silent(machine: Machine) -> None:
    async with silent_host() as url:
        began = time.monotonic()
        code, found = await report(machine, TELEGRAM_API_URL=url, EKYC_URL=url)
        took = time.monotonic() - began

    assert code == 1
    assert took < _MOST_SECONDS
    assert found["telegram"]["state"] == found["ekyc"]["state"] == "broken"
    assert found["clock"]["state"] == "warning"


@asynccontextmanager
async def silent_host() -> AsyncIterator[str]:
    """Takes connections and never answers."""
    ended = asyncio.Event()

    async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ended.set()


async def test_an_incomplete_installation(machine: Machine) -> None:
    program = machine.folder / "program"
    copy_program(program)
    (program / "bot/reports/fonts/AnekBangla-Medium.ttf").unlink()
    (program / "bot/screens/example_pictures/front.jpg").unlink()

    found = await examined_by(program, machine)

    for name in ("fonts", "pictures"):
        assert found[name]["state"] == "broken"
        assert found[name]["cure"].startswith("Install the bot again")


async def test_a_library_for_pictures_that_cannot_be_loaded(machine: Machine) -> None:
    program = machine.folder / "program"
    copy_program(program)
    (program / "cv2.py").write_text("raise ImportError('libGL.so.1')\n")

    found = await examined_by(program, machine)

    assert found["pictures"]["state"] == "broken"
    assert found["fonts"]["state"] == "ok"


def copy_program(folder: Path) -> None:
    for package in ("bot", "conversations", "storage"):
        shutil.copytree(ROOT / package, folder / package)


async def examined_by(program: Path, machine: Machine) -> dict[str, Any]:
    """The findings of a copy of the program, by name."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", "--json"),
        cwd=program,
        env={**machine.environment, "PYTHONPATH": str(program)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    assert process.returncode == 1
    return {each["name"]: each for each in json.loads(output)["findings"]}
