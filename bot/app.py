"""Where all parts meet: the three loops, started, watched over and stopped together."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from telegram import Bot

from bot.alerts import Alerts
from bot.backoff import backoff
from bot.clerk import Clerk
from bot.courier import Courier
from bot.desk import Desk
from bot.ekyc import EkycClient
from bot.errand_work import ErrandWork
from bot.intake import Intake
from bot.messenger import Messenger, TelegramUnavailable, connect, telegram_errors
from bot.nudge import Nudge
from bot.postman import Postman
from bot.previews import Previews
from bot.settings import Settings
from bot.watch import Watch
from storage import Store
from storage.agents import Agent, Role

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


async def run(settings: Settings, store: Store, stop: asyncio.Event) -> None:
    """Serve until `stop` is set or a loop fails; what is owed then is in the database.

    Raises the exception of the loop that failed, so that a supervisor starts the process anew.
    """
    bot = connect(settings.telegram_bot_token, settings.telegram_api_url)
    _admit_admins(settings, store)
    async with (
        _connected(bot, stop),
        EkycClient(url=settings.ekyc_url, token=settings.ekyc_token) as service,
    ):
        if stop.is_set():
            return
        await _serve(settings, store, bot, service, stop)


async def _serve(
    settings: Settings, store: Store, bot: Bot, service: EkycClient, stop: asyncio.Event
) -> None:
    to_courier, to_postman = Nudge(), Nudge()
    messenger, previews = Messenger(bot), Previews()
    clerk, alerts = Clerk(store), Alerts(store)
    work = ErrandWork(store, messenger, service, previews, utc_now)
    watch = Watch(store, service, work, interval=settings.verdict_interval, clock=utc_now)
    desk = Desk(store, clerk, language=settings.language)
    intake = Intake(bot, store, desk, alerts, nudges=(to_courier, to_postman), clock=utc_now)
    courier = Courier(
        store, clerk, work, watch, alerts, nudge=to_courier, postman=to_postman, clock=utc_now
    )
    postman = Postman(store, messenger, previews, to_postman, utc_now)
    _log.info("Started.")
    try:
        async with asyncio.TaskGroup() as loops:
            for loop in (intake, courier, postman):
                loops.create_task(loop.run(stop))
    except* Exception as failures:  # noqa: BLE001 - told to the caller
        # The first loop that failed says why; the others were only cancelled.
        raise failures.exceptions[0] from None
    _log.info("Stopped; %d messages and all errands stay owed.", store.outbox.count())


@contextlib.asynccontextmanager
async def _connected(bot: Bot, stop: asyncio.Event) -> AsyncIterator[None]:
    """Make sure that Telegram knows the token, however long it takes to be reachable."""
    attempts = 0
    while not stop.is_set():
        try:
            with telegram_errors():
                await bot.initialize()
                # A webhook left from elsewhere would make every poll fail.
                await bot.delete_webhook()
            await Messenger(bot).offer_start()
            break
        except TelegramUnavailable as error:
            wait = backoff(attempts)
            attempts += 1
            _log.warning("Telegram cannot be reached (%s); trying again.", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait.total_seconds())
    try:
        yield
    finally:
        await bot.shutdown()


def _admit_admins(settings: Settings, store: Store) -> None:
    with store.transaction():
        for admin in settings.admins:
            if store.agents.find(admin) is None:
                person = Agent(id=admin, name="Admin", role=Role.ADMIN, language=settings.language)
                store.agents.enrol(person, utc_now())


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C end the process in order; a second one changes nothing."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
