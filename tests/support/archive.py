"""Applications that grow old under the retention loop."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.applications.periods import Periods
from bot.chat.documents import from_document
from bot.chat.outgoing import Clean, CleanChat, Send
from bot.retention.loop import Retention
from bot.runtime.nudge import Nudge
from bot.runtime.trusted_time import TrustedTime
from conversations.application import Application, Phase
from storage import Store
from storage.agents import Agent, Role
from storage.applications import Idle
from storage.owed_messages import OwedMessage
from tests.support import clocks
from tests.support.clocks import Clock, ManualTimer
from tests.support.engine import current
from tests.support.forms import (
    AGENT,
)

ADMIN = 9001
DAY = 86_400.0  # seconds
PERIODS = Periods(form=timedelta(days=30), undecided=timedelta(days=90), draft=timedelta(days=14))


class Archive:
    def __init__(self) -> None:
        self.clock = Clock()
        self.timer = ManualTimer()
        self.time = self.starts_again()
        self._database = current().open_fresh()
        self.store = Store(self._database)
        with self.store.transaction():
            for person, role in ((AGENT, Role.AGENT), (ADMIN, Role.ADMIN)):
                agent = Agent(id=person, name="Rahim", role=role, language="en")
                self.store.agents.enrol(agent, self.clock())

    def starts_again(self, seen: datetime | None = None) -> TrustedTime:
        """A process that begins; the one before it was last seen then."""
        self.time = TrustedTime(self.clock, self.timer, seen=seen)
        return self.time

    def holds(self, application: Application, name: str = "abcd2345") -> str:
        with self.store.transaction():
            kept = replace(application, id=name, changed_at=self.time.now())
            self.store.applications.save(kept)
        return kept.id

    def passes(self, days: float) -> list[Send | Clean | CleanChat]:
        """Run the loop that many days later; returns what it owes to the agent's chat."""
        self.clock.passes(days * DAY)
        self.timer.passes(days * DAY)
        asyncio.run(self.looks_through())
        return self.owed(AGENT)

    async def looks_through(
        self,
        *,
        timer: ManualTimer | None = None,
        stop: asyncio.Event | None = None,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """Run the loop until it waits for the next hour, or until it is stopped."""
        stop, timer = stop or asyncio.Event(), timer or self.timer
        retention = Retention(
            self.store,
            PERIODS,
            cleans_chats=True,
            nudge=Nudge(timer, beat),
            postman=Nudge(timer),
            clock=self.time.now,
            timer=timer,
            time=self.time,
        )
        turn = asyncio.create_task(retention.run(stop))
        await clocks.until(lambda: timer.sleeps() or turn.done())
        stop.set()
        await turn

    def owed(self, chat: int) -> list[Send | Clean | CleanChat]:
        """The messages owed to the chat, in order; this delivers them."""
        found: list[Send | Clean | CleanChat] = []
        while heads := [each for each in self._heads() if each.chat_id == chat]:
            for each in heads:
                self.store.outbox.finish(each.id)
                message = from_document(each.document)
                assert isinstance(message, Send | Clean | CleanChat)
                found.append(message)
        return found

    def _heads(self) -> list[OwedMessage]:
        return self.store.due_messages.heads(self.clock(), others=99).others

    def breaks(self, name: str) -> None:
        """Damage what is kept of an application."""
        self._database.run("update applications set document = '{}' where id = ?", (name,))

    def whole_forms(self) -> list[Idle]:
        """Applications that are decided and not erased yet."""
        return self.store.applications.idle(Phase.DECIDED, self.clock(), limit=99)

    def admin_is_told(self) -> list[str]:
        return [message.text for message in self.owed(ADMIN) if isinstance(message, Send)]

    def find(self, name: str = "abcd2345") -> Application | None:
        return self.store.applications.find(name)

    def actions(self, name: str = "abcd2345") -> list[str]:
        return [each.action for each in self.store.audit.entries(subject=name)]
