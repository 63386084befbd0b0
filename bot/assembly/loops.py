"""The loops, each made from what it shares with others."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.alerts import Alerts
from bot.applications.periods import Periods
from bot.assembly.intake import clerk_of, intake_of
from bot.delivery.postman import Postman
from bot.delivery.sender import Sender
from bot.ekyc.polite import PoliteEkycClient
from bot.errands.accounts import Account, Accounts
from bot.errands.courier import Courier
from bot.errands.outage import Outage
from bot.errands.workers import Workers
from bot.handlers.table import menu
from bot.intake.arrivals import Arrivals
from bot.intake.polling import Polling
from bot.intake.receiving import Receiving
from bot.intake.subscription import Subscription
from bot.monitoring.health import POLLING
from bot.observation import Observer
from bot.people.handing_over import HandingOver
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.reports.evening import Evenings
from bot.reports.reading import Reader
from bot.reports.service_log import ServiceLogPages
from bot.retention.loop import Retention
from bot.runtime.egress import Egress
from bot.runtime.nudge import Nudge
from bot.runtime.timer import Timer
from bot.runtime.trusted_time import TrustedTime
from bot.runtime.watchdog import Watchdog
from bot.settings.organisation import organisation_of
from bot.settings.settings import Settings
from bot.telegram.client import TelegramClient
from bot.telegram.limits import Limits
from bot.verdicts.log import VerificationLog
from bot.verdicts.watch import Watch
from storage import Store


class Loop(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`."""


NO_POLL = "No poll of Telegram has succeeded for too long"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loops:
    """What the loops share, and how each is made from it."""

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

    def nudge(self, loop: str) -> Nudge:
        return Nudge(self.timer, self.watchdog.loop(loop))

    def service(self, outage: Outage) -> PoliteEkycClient:
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

    def accounts(self, service: PoliteEkycClient, outage: Outage) -> Accounts:
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

    def workers(self, accounts: Accounts, pictures: PicturePool, previews: ShortMemory) -> Workers:
        return Workers(
            self.store,
            self.telegram,
            accounts,
            pictures,
            previews,
            clock=self.clock,
            time=self.time,
            checks=self.settings.verdict_checks,
            interval=self.settings.verdict_interval,
        )

    def intakes(self, nudges: Sequence[Nudge]) -> tuple[Loop, ...]:
        """Polling, or taking the posts of a webhook and seeing to it that Telegram posts."""
        telegram, alerts = self.telegram, Alerts(self.store)
        intake = intake_of(
            self.settings,
            self.store,
            telegram.username,
            nudges=nudges,
            clock=self.clock,
            observer=self.observer,
        )
        beat = self.watchdog.loop(POLLING, NO_POLL)
        if self.arrivals is None:
            polling = Polling(
                telegram,
                intake,
                self.store,
                alerts,
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
            telegram,
            self.store,
            alerts,
            url=self.settings.webhook_url,
            secret=self.settings.webhook_secret,
            timer=self.timer,
            clock=self.clock,
            beat=beat,
        )
        return Receiving(self.arrivals, intake, beat=beat), subscription

    def courier(
        self, workers: Workers, accounts: Accounts, nudge: Nudge, postman: Nudge
    ) -> Courier:
        watch = Watch(
            self.store,
            lambda holder: accounts.of(holder).log,
            interval=self.settings.verdict_interval,
            clock=self.clock,
        )
        return Courier(
            self.store,
            clerk_of(self.settings, self.store),
            workers,
            watch,
            Alerts(self.store),
            nudge=nudge,
            postman=postman,
            clock=self.clock,
            observer=self.observer,
        )

    def postman(
        self, accounts: Accounts, previews: ShortMemory, reader: Reader, nudge: Nudge
    ) -> Postman:
        store, clock, organisation = self.store, self.clock, organisation_of(self.settings)
        sender = Sender(
            store,
            self.telegram,
            previews,
            ServiceLogPages(store, lambda holder: accounts.of(holder).service, clock),
            clock,
            reader=reader,
            menu=menu,
            hand_over=HandingOver(store, clock, organisation).carry_out,
            organisation=organisation,
            has_evenings=self.settings.evening_report is not None,
        )
        limits = Limits(self.settings.messages_per_second, used_up_at=self.timer.now())
        return Postman(
            store, sender, nudge, clock, timer=self.timer, limits=limits, observer=self.observer
        )

    def retention(self, nudge: Nudge, postman: Nudge) -> Retention:
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

    def evenings(self, postman: Nudge) -> tuple[Loop, ...]:
        """The loop of the evening reports, if they are wanted."""
        if not self.settings.evening_report:
            return ()
        evenings = Evenings(
            self.store,
            self.settings.evening_report,
            nudge=self.nudge("evening"),
            postman=postman,
            clock=self.clock,
            time=self.time,
        )
        return (evenings,)
