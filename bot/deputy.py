"""A process without the seat takes the posts of a webhook as well, and decides them.

What follows from them is carried out by the process that has the seat, which hears of each commit.
All of them write one after the other, so it does not matter which of them decides.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

from bot.assembly.intake import intake_of
from bot.assembly.posts import taking_posts
from bot.assembly.telegram import telegram_of
from bot.greeting import greet
from bot.intake.arrivals import Arrivals
from bot.intake.receiving import Receiving
from bot.observation import Observer
from bot.runtime.backoff import backoff
from bot.runtime.logs import frames
from bot.runtime.threads import in_daemon_thread
from bot.runtime.timer import LoopTimer
from bot.settings.settings import Settings
from bot.telegram.errors import TelegramError
from storage import Database, DatabaseFailed, DatabaseUnusable, Store

_log = logging.getLogger(__name__)

#: Sessions that end sooner are followed by growing pauses.
_SHORT_SESSION = 60.0  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=0.2), timedelta(seconds=5)


@contextlib.asynccontextmanager
async def deputising(
    settings: Settings, opened: Callable[[], Database], observer: Observer
) -> AsyncIterator[None]:
    """Take posts during the block, and answer 503 while there is no session to decide them in.

    `opened` opens a session. Raises AddressUnusable.
    """
    async with taking_posts(settings, observer) as arrivals:
        deciding = asyncio.create_task(_decide(settings, opened, arrivals, observer))
        try:
            yield
        finally:
            deciding.cancel()
            await asyncio.wait((deciding,))


async def _decide(
    settings: Settings, opened: Callable[[], Database], arrivals: Arrivals, observer: Observer
) -> None:
    """Decide what is posted, in one session after the other, whatever ends one of them."""
    async with telegram_of(settings, observer=observer) as telegram:
        failures = 0
        while True:
            began = time.monotonic()
            try:
                await greet(telegram, LoopTimer(), polls=False, has_served=True)
                await _receive(settings, opened, arrivals, telegram.username, observer)
            except (DatabaseFailed, DatabaseUnusable, TelegramError) as failed:
                _log.warning("Posts of Telegram are not taken for now: %s.", failed)
            except Exception as error:  # noqa: BLE001 - logged, and begun again
                # It would be seen by nobody: the process goes on, and answers 503 from then on.
                _log.error("A fault has ended the taking of posts: %s", frames(error))
            failures = failures + 1 if time.monotonic() - began < _SHORT_SESSION else 0
            pause = backoff(failures, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
            await asyncio.sleep(pause.total_seconds())


async def _receive(
    settings: Settings,
    opened: Callable[[], Database],
    arrivals: Arrivals,
    username: str,
    observer: Observer,
) -> None:
    """Decide what is posted for as long as a session lasts."""
    async with _session(opened) as database:
        store = Store(database)
        store.announce()
        intake = intake_of(
            settings,
            store,
            username,
            nudges=(),
            clock=lambda: _now(store),
            observer=observer,
        )
        await Receiving(arrivals, intake, beat=lambda: None).run(asyncio.Event())


def _now(store: Store) -> datetime:
    """This machine's time, but never before the one that the process with the seat confirmed."""
    return max(datetime.now(UTC), store.last_seen.at() or datetime.min.replace(tzinfo=UTC))


@contextlib.asynccontextmanager
async def _session(opened: Callable[[], Database]) -> AsyncIterator[Database]:
    opening = asyncio.ensure_future(in_daemon_thread(opened))
    try:
        database = await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close)
        raise
    try:
        yield database
    finally:
        database.close()


def _close(opening: "asyncio.Future[Database]") -> None:
    if not opening.cancelled() and not opening.exception():
        opening.result().close()
