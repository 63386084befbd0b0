"""The whole service with the real reader."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.sandbox.ekyc.caller import Caller, drawn_picture, jpeg, specimen
from tests.bot.sandbox.ekyc.conftest import service_on

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Caller]:
    """One service for all tests, because it takes most of a second to start."""
    database: Path = tmp_path_factory.mktemp("ocr") / "ekyc.db"
    async with service_on(database, reader="ocr", longest_queue=2) as caller:
        yield caller


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def form(caller: Caller) -> dict[str, str]:
    """Filled in with the real reading of the photos of citizen 3."""
    return await caller.filled_form(citizen=3)


async def test_a_customer_is_read_submitted_and_passed(
    caller: Caller, form: dict[str, str]
) -> None:
    await caller.step_two(form, citizen=3)
    verdict = await caller.verdict()
    assert verdict["status"] == "passed"
    assert verdict["detail"]["bloodGroup_score"] == 100


async def test_somebody_elses_selfie_fails(caller: Caller, form: dict[str, str]) -> None:
    await caller.step_two(form | {"mobile_number": "01700000005"}, citizen=5)
    verdict = await caller.verdict("01700000005")
    assert verdict["status"] == "failed"
    assert verdict["detail"]["textual_info_match"] is True
    assert verdict["detail"]["applicantPhoto_card_ec_match"] is True
    assert verdict["detail"]["applicantPhoto_app_ec_match"] is False


async def test_an_unreadable_card_is_a_documented_failure(caller: Caller) -> None:
    reply = await caller.step_one(front=specimen("selfies/03_a.jpg"))
    assert reply.status_code == 200
    assert (reply.json()["status"], reply.json()["status_code"]) == ("failed", 6001)


async def test_calls_queue_and_beyond_its_end_are_told_when_to_come_back(caller: Caller) -> None:
    front, back = specimen("photos/03_front.jpg"), specimen("photos/03_back.jpg")
    reading = [asyncio.create_task(caller.step_one(front, back)) for _ in range(4)]
    await asyncio.sleep(0.5)
    refusal = await caller.step_one(front=jpeg(b"no picture at all"))
    assert refusal.status_code == 400
    assert not all(task.done() for task in reading)  # errors do not wait for the readings before
    replies = await asyncio.gather(*reading)
    codes = [reply.status_code for reply in replies]
    assert codes.count(200) >= 2
    assert set(codes) == {200, 503}
    busy = next(reply for reply in replies if reply.status_code == 503)
    assert int(busy.headers["Retry-After"]) > 0
    assert (await caller.step_one(drawn_picture(), back)).json()["status_code"] == 6001
