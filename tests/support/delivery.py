"""The postman at work between a real database and the pretend Telegram, with a clock of ours."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.chat.outgoing import AnyOutgoing, Send
from bot.delivery.postman import Postman
from bot.delivery.sender import Sender
from bot.ekyc import EkycClient
from bot.handlers.table import menu
from bot.outbox import Outbox
from bot.pictures.short_memory import ShortMemory
from bot.reports.service_log import VendorLogPages
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from bot.telegram.client import TelegramClient
from bot.telegram.limits import Limits
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.clocks import Clock
from tests.support.running import BOT_TOKEN, DATABASE_KEY

RAHIM, KARIM = 2001, 2002
_PATIENCE = 10.0  # seconds


class Delivery:
    """Two agents are enrolled; leaving the block stops the postman as SIGTERM would."""

    def __init__(self, telegram_url: str, folder: Path) -> None:
        self.store = Store(open_database(folder / "delivery.db", DATABASE_KEY))
        self.clock = Clock()
        self.pictures = ShortMemory(self.clock)
        self._outbox = Outbox(self.store)
        self._nudge = Nudge(LoopTimer())
        self._stop = asyncio.Event()
        self._telegram = TelegramClient(BOT_TOKEN, telegram_url)
        for agent_id, name in ((RAHIM, "Rahim"), (KARIM, "Karim")):
            agent = Agent(id=agent_id, name=name, role=Role.AGENT, language="en")
            self.store.agents.enrol(agent, self.clock())

    async def __aenter__(self) -> Self:
        await self._telegram.__aenter__()
        self.starts()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stops()
        await self._telegram.__aexit__(kind, error, trace)
        self.store.close()

    def starts(self) -> None:
        nobody = EkycClient(url="http://127.0.0.1:9", token="none")
        log = VendorLogPages(self.store, lambda _: nobody, self.clock)
        postman = Postman(
            self.store,
            Sender(self.store, self._telegram, self.pictures, log, self.clock, menu=menu),
            self._nudge,
            self.clock,
            timer=LoopTimer(),
            limits=Limits(),
        )
        self._stop.clear()
        self._running = asyncio.create_task(postman.run(self._stop))

    async def stops(self) -> float:
        """Stop in order; gives the seconds it took."""
        began = time.monotonic()
        self._stop.set()
        await self._running
        return time.monotonic() - began

    def owes(self, *messages: AnyOutgoing | str, to: int = RAHIM, label: str | None = None) -> None:
        """What the clerk would put into the outbox, all in one transaction."""
        with self.store.transaction():
            for message in messages:
                content = Send(text=message) if isinstance(message, str) else message
                self._outbox.owe(to, content, self.clock(), label=label)
        self._nudge.give()

    def lets_pass(self, seconds: float) -> None:
        """So much later."""
        self.clock.passes(seconds)
        self._nudge.give()

    def hastens(self, chat: int) -> None:
        """What the router does when a person is back."""
        with self.store.transaction():
            self.store.agents.mark_reachable(chat, is_reachable=True)
            self.store.outbox.hasten(chat, self.clock())
        self._nudge.give()

    async def comes_to(self, condition: Callable[[], object]) -> None:
        """Wait until it holds; AssertionError when it does not come to that."""
        ends_at = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < ends_at, "it does not come to that"
            await asyncio.sleep(0.02)

    async def is_done(self) -> None:
        """Wait until nothing is owed any more."""
        await self.comes_to(lambda: self.store.outbox.count() == 0)

    async def is_put_off(self, chat: int = RAHIM) -> float:
        """Wait until the chat's first message was tried in vain; gives the seconds to the next."""

        def waits() -> list[float]:
            far = self.clock() + timedelta(days=1)
            found = self.store.outbox.due(far, hurried=False, busy=(), limit=99)
            tried = [message for message in found if message.chat_id == chat and message.attempts]
            others = [message.lane for message in found if message not in tried]
            due = self.store.outbox.next_due_at(hurried=False, busy=others) if tried else None
            return [(due - self.clock()).total_seconds()] if due else []

        await self.comes_to(waits)
        return waits()[0]
