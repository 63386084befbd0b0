"""Errands and their workers, between scripted services and a real database."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.alerts import Alerts
from bot.applications.clerk import Clerk
from bot.ekyc import EkycClient
from bot.errands.accounts import Account, Accounts
from bot.errands.courier import Courier
from bot.errands.photos import Photos
from bot.errands.workers import Workers
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer, Timer
from bot.runtime.trusted_time import TrustedTime
from bot.sandbox.ekyc.register import load_register
from bot.telegram.client import TelegramClient
from bot.verdicts.log import VerificationLog
from bot.verdicts.watch import Watch
from conversations.application import Application
from conversations.errands import Errand, Task
from storage import Store
from storage.agents import Agent, Role
from storage.errands import OwedErrand
from tests.support.clocks import Clock, TimerOf
from tests.support.engine import current
from tests.support.forms import AGENT, NOW, submitted
from tests.support.running import ADMIN, DATABASE_KEY
from tests.support.scripted_service import ScriptedService, scripted_service
from tests.support.scripted_telegram import TOKEN, ScriptedTelegram, ok, page, scripted_telegram
from tests.support.trips import CountingDatabase

CITIZENS = load_register().citizens
PHOTO = CITIZENS[0].specimen("photos", "_front").read_bytes()
OTHER_PHOTO = CITIZENS[0].specimen("photos", "_back").read_bytes()
FILE = ok({"file_id": "a", "file_unique_id": "b", "file_path": "photos/1.jpg"})
_PATIENCE = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything that workers need; the clock is stopped, and only the client is in a hurry."""

    telegram: ScriptedTelegram
    service: ScriptedService
    store: Store
    telegram_client: TelegramClient
    client: EkycClient
    clock: Clock
    pictures: PicturePool
    photos: Photos
    log: VerificationLog
    accounts: Accounts
    time: TrustedTime
    trips: Counter[str]

    def gives_out(self, *files: bytes) -> None:
        """Telegram returns these files, one after the other."""
        self.telegram.says("getFile", FILE)
        self.telegram.answers["download"] = [page(200, content, "image/jpeg") for content in files]

    def owes(self, application: Application, task: Task, subject: str = "") -> OwedErrand:
        """Save the application and owe the task under the ticket that it awaits."""
        self.store.applications.save(application)
        ticket = application.submission.ticket if application.submission else ""
        if task is Task.CHECK_PICTURE:
            ticket = application.pictures[subject].ticket
        elif task is Task.READ_CARD:
            ticket = application.reading_ticket or "none"
        errand = Errand(task=task, ticket=ticket, subject=subject)
        self.store.errands.owe(application.id, errand, self.clock())
        return self.owed(application, task)

    def owed(self, application: Application, task: Task) -> OwedErrand:
        """The newest errand of that kind in the database."""
        far = self.clock().replace(year=9999)
        found = self.store.errands.look(far, {task: 99}).due
        mine = [errand for errand in found if errand.application_id == application.id]
        return max(mine, key=lambda errand: errand.id)

    def kept(self, application: Application) -> Application:
        """The same as the database holds it now."""
        found = self.store.applications.find(application.id)
        assert found
        return found

    def workers(self) -> Workers:
        return Workers(
            self.store,
            self.telegram_client,
            self.accounts,
            self.pictures,
            ShortMemory(),
            clock=self.clock,
            time=self.time,
        )

    def told(self, chat: int = AGENT) -> list[str]:
        """The documents of everything owed to the chat."""
        found = []
        while heads := self.store.due_messages.heads(self.clock(), others=99).others:
            for head in heads:
                self.store.outbox.finish(head.id)
                found.append((head.chat_id, head.document))
        return [document for owner, document in found if owner == chat]


def despite(*found: str) -> Application:
    """Submitted although the agent has seen that the service holds these records."""
    application = submitted()
    assert application.submission
    submission = replace(application.submission, despite=found)
    return replace(application, submission=submission)


def tried(errand: OwedErrand, attempts: int) -> OwedErrand:
    """The same after that many failed attempts."""
    return replace(errand, attempts=attempts)


@contextlib.asynccontextmanager
async def workshop_in(folder: Path, shared: PicturePool | None = None) -> AsyncIterator[Workshop]:
    """With processes of its own for pictures, unless it shares those of others."""
    async with (
        scripted_telegram() as telegram,
        scripted_service() as service,
        TelegramClient(TOKEN, telegram.url) as telegram_client,
        contextlib.nullcontext(shared) if shared else PicturePool() as pictures,
    ):
        database = CountingDatabase(current().open(folder / "bot.db", DATABASE_KEY))
        store = Store(database)
        for agent_id, role in ((AGENT, Role.AGENT), (ADMIN, Role.ADMIN)):
            agent = Agent(id=agent_id, name="Somebody", role=role, language="en")
            store.agents.enrol(agent, NOW)
        clock = Clock()
        async with EkycClient(
            url=service.url,
            token="service-token",
            reading_timeout=1.0,
            submission_timeout=1.0,
            question_timeout=10.0,  # pages of 1,000 rows, on a busy machine
        ) as client:
            log = VerificationLog(client, TimerOf(clock))
            accounts = Accounts(
                store,
                Account(client, log),
                url=service.url,
                on_served=lambda: None,
                clock=clock,
                timer=LoopTimer(),
            )
            yield Workshop(
                telegram,
                service,
                store,
                telegram_client,
                client,
                clock,
                pictures,
                Photos(telegram_client.files, pictures, ShortMemory()),
                log,
                accounts,
                TrustedTime(clock, TimerOf(clock), seen=None),
                database.trips,
            )
        store.close()


class Rounds:
    """The courier, which runs once whenever something is due."""

    def __init__(
        self, shop: Workshop, clerk: Clerk | None = None, timer: Timer | None = None
    ) -> None:
        self._shop = shop
        self._clerk = clerk or Clerk(shop.store)
        self._nudge = Nudge(timer or LoopTimer())

    async def goes(self, task: Task = Task.ASK_VERDICT) -> None:
        """Carry out what is due now, and whatever becomes due by that."""
        async with self.running():
            ends_at = time.monotonic() + _PATIENCE
            while self._shop.store.errands.look(self._shop.clock(), {task: 1}).due:
                assert time.monotonic() < ends_at, "an errand is not carried out"
                await asyncio.sleep(0.005)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let the courier run during the block."""
        shop, stop = self._shop, asyncio.Event()
        courier = Courier(
            shop.store,
            self._clerk,
            shop.workers(),
            Watch(shop.store, lambda _: shop.log, interval=timedelta(days=1), clock=shop.clock),
            Alerts(shop.store),
            nudge=self._nudge,
            postman=Nudge(LoopTimer()),
            clock=shop.clock,
        )
        running = asyncio.create_task(courier.run(stop))
        try:
            yield
        finally:
            stop.set()
            self._nudge.give()
            await running
