"""Our manners towards the service: a gentle pace, and one word when it refuses us."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ekyc import EkycError, Picture
from bot.polite_service import Pace, PoliteService
from bot.registration import registration_of
from tests.support.errands import PHOTO, Workshop, workshop_in
from tests.support.forms import submitted
from tests.support.scripted_service import (
    ACCEPTED,
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    page,
    read_card,
    row,
    says,
)

PICTURE = Picture(content=PHOTO)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        yield running


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
async def service(shop: Workshop, heard: list[str]) -> AsyncIterator[PoliteService]:
    async with PoliteService(
        url=shop.service.url,
        token="service-token",
        on_denied=lambda: heard.append("denied"),
        on_served=lambda: heard.append("served"),
    ) as service:
        yield service


async def test_questions_are_at_most_five_in_a_second_whoever_asks_them(
    shop: Workshop, service: PoliteService
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("passed", mobile=f"017{number:08}") for number in range(120)]
    began = time.monotonic()

    questions = [service.ask_status("01712345678") for _ in range(4)]
    await asyncio.gather(service.sweep_log(), *questions)

    assert len(shop.service.asked) == 7  # four, and three pages
    assert time.monotonic() - began >= 6 / 5


async def test_readings_and_submissions_are_not_held_back(
    shop: Workshop, service: PoliteService
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says("step 2", ACCEPTED)
    registration = registration_of(submitted())
    began = time.monotonic()

    async with asyncio.TaskGroup() as group:
        for _ in range(30):
            group.create_task(service.submit(registration, PICTURE))
            group.create_task(service.read_card(PICTURE, PICTURE))

    assert len(shop.service.asked) == 60
    assert time.monotonic() - began < 59 / 5


async def test_after_a_pause_the_first_turn_comes_at_once_and_pauses_are_not_saved_up() -> None:
    pace = Pace(per_second=2)
    await pace.turn()
    await asyncio.sleep(1.2)
    began = time.monotonic()

    await pace.turn()
    at_once = time.monotonic() - began
    await pace.turn()
    await pace.turn()

    assert at_once < 0.4
    assert time.monotonic() - began >= 0.99


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DENIED, ["denied"]),
        (says({"detail": "Forbidden"}, 403), ["denied"]),
        (page(502, ""), []),
        (says({}, 429), []),
        (NOT_FOUND, ["served"]),
        (PENDING, ["served"]),
        (says({"status": "success"}), ["served"]),
    ],
)
async def test_it_tells_whether_the_token_was_taken(
    shop: Workshop,
    service: PoliteService,
    heard: list[str],
    answer: Answer,
    expected: list[str],
) -> None:
    shop.service.says("status", answer)

    with contextlib.suppress(EkycError):
        await service.ask_status("01712345678")

    assert heard == expected


async def test_each_of_the_four_calls_tells(
    shop: Workshop, service: PoliteService, heard: list[str]
) -> None:
    for call in ("step 1", "step 2", "status", "log"):
        shop.service.says(call, DENIED)
    calls = [
        service.read_card(PICTURE, PICTURE),
        service.submit(registration_of(submitted()), PICTURE),
        service.ask_status("01712345678"),
        service.sweep_log(),
    ]

    for made in calls:
        with contextlib.suppress(EkycError):
            await made

    assert heard == ["denied"] * 4
