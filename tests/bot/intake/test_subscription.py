"""The webhook at Telegram: set at the start, set again when somebody changed it, watched."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts import Alerts
from bot.intake.subscription import Subscription, is_failing
from bot.telegram.client import TelegramClient
from bot.telegram.delivery import Delivery
from bot.telegram.errors import TokenRefused
from storage import Database, Store, open_database
from storage.agents import Agent, Role
from tests.support.clocks import Clock, ManualTimer, until
from tests.support.forms import NOW
from tests.support.running import ADMIN, DATABASE_KEY
from tests.support.scripted_telegram import (
    TOKEN,
    Answer,
    ScriptedTelegram,
    ok,
    page,
    refused,
    scripted_telegram,
)

URL, SECRET = "https://bot.example.com/telegram", "s3cret_-"


def info(url: str = URL, waiting: int = 0, failed: timedelta | None = None) -> Answer:
    """What getWebhookInfo says; `failed` is how long ago a post failed."""
    found: dict[str, object] = {
        "url": url,
        "has_custom_certificate": False,
        "pending_update_count": waiting,
    }
    if failed is not None:
        found["last_error_date"] = int((NOW - failed).timestamp())
        found["last_error_message"] = "Wrong response from the webhook: 502 Bad Gateway"
    return ok(found)


class Watcher:
    def __init__(
        self, telegram: ScriptedTelegram, client: TelegramClient, database: Database
    ) -> None:
        self.telegram = telegram
        self.store = Store(database)
        self._database = database
        self.timer = ManualTimer()
        self.beats = 0
        self._client = client
        self.store.agents.enrol(Agent(id=ADMIN, name="Boss", role=Role.ADMIN, language="en"), NOW)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        subscription = Subscription(
            self._client,
            self.store,
            Alerts(self.store),
            url=URL,
            secret=SECRET,
            timer=self.timer,
            clock=Clock(),
            beat=self._beat,
        )
        stop = asyncio.Event()
        task = asyncio.create_task(subscription.run(stop))
        try:
            yield task
        finally:
            stop.set()
            await asyncio.wait((task,))

    def _beat(self) -> None:
        self.beats += 1

    async def looks(self, times: int) -> None:
        """Let it look that often, each time after its pause."""
        for _ in range(times):
            await until(lambda: self.timer.sleeps() == [25.0])
            self.timer.passes(25)
        await until(lambda: self.timer.sleeps() == [25.0])

    def told(self) -> list[str]:
        """What the admin was told."""
        rows = self._database.rows("select document from outbox order by id")
        return [json.loads(document)["text"] for (document,) in rows]

    def sets(self) -> list[dict[str, object]]:
        return self.telegram.calls("setWebhook")


@pytest.fixture
async def watcher(tmp_path: Path) -> AsyncIterator[Watcher]:
    async with scripted_telegram() as telegram, TelegramClient(TOKEN, telegram.url) as client:
        database = open_database(tmp_path / "bot.db", DATABASE_KEY)
        yield Watcher(telegram, client, database)
        database.close()


async def test_it_is_set_once_with_the_secret_and_nothing_is_dropped(watcher: Watcher) -> None:
    watcher.telegram.says("getWebhookInfo", info())
    async with watcher.running():
        await watcher.looks(3)

    (given,) = watcher.sets()
    assert given == {
        "url": URL,
        "secret_token": SECRET,
        "max_connections": "40",
        "allowed_updates": json.dumps(
            ["message", "edited_message", "callback_query", "my_chat_member"]
        ),
    }
    assert watcher.beats == 4
    assert watcher.told() == []


@pytest.mark.parametrize("url", ["", "https://elsewhere.example.com/telegram"])
async def test_one_that_somebody_changed_is_set_again_and_the_admins_are_told(
    watcher: Watcher, url: str
) -> None:
    watcher.telegram.says("getWebhookInfo", info(), info(url), info())
    async with watcher.running():
        await watcher.looks(2)

    assert len(watcher.sets()) == 2
    (text,) = watcher.told()
    assert text.startswith("Somebody replaced or removed the webhook")


@pytest.mark.parametrize("written", [f"{URL}/", "https://bot.example.com:443/telegram"])
async def test_the_same_address_written_otherwise_is_ours(watcher: Watcher, written: str) -> None:
    watcher.telegram.says("getWebhookInfo", info(written))
    async with watcher.running():
        await watcher.looks(1)

    assert len(watcher.sets()) == 1


async def test_posts_that_keep_failing_are_told_once_and_their_end_as_well(
    watcher: Watcher,
) -> None:
    failing = info(waiting=3, failed=timedelta(seconds=30))
    watcher.telegram.says("getWebhookInfo", *[failing] * 4, info())
    async with watcher.running():
        await watcher.looks(1)
        assert watcher.told() == []
        await watcher.looks(2)
        assert [text.split(" what")[0] for text in watcher.told()] == ["Telegram cannot deliver"]
        assert watcher.beats == 0
        await watcher.looks(1)

    assert watcher.told()[1:] == ["Telegram delivers to WEBHOOK_URL again."]
    assert watcher.beats == 1


@pytest.mark.parametrize(
    ("stumble", "words"),
    [
        (refused(400, "Bad Request: bad webhook: Failed to resolve host"), "failed to resolve"),
        (refused(500, "Internal Server Error"), "HTTP 500"),
        (refused(429, "Too Many Requests: retry after 1", retry_after=1), "flood control"),
    ],
)
async def test_a_refusal_is_logged_with_its_reason_and_tried_again(
    watcher: Watcher, caplog: pytest.LogCaptureFixture, stumble: Answer, words: str
) -> None:
    caplog.set_level(logging.INFO)
    watcher.telegram.says("getWebhookInfo", info())
    watcher.telegram.stumbles("setWebhook", stumble)
    async with watcher.running():
        await until(lambda: watcher.timer.sleeps() and watcher.timer.sleeps()[0] <= 1.0)
        watcher.timer.passes(1)
        await watcher.looks(1)

    assert len(watcher.sets()) == 2
    assert words in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "odd", [ok(True), ok({}), ok({"url": URL, "pending_update_count": "x"}), page(200, "<html>")]
)
async def test_an_odd_answer_proves_nothing(watcher: Watcher, odd: Answer) -> None:
    watcher.telegram.says("getWebhookInfo", odd, info())
    async with watcher.running():
        await until(lambda: watcher.timer.sleeps() and watcher.timer.sleeps()[0] <= 1.0)
        assert watcher.beats == 0
        watcher.timer.passes(1)
        await watcher.looks(1)

    assert len(watcher.sets()) == 1


async def test_a_token_that_telegram_does_not_know_any_longer_ends_the_loop(
    watcher: Watcher,
) -> None:
    watcher.telegram.says("setWebhook", refused(401, "Unauthorized"))
    async with watcher.running() as task:
        for refusals in range(1, 6):
            await until(lambda: len(watcher.sets()) == refusals and watcher.timer.sleeps())  # noqa: B023
            watcher.timer.passes(30)
        with pytest.raises(TokenRefused):
            await task


@pytest.mark.parametrize(
    ("waiting", "failed", "expected"),
    [
        (0, None, False),
        (9, None, False),
        (0, timedelta(seconds=1), False),
        (1, timedelta(seconds=1), True),
        (1, timedelta(seconds=179), True),
        (1, timedelta(seconds=180), False),
    ],
)
def test_only_a_recent_failure_with_waiting_updates_counts(
    waiting: int, failed: timedelta | None, expected: bool
) -> None:
    failed_at = None if failed is None else NOW - failed
    assert is_failing(Delivery(url=URL, waiting=waiting, failed_at=failed_at), NOW) is expected
