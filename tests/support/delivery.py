"""The postman between a real database and a Telegram, with time that a test moves."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Self

from bot.chat.outgoing import AnyOutgoing, Send
from bot.delivery.postman import Postman
from bot.delivery.sender import Sender
from bot.ekyc import EkycClient
from bot.handlers.table import menu
from bot.outbox import Outbox
from bot.people.handing_over import HandingOver
from bot.pictures.short_memory import ShortMemory
from bot.reports.reading import Reader
from bot.reports.service_log import ServiceLogPages
from bot.runtime.nudge import Nudge
from bot.telegram.client import TelegramClient
from bot.telegram.limits import Limits
from storage import Store
from storage.agents import Agent, Role
from tests.support.clocks import Clock, ManualTimer, until
from tests.support.engine import current
from tests.support.running import DATABASE_KEY
from tests.support.trips import CountingDatabase

RAHIM, KARIM = 2001, 2002


class Delivery:
    """With two enrolled agents; leaving the block stops the postman as SIGTERM would."""

    def __init__(self, telegram_url: str, token: str, folder: Path) -> None:
        database = CountingDatabase(current().open(folder / "delivery.db", DATABASE_KEY))
        self.trips = database.trips
        self.store = Store(database)
        self._folder = folder
        self._reader = Reader(current().address(folder / "delivery.db"), DATABASE_KEY)
        self.clock = Clock()
        self.timer = ManualTimer()
        self.pictures = ShortMemory()
        self.outbox = Outbox(self.store)
        self._nudge = Nudge(self.timer)
        self._stop = asyncio.Event()
        self._telegram = TelegramClient(token, telegram_url)
        for agent_id, name in ((RAHIM, "Rahim"), (KARIM, "Karim")):
            agent = Agent(id=agent_id, name=name, role=Role.AGENT, language="en")
            self.store.agents.enrol(agent, self.clock())

    async def __aenter__(self) -> Self:
        await self._telegram.__aenter__()
        self.starts()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stops()
        await self._reader.__aexit__()
        await self._telegram.__aexit__()
        self.store.close()

    def starts(self, limits: Limits | None = None) -> None:
        nobody = EkycClient(url="http://127.0.0.1:9", token="none")
        log = ServiceLogPages(self.store, lambda _: nobody, self.clock)
        postman = Postman(
            self.store,
            Sender(
                self.store,
                self._telegram,
                self.pictures,
                log,
                self.clock,
                reader=self._reader,
                menu=menu,
                hand_over=HandingOver(self.store, self.clock).carry_out,
            ),
            self._nudge,
            self.clock,
            timer=self.timer,
            limits=limits or Limits(),
        )
        self._stop.clear()
        self._running = asyncio.create_task(postman.run(self._stop))

    def begins_to_stop(self) -> asyncio.Task[None]:
        """Stop in order; gives what ends when the postman has ended."""
        self._stop.set()
        return self._running

    async def stops(self) -> None:
        """Stop in order, and let the grace period pass for whatever is still under way."""
        ending = self.begins_to_stop()
        while not ending.done():
            await asyncio.sleep(0)
            self.timer.passes(0.1)
        await ending

    def owes(self, *messages: AnyOutgoing | str, to: int = RAHIM, label: str | None = None) -> None:
        """Put messages into the outbox as a handler would, in one transaction."""
        with self.store.transaction():
            for message in messages:
                content = Send(text=message) if isinstance(message, str) else message
                self.outbox.owe(to, content, self.clock(), label=label)
        self._nudge.give()

    def is_owed_by_another_process(self, text: str) -> None:
        """Put a message into the same database, as a command does; nobody is nudged."""
        store = Store(current().open(self._folder / "delivery.db", DATABASE_KEY))
        with store.transaction():
            Outbox(store).owe(RAHIM, Send(text=text), self.clock())
        store.close()

    async def is_at_rest(self, seconds: float) -> None:
        """Wait until the postman sleeps for that time."""
        await until(lambda: self.timer.sleeps() == [seconds])

    async def lets_pass(self, seconds: float) -> None:
        """Move the time, once the postman only waits."""
        await until(self.timer.sleeps)
        self.clock.passes(seconds)
        self.timer.passes(seconds)

    def hastens(self, chat: int) -> None:
        """Do what a handler does when a person returns."""
        with self.store.transaction():
            self.store.agents.mark_reachable(chat, is_reachable=True)
            self.outbox.hasten(chat)
        self._nudge.give()

    async def is_done(self) -> None:
        """Wait until nothing is owed."""
        await until(lambda: self.store.outbox.count() == 0)

    async def is_put_off(self, chat: int = RAHIM) -> float:
        """Wait until the chat's first message failed; returns the seconds to the next attempt."""

        def waits() -> list[float]:
            far = self.clock() + timedelta(days=1)
            found = self.store.due_messages.heads(far, others=99).others
            tried = [message for message in found if message.chat_id == chat and message.attempts]
            due = self.store.due_messages.heads(self.clock()).next_due_at if tried else None
            return [(due - self.clock()).total_seconds()] if due else []

        await until(waits)
        return waits()[0]

    async def was_tried(self, times: int) -> None:
        """Wait until the next message was tried that often."""
        far = self.clock().replace(year=9999)

        def is_so() -> bool:
            found = self.store.due_messages.heads(far, others=9).others
            return [message.attempts for message in found] == [times]

        await until(is_so)
