"""A process without the seat decides what Telegram posts to it, and no fault ends that for ever."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.deputy import deputising
from bot.observation import UNOBSERVED
from bot.settings.settings import Settings
from storage import Database, DatabaseFailed, DatabaseUnusable, Store, open_database
from storage.agents import Role
from storage.invitations import Invitation
from tests.support.clocks import eventually
from tests.support.postgres import PostgresServer, needs_postgres
from tests.support.postgres_databases import a_server_with_a_bot
from tests.support.processes import free_ports
from tests.support.running import DATABASE_KEY, Trial
from tests.support.scripted_telegram import (
    ME,
    TOKEN,
    Answer,
    ScriptedTelegram,
    message,
    ok,
    refused,
)

pytestmark = needs_postgres

SECRET = "a-secret-of-the-webhook"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with a_server_with_a_bot(("fsync=off", "full_page_writes=off")) as server:
        yield server


@pytest.fixture
def settings(server: PostgresServer, telegram: ScriptedTelegram, tmp_path: Path) -> Settings:
    (port,) = free_ports(1)
    return Trial(telegram.url, "http://127.0.0.1:9", tmp_path).settings(
        TELEGRAM_BOT_TOKEN=TOKEN,
        DATABASE=server.address("bot"),
        WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        WEBHOOK_SECRET=SECRET,
        WEBHOOK_LISTEN=f"127.0.0.1:{port}",
    )


async def takes_a_post(settings: Settings, number: int = 1, text: str = "hello") -> bool:
    """Whether a post is answered as saved."""
    secret = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(settings.webhook_url, json=message(number, text), headers=secret)
    return answer.status_code == 200


def opening(settings: Settings, *faults: Exception) -> Callable[[], Database]:
    """Opens a session after each of these faults has come once."""
    left = list(faults)

    def opened() -> Database:
        if left:
            raise left.pop(0)
        return open_database(settings.database_address, DATABASE_KEY)

    return opened


@pytest.mark.parametrize(
    "fault", [DatabaseFailed("lost"), DatabaseUnusable("old"), RuntimeError("Asaduzzaman")]
)
async def test_posts_are_taken_again_whatever_ended_a_session(
    settings: Settings, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    async with deputising(settings, opening(settings, fault), UNOBSERVED):
        await eventually(lambda: takes_a_post(settings))

    told = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert len(told) == 1
    assert "Asaduzzaman" not in told[0].getMessage()  # an exception's words may be of a customer


@pytest.mark.parametrize(
    "answers", [[refused(403, "Forbidden: not now")], [refused(401, "Unauthorized")]]
)
async def test_an_odd_answer_of_telegram_at_the_start_is_outlived(
    settings: Settings, telegram: ScriptedTelegram, answers: list[Answer]
) -> None:
    telegram.says("getMe", *answers, ok(ME))

    async with deputising(settings, opening(settings), UNOBSERVED):
        await eventually(lambda: takes_a_post(settings))


async def test_with_a_token_that_telegram_does_not_know_no_posts_are_taken(
    settings: Settings, telegram: ScriptedTelegram
) -> None:
    """The start of the next life ends the process for that, with words for the operator."""
    telegram.says("getMe", refused(401, "Unauthorized"))

    async with deputising(settings, opening(settings), UNOBSERVED):
        await eventually(lambda: bool(telegram.calls("getMe")))

        assert not await takes_a_post(settings)


async def test_a_machine_whose_clock_is_behind_lets_nobody_in_by_a_link_that_has_ended(
    settings: Settings,
) -> None:
    day = timedelta(days=1)
    now = datetime.now(UTC) + 400 * day
    with contextlib.closing(Store(opening(settings)())) as store:
        with store.transaction():
            store.last_seen.note(now)  # by the process that has the seat, on another machine
            ended = Invitation(name="Karim", role=Role.AGENT, expires_at=now - day)
            store.invitations.add("code", ended, now - 8 * day)

        async with deputising(settings, opening(settings), UNOBSERVED):
            await eventually(lambda: takes_a_post(settings, 2, "/start code"))

        assert store.agents.find(2001) is None
