"""Puts all parts together: the loops, started, watched and stopped together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.alerts import Alerts
from bot.applications.cleaning import CleaningRule
from bot.applications.clerk import Clerk
from bot.applications.periods import Periods
from bot.applications.wording import note_wording
from bot.delivery.postman import Postman
from bot.delivery.sender import Sender
from bot.ekyc.polite import PoliteEkycClient
from bot.errands.accounts import Account, Accounts
from bot.errands.courier import Courier
from bot.errands.outage import Outage
from bot.errands.workers import Workers
from bot.greeting import greet, introduce
from bot.handlers.routing import Router
from bot.handlers.table import menu
from bot.intake.arrivals import Arrivals
from bot.intake.batch import Intake
from bot.intake.polling import Polling
from bot.intake.receiving import Receiving
from bot.intake.subscription import Subscription
from bot.monitoring.health import POLLING
from bot.observation import UNOBSERVED, Observer
from bot.people.admins import admit_admins
from bot.people.handing_over import HandingOver
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.reports.evening import Evenings
from bot.reports.reading import Reader
from bot.reports.service_log import VendorLogPages
from bot.retention.loop import Retention
from bot.runtime.egress import Egress
from bot.runtime.interruption import unless
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from bot.runtime.trusted_time import TrustedTime
from bot.runtime.watchdog import Watchdog
from bot.settings.organisation import organisation_of
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings
from bot.telegram.client import TelegramClient
from bot.telegram.limits import Limits
from bot.verdicts.log import VerificationLog
from bot.verdicts.watch import Watch
from storage import Store

_log = logging.getLogger(__name__)


class Loop(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`."""


_NO_POLL = "No poll of Telegram has succeeded for too long"


def utc_now() -> datetime:
    return datetime.now(UTC)


def egress_of(settings: Settings) -> Egress:
    return Egress(proxy=settings.https_proxy, certificates=settings.ssl_cert_file)


async def run(
    settings: Settings,
    store: Store,
    stop: asyncio.Event,
    renewal: Renewal,
    watchdog: Watchdog,
    *,
    on_started: Callable[[], None] = lambda: None,
) -> None:
    """Serve until `stop` is set or a loop fails; whatever is still owed is in the database.

    `on_started` is called when the loops begin.

    Raises the exception of the loop that failed, so that a supervisor restarts the process:
    TokenRefused, AnotherPoller, DatabaseFailed, or whatever a bug raises.
    """
    watchdog.loop(POLLING, _NO_POLL)
    admit_admins(store, settings.admins, language=settings.language, now=utc_now())
    store.set_clock_right(utc_now())
    time = TrustedTime(utc_now, LoopTimer(), seen=store.last_seen.at())
    egress = egress_of(settings)
    async with (
        _observed(settings, store, watchdog) as observer,
        TelegramClient(
            settings.telegram_bot_token,
            settings.telegram_api_url,
            egress,
            on_date=time.hear,
            observer=observer,
        ) as telegram,
        _webhook(settings, observer) as arrivals,
    ):
        await unless(stop, greet(telegram, polls=arrivals is None))
        if not stop.is_set():
            await _serve(
                settings,
                store,
                telegram,
                time,
                stop,
                arrivals=arrivals,
                egress=egress,
                renewal=renewal,
                watchdog=watchdog,
                observer=observer,
                on_started=on_started,
            )


@contextlib.asynccontextmanager
async def _observed(
    settings: Settings, store: Store, watchdog: Watchdog
) -> AsyncIterator[Observer]:
    """Whoever observes the bot during the block: its metrics, if they are asked for."""
    if settings.health is None:
        yield UNOBSERVED
        return
    # A tenth of a second and some megabytes, which only this setting needs.
    from bot.monitoring.metrics import Metrics  # noqa: PLC0415 - see above
    from bot.monitoring.monitor import monitored  # noqa: PLC0415 - see above
    from bot.monitoring.standing import Sources  # noqa: PLC0415 - see above

    metrics = Metrics()
    sources = Sources(
        *(store, settings.database_file, watchdog.idle, metrics.breakers),
        clock=utc_now,
        timer=LoopTimer(),
    )
    patience = settings.restart_after
    async with monitored(settings.health, metrics, sources, patience=patience) as observer:
        yield observer


@contextlib.asynccontextmanager
async def _webhook(settings: Settings, observer: Observer) -> AsyncIterator[Arrivals | None]:
    """What Telegram posts during the block; None where the bot polls."""
    if not settings.webhook_url:
        yield None
        return
    # Some megabytes, which only this setting needs.
    from bot.intake.webhook import Webhook  # noqa: PLC0415 - see above

    arrivals = Arrivals()
    webhook = Webhook(arrivals, settings.webhook_secret, observer=observer)
    async with webhook.serving(settings.webhook_url, settings.webhook_listen):
        yield arrivals


def intake_of(
    settings: Settings,
    store: Store,
    username: str,
    *,
    nudges: Sequence[Nudge],
    observer: Observer,
) -> Intake:
    """Decides updates as these settings say; `username` is the bot's at Telegram."""
    organisation = organisation_of(settings)
    router = Router(
        store,
        Clerk(store, cleaning_of(settings), organisation),
        language=settings.language,
        username=username,
        organisation=organisation,
        attempts_per_hour=settings.attempts_per_hour,
    )
    return Intake(
        store, router.handle, Alerts(store), nudges=nudges, clock=utc_now, observer=observer
    )


def cleaning_of(settings: Settings) -> CleaningRule:
    return CleaningRule(settings.clean_chat, settings.clean_chat_minutes)


async def _serve(
    settings: Settings,
    store: Store,
    telegram: TelegramClient,
    time: TrustedTime,
    stop: asyncio.Event,
    *,
    arrivals: Arrivals | None,
    egress: Egress,
    renewal: Renewal,
    watchdog: Watchdog,
    observer: Observer,
    on_started: Callable[[], None],
) -> None:
    timer = LoopTimer()
    to_courier = Nudge(timer, watchdog.loop("courier"))
    to_postman = Nudge(timer, watchdog.loop("postman"))
    to_retention = Nudge(timer, watchdog.loop("retention"))
    organisation = organisation_of(settings)
    note_wording(store, organisation, utc_now())
    cleaning = cleaning_of(settings)
    clerk, alerts = Clerk(store, cleaning, organisation), Alerts(store)
    previews = ShortMemory(utc_now)

    outage = Outage(store, courier=to_courier, postman=to_postman, clock=utc_now)

    async with (
        PicturePool(observer) as pictures,
        Reader(settings.database_address, settings.database_key) as reader,
        PoliteEkycClient(
            url=settings.ekyc_url,
            token=settings.ekyc_token,
            on_trouble=outage.begin,
            on_served=outage.end,
            timer=timer,
            questions_per_second=settings.questions_per_second,
            egress=egress,
            observer=observer,
        ) as service,
    ):
        log = VerificationLog(service, timer)
        accounts = Accounts(
            store,
            Account(service, log),
            url=settings.ekyc_url,
            on_served=outage.hasten,
            clock=utc_now,
            timer=timer,
            questions_per_second=settings.questions_per_second,
            egress=egress,
            observer=observer,
        )
        workers = Workers(
            *(store, telegram, accounts, pictures, previews),
            clock=utc_now,
            time=time,
            checks=settings.verdict_checks,
        )
        watch = Watch(
            store,
            lambda holder: accounts.of(holder).log,
            interval=settings.verdict_interval,
            clock=utc_now,
        )
        outage.hasten()

        def take_over(renewed: Settings) -> None:
            service.use_token(renewed.ekyc_token)
            outage.hasten()

        renewal.hand_to(take_over)
        vendor_log = VendorLogPages(store, lambda holder: accounts.of(holder).service, utc_now)
        nudges = (to_courier, to_postman, to_retention)
        intake = intake_of(settings, store, telegram.username, nudges=nudges, observer=observer)
        beat = watchdog.loop(POLLING, _NO_POLL)
        intakes: tuple[Loop, ...]
        if arrivals is None:
            intakes = (
                Polling(telegram, intake, store, alerts, timer=timer, clock=utc_now, beat=beat),
            )
        else:
            subscription = Subscription(
                telegram,
                store,
                alerts,
                url=settings.webhook_url,
                secret=settings.webhook_secret,
                timer=timer,
                clock=utc_now,
                beat=beat,
            )
            intakes = (Receiving(arrivals, intake, beat=beat), subscription)

            def wake() -> None:
                for nudge in nudges:
                    nudge.give()

            store.listen(wake)  # other processes take posts as well
        loops: tuple[Loop, ...] = (
            *intakes,
            Courier(
                store,
                clerk,
                workers,
                watch,
                alerts,
                nudge=to_courier,
                postman=to_postman,
                clock=utc_now,
                observer=observer,
            ),
            Postman(
                store,
                Sender(
                    store,
                    telegram,
                    previews,
                    vendor_log,
                    utc_now,
                    reader=reader,
                    menu=menu,
                    hand_over=HandingOver(store, utc_now, organisation).carry_out,
                    organisation=organisation,
                    has_evenings=settings.evening_report is not None,
                ),
                to_postman,
                utc_now,
                timer=timer,
                limits=Limits(settings.messages_per_second, used_up_at=timer.now()),
                observer=observer,
            ),
            Retention(
                store,
                Periods(
                    form=settings.form_kept_days,
                    undecided=settings.undecided_kept_days,
                    draft=settings.draft_kept_days,
                ),
                cleans_chats=cleaning.moment != "never",
                nudge=to_retention,
                postman=to_postman,
                clock=utc_now,
                timer=timer,
                time=time,
            ),
        )
        if settings.evening_report:
            evenings = Evenings(
                store,
                settings.evening_report,
                nudge=Nudge(timer, watchdog.loop("evening")),
                postman=to_postman,
                clock=utc_now,
                time=time,
            )
            loops = (*loops, evenings)
        # A seal in a log kept elsewhere proves later that nothing before it changed.
        _log.info("Audit head: %s.", store.audit.head())
        _log.info("Started.")
        observer.begun(lambda: (service.held_back(), *accounts.held_back()))
        on_started()
        async with accounts.closing():
            introducing = unless(stop, introduce(telegram))
            await _all((introducing, *(loop.run(stop) for loop in loops)))
    _log.info("Stopped; messages still owed: %d.", store.outbox.count())


async def _all(loops: Iterable[Coroutine[None, None, None]]) -> None:
    """Run them concurrently; the first failure ends the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for loop in loops:
                group.create_task(loop)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
