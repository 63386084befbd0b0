"""Opens what all loops share, and starts and stops them together."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.applications.wording import note_wording
from bot.assembly.egress import egress_of
from bot.assembly.loops import NO_POLL, Loops
from bot.assembly.observer import observed
from bot.assembly.posts import taking_posts
from bot.assembly.telegram import telegram_of
from bot.errands.outage import Outage
from bot.greeting import greet, introduce
from bot.intake.arrivals import Arrivals
from bot.monitoring.health import POLLING
from bot.observation import Observer
from bot.people.admins import admit_admins
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.reports.reading import Reader
from bot.runtime.egress import is_loopback
from bot.runtime.interruption import unless
from bot.runtime.timer import LoopTimer
from bot.runtime.trusted_time import TrustedTime
from bot.runtime.watchdog import Watchdog
from bot.settings.organisation import organisation_of
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings
from storage import Store

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


async def run(
    settings: Settings,
    store: Store,
    stop: asyncio.Event,
    renewal: Renewal,
    watchdog: Watchdog,
    *,
    on_started: Callable[[], None] = lambda: None,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Serve until `stop` is set or a loop fails; whatever is still owed is in the database.

    `on_started` is called when the loops begin.

    Raises the exception of the loop that failed, so that a supervisor restarts the process:
    TokenRefused, AnotherPoller, DatabaseFailed, or whatever a bug raises.
    """
    watchdog.loop(POLLING, NO_POLL)
    timer = LoopTimer()
    seen = store.last_seen.at()
    time = TrustedTime(clock, timer, seen=seen)
    admit_admins(store, settings.admins, language=settings.language, now=time.now())
    hear = _hearing(time, settings.telegram_api_url)
    async with (
        observed(settings, store, watchdog, time.now) as observer,
        telegram_of(
            settings, on_date=hear, on_sent=time.hear_seconds, observer=observer
        ) as telegram,
        _posts(settings, observer) as arrivals,
    ):
        greeting = greet(telegram, timer, polls=arrivals is None, has_served=seen is not None)
        await unless(stop, greeting)
        if not stop.is_set():
            loops = Loops(
                settings=settings,
                store=store,
                telegram=telegram,
                arrivals=arrivals,
                egress=egress_of(settings),
                clock=time.now,
                timer=timer,
                time=time,
                watchdog=watchdog,
                observer=observer,
            )
            await _serve(loops, stop, renewal, on_started)


def _hearing(time: TrustedTime, url: str) -> Callable[[str], None] | None:
    """What hears the dates of that service; on this machine it has the same clock as the bot."""
    return None if is_loopback(urlsplit(url).hostname or "") else time.hear


def _posts(settings: Settings, observer: Observer) -> AbstractAsyncContextManager[Arrivals | None]:
    """What Telegram posts; None where the bot polls."""
    return taking_posts(settings, observer) if settings.webhook_url else nullcontext()


async def _serve(
    loops: Loops, stop: asyncio.Event, renewal: Renewal, on_started: Callable[[], None]
) -> None:
    """Run all loops until `stop`, or until one fails."""
    settings, store = loops.settings, loops.store
    courier, postman, retention = map(loops.nudge, ("courier", "postman", "retention"))
    note_wording(store, organisation_of(settings), loops.clock())
    previews = ShortMemory()
    outage = Outage(store, courier=courier, postman=postman, clock=loops.clock)
    async with (
        PicturePool(loops.observer) as pictures,
        Reader(settings.database_address, settings.database_key) as reader,
        loops.service(outage) as service,
    ):
        accounts = loops.accounts(service, outage)
        workers = loops.workers(accounts, pictures, previews)
        outage.hasten()

        def take_over(renewed: Settings) -> None:
            service.use_token(renewed.ekyc_token)
            outage.hasten()

        renewal.hand_to(take_over)
        running = (
            *loops.intakes((courier, postman, retention)),
            loops.courier(workers, accounts, courier, postman),
            loops.postman(accounts, previews, reader, postman),
            loops.retention(retention, postman),
            *loops.evenings(postman),
        )
        # A seal in a log kept elsewhere proves later that nothing before it changed.
        _log.info("Audit head: %s.", store.audit.head())
        _log.info("Started.")
        loops.observer.begun(lambda: (service.held_back(), *accounts.held_back()))
        on_started()
        async with accounts.closing():
            introducing = unless(stop, introduce(loops.telegram, loops.timer))
            await _all((introducing, *(loop.run(stop) for loop in running)))
    _log.info("Stopped; messages still owed: %d.", store.outbox.count())


async def _all(loops: Iterable[Coroutine[None, None, None]]) -> None:
    """Run them concurrently; the first failure ends the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for loop in loops:
                group.create_task(loop)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
