"""The bot starts while the machine's clock is wrong: no customer is erased before the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

import bot.sandbox.serving
from conversations.application import Application
from tests.support.clocks import eventually
from tests.support.forms import pending
from tests.support.running import RunningBot, Trial


@pytest.fixture
async def waiting(trial: Trial) -> Application:
    """A customer submitted just now; the bot has noted the time, and has ended."""
    now, sent = datetime.now(UTC), pending()
    assert sent.submission
    submission = replace(sent.submission, pressed_at=now, accepted_at=now)
    application = replace(sent, agent=2001, submission=submission, created_at=now, changed_at=now)
    async with RunningBot(trial) as running, await running.enrols("Rahim", 2001):
        with running.store.transaction():
            running.store.applications.save(application)
        await eventually(lambda: running.store.last_seen.at() is not None)
    return application


async def test_after_a_start_with_a_clock_behind_a_customer_of_today_is_kept(
    trial: Trial, waiting: Application
) -> None:
    async with RunningBot(trial, ahead=-timedelta(days=400)) as running:
        await eventually(lambda: "clock" in running.store.troubles.present())

    async with RunningBot(trial) as running:
        before = running.store.last_seen.at()
        await eventually(lambda: running.store.last_seen.at() != before)  # noted after a pass

        kept = running.store.applications.find(waiting.id)
    assert kept
    assert kept.changed_at == waiting.changed_at
    assert kept.remains is None


async def test_a_message_sent_by_a_bot_api_server_on_the_same_machine_confirms_the_clock(
    trial: Trial, waiting: Application
) -> None:
    running, rahim = RunningBot(trial), trial.person("Rahim", waiting.agent)
    with running.store.transaction():
        running.store.last_seen.note(datetime.now(UTC) - timedelta(hours=2))
    async with running, rahim:
        await eventually(lambda: "clock" in running.store.troubles.present())

        await rahim.says("/help")
        await rahim.sees("/new")
        await rahim.says("/help")  # the loop that erases looks again at whatever arrives

        await eventually(lambda: "clock" not in running.store.troubles.present())


async def test_a_bot_api_server_on_the_same_machine_confirms_no_clock_that_is_ahead(
    trial: Trial, waiting: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = timedelta(days=100)

    def date() -> bytes:
        return format_datetime(datetime.now(UTC) + ahead, usegmt=True).encode()

    monkeypatch.setattr(bot.sandbox.serving, "_date", date)
    async with RunningBot(trial, ahead=ahead) as running:
        await eventually(lambda: "clock" in running.store.troubles.present())

        kept = running.store.applications.find(waiting.id)
    assert kept
    assert kept.remains is None
