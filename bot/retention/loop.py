"""The loop that erases what has been kept long enough.

It works in slices of a few milliseconds, each saved separately, and lets everything else run in
between. So a backlog delays nobody, and after a restart the loop continues where it was.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.applications.cleaning import LAST_CHANCE
from bot.applications.erasure import SCRUBBING, Erasure
from bot.applications.periods import Periods
from bot.chat.outgoing import CleanChat
from bot.outbox import Outbox
from bot.retention.expiry import Expiry
from bot.runtime.logs import frames
from bot.runtime.nudge import Nudge
from bot.runtime.timer import Timer
from bot.runtime.trusted_time import TrustedTime
from conversations.application import DRAFT, Phase
from storage import DatabaseFailed, Store

_log = logging.getLogger(__name__)

_INTERVAL = 3600.0  # seconds between two passes
_SLICE = 0.004  # seconds of work in one transaction
_PAGE = 50  # rows looked up at once
_BUSY = timedelta(seconds=5)  # until the next attempt when another reader holds the write-ahead log
_UNTIL_TRUSTED = 60.0  # seconds until the time is checked again
_NOTED_EVERY = timedelta(minutes=5)

#: How long an update that could not be handled is kept for the operator.
_SET_ASIDE_KEPT = timedelta(days=7)

#: The rest of a pass: each step works for a moment, in the caller's transaction.
_Work = Iterator[None]


class Retention:
    def __init__(
        self,
        store: Store,
        periods: Periods,
        *,
        cleans_chats: bool,
        nudge: Nudge,
        postman: Nudge,
        clock: Callable[[], datetime],
        timer: Timer,
        time: TrustedTime,
    ) -> None:
        self._store = store
        self._cleans_chats = cleans_chats
        self._nudge = nudge
        self._postman = postman
        self._clock = clock
        self._timer = timer
        self._time = time
        self._expiry = Expiry(store, periods)
        self._erasure = Erasure(store)
        self._alerts = Alerts(store)
        self._outbox = Outbox(store)
        self._pass_at = timer.now()
        self._may_be_ahead = True  # times in the database
        self._noted_at: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Erase what has been kept long enough, hourly, and scrub erased values at once."""
        while not stop.is_set():
            if self._time.notice_setback():
                self._may_be_ahead, self._pass_at = True, self._timer.now()
            if self._timer.now() >= self._pass_at and self._verify_time():
                await self._look_through(stop)
            self._note_time()
            scrub_at = self._scrub()
            await self._nudge.wait(self._seconds_to_next(scrub_at), stop=stop)

    def _seconds_to_next(self, scrub_at: datetime | None) -> float:
        to_pass = self._pass_at - self._timer.now()
        waits = [to_pass if to_pass > 0 else _UNTIL_TRUSTED]
        if scrub_at:
            waits.append(max((scrub_at - self._clock()).total_seconds(), 0.0))
        return min(waits)

    # -- whether it is as late as the clock says ------------------------------------------------

    def _verify_time(self) -> bool:
        """Tell the admins when the time stops being trusted, and when it is again.

        Returns whether erasing is allowed now.
        """
        now, is_trusted = self._clock(), self._time.verify()
        with self._store.transaction():
            if is_trusted:
                self._alerts.tell_end("clock", "clock-right", now)
            else:
                self._alerts.tell_once("clock", now)
        self._postman.give()
        return is_trusted

    def _note_time(self) -> None:
        """Store a trusted time, to compare with after a restart."""
        now = self._clock()
        is_old = self._noted_at is None or abs(now - self._noted_at) >= _NOTED_EVERY
        if is_old and self._time.verify():
            with self._store.transaction():
                self._store.last_seen.note(now)
            self._noted_at = now

    # -- a pass -----------------------------------------------------------------------------------

    async def _look_through(self, stop: asyncio.Event) -> None:
        work = self._everything_due(self._clock())
        is_done = False
        while not (is_done or stop.is_set()) and self._time.verify():
            is_done = self._do_a_slice(work)
            self._postman.give()
            await self._nudge.let_others_run()
        if is_done:
            self._pass_at = self._timer.now() + _INTERVAL
        else:
            with self._store.transaction():
                self._expiry.sum_up(self._clock())

    def _do_a_slice(self, work: _Work) -> bool:
        """Work for a moment; returns whether nothing is left.

        What a power cut undoes is due again, so nobody waits for the disk.
        """
        ends_at = self._timer.now() + _SLICE
        with self._store.repeatable():
            for _ in work:
                if self._timer.now() >= ends_at:
                    return False
        return True

    def _everything_due(self, now: datetime) -> _Work:
        while self._may_be_ahead:
            self._may_be_ahead = self._store.set_clock_right(now)
            yield
        yield from self._forms(now)
        while self._erasure.forget_set_aside(now - _SET_ASIDE_KEPT, now, limit=_PAGE):
            yield
        store = self._store
        tables = (
            store.inbox,
            store.refusals,
            store.invitations,
            store.announcements,
            store.troubles,
        )
        for table in tables:
            while table.forget_some(now):
                yield
        # A form that goes takes those with it; the others name customers whose form was gone, as
        # each file of an export does.
        while store.chat_messages.forget_old(now - self._expiry.longest):
            yield
        if self._cleans_chats:
            yield from self._messages(now)

    def _forms(self, now: datetime) -> _Work:
        for phase in Phase:
            last = None
            before = now - self._expiry.patience(phase)
            while page := self._store.applications.idle(phase, before, after=last, limit=_PAGE):
                for last in page:
                    self._deal_with(last.id, now)
                    yield
        self._expiry.sum_up(now)

    def _deal_with(self, application_id: str, now: datetime) -> None:
        """Do what is due about one application; a fault in one does not stop the others."""
        try:
            with self._store.transaction():
                application = self._store.applications.find(application_id)
                if application:
                    self._expiry.deal_with(application, now)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - logged, reported to the admins, tried again
            _log.error("The retention of an application failed: %s", frames(error))
            self._alerts.tell_once("retention", now)

    def _messages(self, now: datetime) -> _Work:
        """Owe each chat the deletion of messages that Telegram will soon refuse to delete."""
        last, owed = None, set[int]()
        messages, before = self._store.chat_messages, now - LAST_CHANCE
        while page := messages.running_out(before, after=last, limit=_PAGE):
            for last in page:
                if last.chat_id not in owed and not self._is_draft(last.application_id):
                    self._outbox.owe(last.chat_id, CleanChat(), now)
                    owed.add(last.chat_id)
                yield

    def _is_draft(self, application_id: str) -> bool:
        return self._store.applications.phase_of(application_id) in DRAFT

    # -- scrubbing --------------------------------------------------------------------------------

    def _scrub(self) -> datetime | None:
        """Scrub if it is due; returns when to do so next, None if it is not owed."""
        now = self._clock()
        owed_at = self._store.schedules.due_at(SCRUBBING)
        if owed_at is None or owed_at > now:
            return owed_at
        with self._store.transaction():
            self._store.schedules.drop(SCRUBBING)
        if self._store.scrub():  # after the commit, which itself writes to the log
            return None
        with self._store.transaction():
            self._store.schedules.put(SCRUBBING, now, _BUSY)
        return now + _BUSY
