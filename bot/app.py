"""Puts all parts together: the loops, started, watched and stopped together."""

import asyncio
import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.alerts import Alerts
from bot.applications.cleaning import CleaningRule
from bot.applications.clerk import Clerk
from bot.applications.periods import Periods
from bot.delivery.postman import Postman
from bot.delivery.sender import Sender
from bot.ekyc.polite import PoliteEkycClient
from bot.errands.accounts import Account, Accounts
from bot.errands.courier import Courier
from bot.errands.outage import Outage
from bot.errands.workers import Workers
from bot.handlers.routing import Router
from bot.handlers.table import menu
from bot.intake.batch import Intake
from bot.intake.polling import Polling
from bot.monitoring.health import POLLING
from bot.observation import UNOBSERVED, Observer
from bot.people.handing_over import HandingOver
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.reports.evening import Evenings
from bot.reports.service_log import VendorLogPages
from bot.retention.loop import Retention
from bot.runtime.backoff import backoff
from bot.runtime.egress import Egress
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from bot.runtime.trusted_time import TrustedTime
from bot.runtime.watchdog import Watchdog
from bot.screens.consent import consent_text, consent_version
from bot.settings.organisation import organisation_of
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError, TelegramUnavailable
from bot.telegram.limits import Limits
from bot.texts import plain
from bot.verdicts.log import VerificationLog
from bot.verdicts.watch import Watch
from conversations.languages import LANGUAGES
from conversations.organisation import Organisation
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR

_log = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(seconds=30)


class Loop(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`."""


#: What the watchdog says about a loop without progress.
_SILENCES = {
    POLLING: "No poll of Telegram has succeeded for too long",
    "courier": "The courier has made no progress for too long",
    "postman": "The postman has made no progress for too long",
    "retention": "The retention loop has made no progress for too long",
    "evening": "The evening loop has made no progress for too long",
}


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
    watchdog.pulse(_SILENCES[POLLING])
    _admit_admins(settings, store)
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
    ):
        await _unless(stop, _greet(telegram))
        if not stop.is_set():
            await _serve(
                settings,
                store,
                telegram,
                time,
                stop,
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
    from bot.monitoring.metrics import Metrics  # noqa: PLC0415
    from bot.monitoring.monitor import monitored  # noqa: PLC0415
    from bot.monitoring.standing import Sources  # noqa: PLC0415

    def idle() -> dict[str, float]:
        seconds = watchdog.idle()
        return {loop: seconds[told] for loop, told in _SILENCES.items() if told in seconds}

    metrics = Metrics()
    sources = Sources(store, settings.database, idle, metrics.breakers, utc_now, LoopTimer())
    patience = settings.restart_after
    async with monitored(settings.health, metrics, sources, patience=patience) as observer:
        yield observer


async def _serve(
    settings: Settings,
    store: Store,
    telegram: TelegramClient,
    time: TrustedTime,
    stop: asyncio.Event,
    *,
    egress: Egress,
    renewal: Renewal,
    watchdog: Watchdog,
    observer: Observer,
    on_started: Callable[[], None],
) -> None:
    timer = LoopTimer()
    to_courier = Nudge(timer, watchdog.pulse(_SILENCES["courier"]))
    to_postman = Nudge(timer, watchdog.pulse(_SILENCES["postman"]))
    to_retention = Nudge(timer, watchdog.pulse(_SILENCES["retention"]))
    organisation = organisation_of(settings)
    _note_wording(store, organisation)
    cleaning = CleaningRule(settings.clean_chat, settings.clean_chat_minutes)
    clerk, alerts = Clerk(store, cleaning, organisation), Alerts(store)
    previews = ShortMemory(utc_now)

    outage = Outage(store, courier=to_courier, postman=to_postman, clock=utc_now)

    async with (
        PicturePool(observer) as pictures,
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
        router = Router(
            store,
            clerk,
            language=settings.language,
            username=telegram.username,
            organisation=organisation,
            attempts_per_hour=settings.attempts_per_hour,
        )
        nudges = (to_courier, to_postman, to_retention)
        intake = Intake(
            store, router.handle, alerts, nudges=nudges, clock=utc_now, observer=observer
        )
        loops: tuple[Loop, ...] = (
            Polling(
                telegram,
                intake,
                store,
                alerts,
                timer=timer,
                clock=utc_now,
                beat=watchdog.pulse(_SILENCES[POLLING]),
            ),
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
                    menu=menu,
                    hand_over=HandingOver(store, utc_now, organisation).carry_out,
                    organisation=organisation,
                    has_evenings=settings.evening_report is not None,
                ),
                to_postman,
                utc_now,
                timer=timer,
                limits=Limits(settings.messages_per_second),
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
                nudge=Nudge(timer, watchdog.pulse(_SILENCES["evening"])),
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
            introducing = _unless(stop, _introduce(telegram))
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


async def _greet(telegram: TelegramClient) -> None:
    """Check that Telegram knows the token, waiting until Telegram is reachable.

    Raises TokenRefused.
    """
    await _insist(telegram.learn_name, tries=None)
    # A leftover webhook would make every poll fail.
    await _try(telegram.take_no_webhook)


async def _introduce(telegram: TelegramClient) -> None:
    """Set the menus and descriptions; nobody waits for these six calls."""
    for language in LANGUAGES:
        await _try(
            functools.partial(
                telegram.introduce,
                language,
                menu(None, language),
                about=plain(language, "bot-about"),
                about_short=plain(language, "bot-about-short"),
            )
        )


async def _try(call: Callable[[], Awaitable[object]]) -> None:
    """A server of the Bot API that lacks the call is good enough."""
    try:
        await _insist(call, tries=3)
    except TelegramError as error:
        _log.warning("Telegram refused a call at the start (%s).", error)


async def _insist(call: Callable[[], Awaitable[object]], *, tries: int | None) -> None:
    """Call until Telegram answers, `tries` times or for ever (None). Raises TelegramError for a
    refusal.
    """
    attempts = 0
    while True:
        try:
            await call()
        except TelegramUnavailable as error:
            attempts += 1
            if attempts == tries:
                raise
            _log.warning("Telegram cannot be reached (%s); trying again.", error)
            await asyncio.sleep(backoff(attempts, longest=_LONGEST_WAIT).total_seconds())
        else:
            return


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Do the work, or cancel it when the stop comes first."""
    doing, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((doing, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not doing.done():
            doing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await doing


def _note_wording(store: Store, organisation: Organisation) -> None:
    """Keep the text of each consent wording in the audit, once, under its version."""
    version = consent_version(organisation)
    with store.transaction():
        if not store.audit.entries(subject=version, actions=("consent-wording",), last=1):
            texts = {each: [consent_text(organisation, each)] for each in LANGUAGES}
            store.audit.record(
                "consent-wording", actor=OPERATOR, now=utc_now(), subject=version, texts=texts
            )


def _admit_admins(settings: Settings, store: Store) -> None:
    with store.transaction():
        for admin in settings.admins:
            known = store.agents.find(admin) or Agent(
                id=admin, name="Admin", role=Role.AGENT, language=settings.language
            )
            if known.role is not Role.ADMIN or not known.is_served:
                now = utc_now()
                store.agents.enrol(replace(known, role=Role.ADMIN, standing=Standing.ACTIVE), now)
                subject = str(admin)
                store.audit.record("admitted", actor=OPERATOR, now=now, subject=subject)
