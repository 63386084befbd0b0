"""When supervisors get the picture of their team's day, and the loop that owes it to them."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time

from bot.chat.labels import evening_label
from bot.chat.outgoing import EveningReport
from bot.outbox import Outbox
from bot.runtime.nudge import Nudge
from bot.runtime.trusted_time import TrustedTime
from conversations.dhaka import DHAKA
from storage import Store

_EVERY = 60.0  # seconds


def evening_of(now: datetime, hour: time) -> date | None:
    """The day in Dhaka whose evening report may go out now; None before its hour.

    After a break it still goes out late, but never after midnight.
    """
    local = now.astimezone(DHAKA)
    return local.date() if local.time() >= hour else None


class Evenings:
    """Owes each supervisor and admin one picture a day, recorded together with the day."""

    def __init__(
        self,
        store: Store,
        hour: time,
        *,
        nudge: Nudge,
        postman: Nudge,
        clock: Callable[[], datetime],
        time: TrustedTime,
    ) -> None:
        self._store = store
        self._outbox = Outbox(store)
        self._hour = hour
        self._nudge = nudge
        self._postman = postman
        self._clock = clock
        self._time = time

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if self._time.verify():
                self.owe_due()
            await self._nudge.wait(_EVERY, stop=stop)

    def owe_due(self) -> None:
        """Owe today's picture to everybody who has not had it and wants it."""
        now = self._clock()
        day = evening_of(now, self._hour)
        people = self._store.evening_reports.due(day) if day else []
        for person in people:
            with self._store.transaction():
                if day and self._store.evening_reports.note_sent(person, day):
                    # One that is still unsent, as after a long outage, is replaced.
                    label = evening_label(person)
                    self._outbox.owe(person, EveningReport(day=day), now, label=label)
        if people:
            self._postman.give()
