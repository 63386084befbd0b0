from pathlib import Path

import pytest

from tests.bot.sandbox.ekyc.caller import Caller, drawn_picture, jpeg
from tests.bot.sandbox.ekyc.conftest import Start

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


async def test_applications_and_image_names_survive_a_restart(start: Start) -> None:
    before = await start(verification_delay=0)
    await before.submits(citizen=1)
    assert (await before.verdict())["status"] == "passed"
    form = await before.filled_form(citizen=2, mobile_number="01700000002")

    after = await start()
    assert (await after.status())["status"] == "passed"
    assert (await after.step_two(form, citizen=2)).json()["status"] == "success"
    assert (await after.verdict("01700000002"))["status"] == "passed"


async def test_a_verification_that_was_due_while_the_service_was_down_is_made_up_for(
    tmp_path: Path, start: Start
) -> None:
    before = await start(verification_delay=0.5)
    await before.submits()
    # The second service finds it in the file; whichever is faster, one verdict comes of it.
    after = await start()
    assert (await after.verdict())["status"] == "passed"
    assert len((await after.applications())["applications"]) == 1
