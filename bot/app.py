"""Puts all parts together: the loops, started, watched and stopped together."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.alerts import Alerts
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
from bot.handlers.table import menu
from bot.intake.arrivals import Arrivals
from bot.intake.polling import Polling
from bot.intake.receiving import Receiving
from bot.intake.subscription import Subscription
from bot.monitoring.health import POLLING
from bot.observation import Observer
from bot.parts.deciding import clerk_of, intake_of
from bot.parts.egress import egress_of
from bot.parts.observer import observed
from bot.parts.posts import taking_posts
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
from bot.runtime.timer import LoopTimer, Timer
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
    watchdog.loop(POLLING, _NO_POLL)
    admit_admins(store, settings.admins, language=settings.language, now=clock())
    store.set_clock_right(clock())
    timer = LoopTimer()
    time = TrustedTime(clock, timer, seen=store.last_seen.at())
    egress = egress_of(settings)
    async with (
        observed(settings, store, watchdog, clock) as observer,
        TelegramClient(
            settings.telegram_bot_token,
            settings.telegram_api_url,
            egress,
            on_date=time.hear,
            observer=observer,
        ) as telegram,
        _posts(settings, observer) as arrivals,
    ):
        await unless(stop, greet(telegram, polls=arrivals is None))
        if not stop.is_set():
            loops = _Loops(
                settings=settings,
                store=store,
                telegram=telegram,
                arrivals=arrivals,
                egress=egress,
                clock=clock,
                timer=timer,
                time=time,
                watchdog=watchdog,
                observer=observer,
            )
            await loops.run(stop, renewal, on_started)


def _posts(settings: Settings, observer: Observer) -> AbstractAsyncContextManager[Arrivals | None]:
    """What Telegram posts; None where the bot polls."""
    return taking_posts(settings, observer) if settings.webhook_url else nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Loops:
    """Makes the loops from what several of them need, and runs them together."""

    settings: Settings
    store: Store
    telegram: TelegramClient
    arrivals: Arrivals | None
    egress: Egress
    clock: Callable[[], datetime]
    timer: Timer
    time: TrustedTime
    watchdog: Watchdog
    observer: Observer

    async def run(
        self, stop: asyncio.Event, renewal: Renewal, on_started: Callable[[], None]
    ) -> None:
        settings, store = self.settings, self.store
        courier, postman, retention = map(self._nudge, ("courier", "postman", "retention"))
        note_wording(store, organisation_of(settings), self.clock())
        previews = ShortMemory(self.clock)
        outage = Outage(store, courier=courier, postman=postman, clock=self.clock)
        async with (
            PicturePool(self.observer) as pictures,
            Reader(settings.database_address, settings.database_key) as reader,
            self._service(outage) as service,
        ):
            accounts = self._accounts(service, outage)
            workers = Workers(
                *(store, self.telegram, accounts, pictures, previews),
                clock=self.clock,
                time=self.time,
                checks=settings.verdict_checks,
            )
            outage.hasten()

            def take_over(renewed: Settings) -> None:
                service.use_token(renewed.ekyc_token)
                outage.hasten()

            renewal.hand_to(take_over)
            loops = (
                *self._intakes((courier, postman, retention)),
                self._courier(workers, accounts, courier, postman),
                self._postman(accounts, previews, reader, postman),
                self._retention(retention, postman),
                *self._evenings(postman),
            )
            # A seal in a log kept elsewhere proves later that nothing before it changed.
            _log.info("Audit head: %s.", store.audit.head())
            _log.info("Started.")
            self.observer.begun(lambda: (service.held_back(), *accounts.held_back()))
            on_started()
            async with accounts.closing():
                introducing = unless(stop, introduce(self.telegram))
                await _all((introducing, *(loop.run(stop) for loop in loops)))
        _log.info("Stopped; messages still owed: %d.", store.outbox.count())

    def _nudge(self, loop: str) -> Nudge:
        return Nudge(self.timer, self.watchdog.loop(loop))

    def _service(self, outage: Outage) -> PoliteEkycClient:
        return PoliteEkycClient(
            url=self.settings.ekyc_url,
            token=self.settings.ekyc_token,
            on_trouble=outage.begin,
            on_served=outage.end,
            timer=self.timer,
            questions_per_second=self.settings.questions_per_second,
            egress=self.egress,
            observer=self.observer,
        )

    def _accounts(self, service: PoliteEkycClient, outage: Outage) -> Accounts:
        return Accounts(
            self.store,
            Account(service, VerificationLog(service, self.timer)),
            url=self.settings.ekyc_url,
            on_served=outage.hasten,
            clock=self.clock,
            timer=self.timer,
            questions_per_second=self.settings.questions_per_second,
            egress=self.egress,
            observer=self.observer,
        )

    def _intakes(self, nudges: Sequence[Nudge]) -> tuple[Loop, ...]:
        """Polling, or taking the posts of a webhook and seeing to it that Telegram posts."""
        telegram, alerts = self.telegram, Alerts(self.store)
        intake = intake_of(
            *(self.settings, self.store, telegram.username),
            nudges=nudges,
            clock=self.clock,
            observer=self.observer,
        )
        beat = self.watchdog.loop(POLLING, _NO_POLL)
        if self.arrivals is None:
            polling = Polling(
                *(telegram, intake, self.store, alerts),
                timer=self.timer,
                clock=self.clock,
                beat=beat,
            )
            return (polling,)

        def wake() -> None:
            for nudge in nudges:
                nudge.give()

        self.store.listen(wake)  # other processes take posts as well
        subscription = Subscription(
            *(telegram, self.store, alerts),
            url=self.settings.webhook_url,
            secret=self.settings.webhook_secret,
            timer=self.timer,
            clock=self.clock,
            beat=beat,
        )
        return Receiving(self.arrivals, intake, beat=beat), subscription

    def _courier(
        self, workers: Workers, accounts: Accounts, nudge: Nudge, postman: Nudge
    ) -> Courier:
        watch = Watch(
            self.store,
            lambda holder: accounts.of(holder).log,
            interval=self.settings.verdict_interval,
            clock=self.clock,
        )
        return Courier(
            *(self.store, clerk_of(self.settings, self.store), workers, watch, Alerts(self.store)),
            nudge=nudge,
            postman=postman,
            clock=self.clock,
            observer=self.observer,
        )

    def _postman(
        self, accounts: Accounts, previews: ShortMemory, reader: Reader, nudge: Nudge
    ) -> Postman:
        store, clock, organisation = self.store, self.clock, organisation_of(self.settings)
        sender = Sender(
            *(store, self.telegram, previews),
            VendorLogPages(store, lambda holder: accounts.of(holder).service, clock),
            clock,
            reader=reader,
            menu=menu,
            hand_over=HandingOver(store, clock, organisation).carry_out,
            organisation=organisation,
            has_evenings=self.settings.evening_report is not None,
        )
        limits = Limits(self.settings.messages_per_second, used_up_at=self.timer.now())
        return Postman(
            *(store, sender, nudge, clock), timer=self.timer, limits=limits, observer=self.observer
        )

    def _retention(self, nudge: Nudge, postman: Nudge) -> Retention:
        settings = self.settings
        return Retention(
            self.store,
            Periods(
                form=settings.form_kept_days,
                undecided=settings.undecided_kept_days,
                draft=settings.draft_kept_days,
            ),
            cleans_chats=settings.clean_chat != "never",
            nudge=nudge,
            postman=postman,
            clock=self.clock,
            timer=self.timer,
            time=self.time,
        )

    def _evenings(self, postman: Nudge) -> tuple[Loop, ...]:
        """The loop of the evening reports, if they are wanted."""
        if not self.settings.evening_report:
            return ()
        evenings = Evenings(
            self.store,
            self.settings.evening_report,
            nudge=self._nudge("evening"),
            postman=postman,
            clock=self.clock,
            time=self.time,
        )
        return (evenings,)


async def _all(loops: Iterable[Coroutine[None, None, None]]) -> None:
    """Run them concurrently; the first failure ends the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for loop in loops:
                group.create_task(loop)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
