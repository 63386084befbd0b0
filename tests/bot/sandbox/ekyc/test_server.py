import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.sandbox.ekyc.caller import Caller, drawn_picture, jpeg
from tests.bot.sandbox.ekyc.conftest import service_on

PATHS = [
    "/agent/customer-registration",
    "/agent/get-verification-status",
    "/agent/get-verification-log",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_missing_slash_is_redirected_as_django_does(
    caller: Caller, path: str, method: str
) -> None:
    reply = await caller.http.request(method, f"{path}?step=1&crop=1")
    assert reply.status_code == 301
    assert reply.headers["Location"].endswith(f"{path}/?step=1&crop=1")


async def test_following_the_redirect_turns_a_post_into_a_get(caller: Caller) -> None:
    reply = await caller.http.post(
        f"{PATHS[0]}?step=1", files={"id_front": jpeg(drawn_picture())}, follow_redirects=True
    )
    assert (reply.status_code, reply.json()) == (405, {"detail": 'Method "GET" not allowed.'})


async def test_an_unknown_address_is_told_in_json(caller: Caller) -> None:
    reply = await caller.http.get("/agent/")
    assert (reply.status_code, reply.json()) == (404, {"detail": "Not found."})


async def test_applications_and_image_names_survive_a_restart(tmp_path: Path) -> None:
    async with service_on(tmp_path / "ekyc.db") as before:
        await before.submits(citizen=1)
        assert (await before.verdict())["status"] == "passed"
        form = await before.filled_form(citizen=2, mobile_number="01700000002")
    async with service_on(tmp_path / "ekyc.db") as after:
        assert (await after.status())["status"] == "passed"
        assert (await after.step_two(form, citizen=2)).json()["status"] == "success"
        assert (await after.verdict("01700000002"))["status"] == "passed"


async def test_applications_due_during_a_stop_are_verified_after_the_start(
    tmp_path: Path,
) -> None:
    async with service_on(tmp_path / "ekyc.db", verification_delay=0.5) as before:
        await before.submits()
        assert await before.status() == {"status": "pending"}
    async with service_on(tmp_path / "ekyc.db") as after:
        assert (await after.verdict())["status"] == "passed"


def test_without_the_ocr_packages_the_start_says_how_to_get_them(tmp_path: Path) -> None:
    """As on a machine without them: Python is told that tesserocr does not exist."""
    program = (
        "import sys; sys.modules['tesserocr'] = None; import bot.sandbox.ekyc.__main__ as ekyc;"
        "ekyc.main()"
    )
    words = ("--token", "x", "--reader", "ocr", "--database", str(tmp_path / "ekyc.db"))
    run = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert run.returncode == 2
    assert "tesserocr is missing" in run.stderr
    assert 'pip install ".[trial]"' in run.stderr
    assert "--reader off" in run.stderr
