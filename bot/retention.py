"""The loop that erases what has been kept long enough."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.applications.cleaning import owe_cleaning
from bot.applications.erasure import SCRUBBING, Erasure
from bot.applications.periods import Periods
from bot.chat.outgoing import Send
from bot.outbox import Outbox
from bot.runtime.nudge import Nudge
from bot.screens.drafts import continue_button, waiting_draft
from bot.screens.phrases import customer_of
from bot.texts import say
from conversations.application import DRAFT, Application, Phase
from conversations.corrections import without_correction
from conversations.dhaka import DHAKA
from conversations.erasure import masked_name
from storage import Store
from storage.audit import BOT
from storage.chat_messages import DELETABLE

_log = logging.getLogger(__name__)

_INTERVAL = timedelta(hours=1)
_WARNING = timedelta(days=1)  # before a draft is erased
_AT_ONCE = 100  # applications in one transaction, so that it is short
_BUSY = timedelta(seconds=5)  # until the next attempt when another reader holds the write-ahead log

#: Early enough that an hour's pass and a slow Telegram do not miss the 48 hours.
_LAST_CHANCE = DELETABLE - timedelta(hours=3)

#: How long an update that could not be handled is kept for the operator.
_SET_ASIDE_KEPT = timedelta(days=7)

_WARNED = "expiry-warned"
_REMINDED = "idle-reminded"
_IDLE = timedelta(days=1)  # until the one reminder of a draft
_DAYTIME = (8, 21)  # hours in Dhaka


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
    ) -> None:
        self._store = store
        self._periods = periods
        self._cleans_chats = cleans_chats
        self._nudge = nudge
        self._postman = postman
        self._clock = clock
        self._erasure = Erasure(store)
        self._outbox = Outbox(store)
        self._alerts = Alerts(store)
        self._pass_at = clock()

    async def run(self, stop: asyncio.Event) -> None:
        """Erase what has been kept long enough, hourly, and scrub erased values at once."""
        while not stop.is_set():
            if self._clock() >= self._pass_at:
                self._look_through()
            self._scrub()
            await self._nudge.wait(self._seconds_to_next(), stop=stop)

    def _seconds_to_next(self) -> float:
        times = [self._pass_at, self._store.schedules.due_at(SCRUBBING)]
        due = min(time for time in times if time)
        return max((due - self._clock()).total_seconds(), 0.0)

    def _scrub(self) -> None:
        now = self._clock()
        owed_at = self._store.schedules.due_at(SCRUBBING)
        if owed_at is None or owed_at > now:
            return
        with self._store.transaction():
            self._store.schedules.drop(SCRUBBING)
        if not self._store.scrub():  # after the commit, which itself writes to the log
            with self._store.transaction():
                self._store.schedules.put(SCRUBBING, now, _BUSY)

    def _look_through(self) -> None:
        now = self._clock()
        with self._store.transaction():
            self._erase_forms(now)
            self._erase_undecided(now)
            self._erase_drafts(now)
            self._remind_of_drafts(now)
            self._erasure.forget_set_aside(now - _SET_ASIDE_KEPT, now)
            self._store.refusals.forget_old(now)
            if self._cleans_chats:
                for application_id in self._store.chat_messages.running_out(now - _LAST_CHANCE):
                    owe_cleaning(self._store, application_id, now)
        self._pass_at = now + _INTERVAL
        self._postman.give()

    def _erase_forms(self, now: datetime) -> None:
        due = self._store.applications.last_moved_before(
            now - self._periods.form, (Phase.DECIDED, Phase.CLOSED), limit=_AT_ONCE
        )
        for application in due:
            self._erasure.forget_form(application, now)
        if due:
            _log.info("%d forms were erased on schedule.", len(due))

    def _erase_undecided(self, now: datetime) -> None:
        """Give up on applications that never got a verdict, and tell agent and admins."""
        phases = (Phase.SUBMITTING, Phase.CHECKING, Phase.PENDING)
        for application in self._store.applications.last_moved_before(
            now - self._periods.undecided, phases, limit=_AT_ONCE
        ):
            left = self._erasure.forget_form(application, now)
            self._alerts.warn(left, "undecided-expired", now)

    def _erase_drafts(self, now: datetime) -> None:
        old = self._store.applications.last_moved_before(
            now - self._periods.draft + _WARNING, tuple(DRAFT), limit=_AT_ONCE
        )
        for draft in old:
            warned_at = self._warned_at(draft)
            if warned_at is None:
                self._warn(draft, now)
            elif warned_at <= now - _WARNING and draft.changed_at <= now - self._periods.draft:
                self._erase_draft(draft, now)

    def _remind_of_drafts(self, now: datetime) -> None:
        """Remind the agent once of a draft left for a day, but never at night."""
        if not _DAYTIME[0] <= now.astimezone(DHAKA).hour < _DAYTIME[1]:
            return
        idle = self._store.applications.last_moved_before(
            now - _IDLE, tuple(DRAFT), limit=_AT_ONCE, since=now - 2 * _IDLE
        )
        for draft in idle:
            if draft.consent and self._told_at(draft, _REMINDED) is None:
                self._store.audit.record(_REMINDED, actor=BOT, now=now, subject=draft.id)
                agent = self._store.agents.find(draft.agent)
                if agent and agent.is_served:
                    waiting = waiting_draft(draft, agent.language)
                    self._outbox.owe(agent.id, waiting, now, about=(draft.id,))

    def _warned_at(self, draft: Application) -> datetime | None:
        return self._told_at(draft, _WARNED)

    def _told_at(self, draft: Application, what: str) -> datetime | None:
        """When the agent was told so since the draft last moved."""
        entries = self._store.audit.entries(subject=draft.id, actions=(what,), last=1)
        times = [entry.at for entry in entries if entry.at > draft.changed_at]
        return times[0] if times else None

    def _warn(self, draft: Application, now: datetime) -> None:
        self._store.audit.record(_WARNED, actor=BOT, now=now, subject=draft.id)
        agent = self._store.agents.find(draft.agent)
        if agent is None or not agent.is_served:
            return
        customer = customer_of(draft, agent.language)
        text = say(agent.language, "draft-expires", customer=customer)
        rows = [[continue_button(draft, agent.language)]]
        self._outbox.owe(agent.id, Send(text=text, keyboard=rows, about=(draft.id,)), now)

    def _erase_draft(self, draft: Application, now: datetime) -> None:
        """Erase it; if it was to correct an application with a verdict, that one's masked record
        stays.
        """
        if draft.earlier:
            self._erasure.forget_form(without_correction(draft), now)
        else:
            self._erasure.erase(draft, actor=BOT, why="draft-expired", now=now)
        agent = self._store.agents.find(draft.agent)
        if agent and agent.is_served:
            hidden = masked_name(draft.customer) or draft.id.upper()
            text = say(
                agent.language, "draft-expired", customer=hidden, count=self._periods.draft.days
            )
            self._outbox.owe(agent.id, Send(text=text), now)
