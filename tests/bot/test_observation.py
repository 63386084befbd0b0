"""What each room tells whoever observes the bot, and how it names what became of it."""

import asyncio
import contextlib
from datetime import datetime

import pytest

from bot.alerts import Alerts
from bot.chat.incoming import Incoming
from bot.ekyc import EkycError
from bot.ekyc.polite import PoliteEkycClient
from bot.intake.batch import Intake
from bot.observation import Observer, timed
from bot.pictures.pool import PicturePool
from bot.pictures.results import UnusablePicture
from bot.runtime.timer import LoopTimer
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError
from conversations.events import TextSent
from storage import Store
from tests.support import scripted_service as ekyc
from tests.support.engine import current
from tests.support.forms import NOW
from tests.support.scripted_service import DENIED, NOT_FOUND, PENDING, says, scripted_service
from tests.support.scripted_telegram import (
    TOKEN,
    Answer,
    cut,
    message,
    page,
    refused,
    scripted_telegram,
)


class Listener(Observer):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.seconds: list[float] = []
        self.arrivals: set[tuple[int | None, datetime]] = set()

    def update_taken(self, kind: str, outcome: str, chat: int | None, at: datetime) -> None:
        self.told.append((kind, outcome))
        self.arrivals.add((chat, at))

    def telegram_called(self, method: str, result: str, seconds: float) -> None:
        self.told.append((method, result))
        self.seconds.append(seconds)

    def ekyc_called(self, call: str, result: str, seconds: float) -> None:
        self.told.append((call, result))
        self.seconds.append(seconds)

    def picture_done(self, work: str, result: str, seconds: float) -> None:
        self.told.append((work, result))
        self.seconds.append(seconds)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (refused(429, "Too Many Requests: retry after 3", retry_after=3), "flood"),
        (refused(400, "Bad Request: message is too long"), "refused"),
        (refused(403, "Forbidden: bot was blocked by the user"), "refused"),
        (page(413, "too large"), "refused"),
        (page(502, "a proxy"), "unavailable"),
        (page(200, "a captive portal"), "ok"),
        (cut, "unavailable"),
    ],
)
async def test_a_call_of_telegram_is_named_by_how_it_ended(answer: Answer, result: str) -> None:
    listener = Listener()
    async with (
        scripted_telegram() as telegram,
        TelegramClient(TOKEN, telegram.url, observer=listener) as client,
    ):
        telegram.says("sendMessage", answer)
        with pytest.raises(TelegramError):
            await client.send(1, "hello", ())

    assert listener.told[-1] == ("sendMessage", result)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (PENDING, "ok"),
        (NOT_FOUND, "not_found"),
        (DENIED, "denied"),
        (says({"message": "no such number"}, 400), "refused"),
        (says({}, 503), "unavailable"),
        (ekyc.cut, "unavailable"),
        (says(["pending"]), "misunderstood"),
    ],
)
async def test_a_call_of_the_ekyc_service_is_named_by_how_it_ended(
    answer: ekyc.Answer, result: str
) -> None:
    listener = Listener()
    async with (
        scripted_service() as service,
        PoliteEkycClient(
            url=service.url,
            token="service-token",
            on_trouble=lambda _: None,
            on_served=lambda: None,
            timer=LoopTimer(),
            observer=listener,
        ) as client,
    ):
        service.says("status", answer)
        with contextlib.suppress(EkycError):
            await client.ask_status("01712345678", urgent=True)

    assert listener.told == [("status", result)]


async def test_updates_are_named_by_what_became_of_them() -> None:
    store, listener = Store(current().open_fresh()), Listener()

    def decide(incoming: Incoming, now: datetime) -> None:
        if isinstance(incoming.content, TextSent) and incoming.content.text == "breaks":
            raise LookupError("a bug")

    intake = Intake(store, decide, Alerts(store), nudges=(), clock=lambda: NOW, observer=listener)
    intake.take([message(1, "fine"), message(2, "breaks"), {"update_id": 3, "poll": {}}])
    intake.take([message(1, "fine")])
    intake.take([message(number, "a flood") for number in range(10, 18)])
    intake.take([])
    store.close()

    assert listener.told == [
        ("message", "handled"),
        ("message", "set_aside"),
        ("other", "ignored"),
        ("message", "repeated"),
        *[("message", "handled")] * 6,
        *[("message", "queued")] * 2,
        *[("message", "handled")] * 2,
    ]
    assert listener.arrivals == {(2001, NOW), (None, NOW)}


async def test_work_on_a_picture_is_named_by_how_it_ended() -> None:
    listener = Listener()
    async with PicturePool(listener) as pool:
        with pytest.raises(UnusablePicture):
            await pool.prepare(b"no picture")

    assert listener.told == [("prepare", "refused")]
    assert listener.seconds[0] > 0


async def test_work_that_is_cut_off_counts_as_cancelled() -> None:
    told: list[tuple[str, str]] = []

    async def wait_for_ever() -> None:
        with timed(lambda name, result, _: told.append((name, result)), "poll", ()):
            await asyncio.Event().wait()

    waiting = asyncio.create_task(wait_for_ever())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert told == [("poll", "cancelled")]
