"""The loop that delivers the outbox: in order within a lane, lanes in parallel.

Delivery and its record cannot be one step: a crash between the two sends a message again. So a
repeated message does no harm, and none is ever forgotten.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.alerts import Alerts
from bot.applications.cleaning import owe_cleaning, owe_whole_cleaning
from bot.chat import outgoing
from bot.delivery.attempts import Attempts
from bot.delivery.sender import Sender
from bot.delivery.settled import Settled
from bot.observation import UNOBSERVED, Observer
from bot.outbox import Outbox
from bot.runtime.nudge import Nudge
from bot.runtime.timer import Timer
from bot.telegram.limits import Limits
from storage import Store
from storage.agents import Standing
from storage.due_messages import Heads
from storage.owed_messages import OwedMessage

#: Deliveries under way at once, as many as connections for each kind.
_AT_ONCE, _PRESSES_AT_ONCE = 256, 64

_GRACE_SECONDS = 2.0


class Postman:
    def __init__(
        self,
        store: Store,
        sender: Sender,
        nudge: Nudge,
        clock: Callable[[], datetime],
        *,
        timer: Timer,
        limits: Limits,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._store = store
        self._attempts = Attempts(store, sender, observer)
        self._nudge = nudge
        self._clock = clock
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._hurried: set[str] = set()  # lanes under way that answer presses
        self._settled: list[Settled] = []
        self._timer = timer
        self._alerts = Alerts(store)
        self._limits = limits
        self._resting: dict[int, float] = {}  # chats beyond their limit, on the timer
        self._next_due_at: datetime | None = None  # of what was not due at the last look
        self._met_limit = False  # at the last look, so that something due may have been left

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; the rest stays owed."""
        try:
            while not stop.is_set():
                self._start_due()
                await self._nudge.wait(self._seconds_to_next(), stop=stop)
                self._record()
        finally:
            await self._nudge.finish_or_cancel(list(self._under_way.values()), _GRACE_SECONDS)
            self._record()

    def _start_due(self) -> None:
        """Start all that is due, and remember when the next is: until then nobody need ask."""
        now, is_more, self._met_limit = self._clock(), True, False
        self._end_rests()
        while is_more:
            heads = self._heads(now)
            if heads.expires_at and heads.expires_at < now:
                self._store.due_messages.expire(now)
                continue
            self._next_due_at = heads.next_due_at
            for message in heads.hurried:
                self._start(message)
                self._hurried.add(message.lane)
            places = self._free()
            self._start_others(heads.others)
            # Those behind take the places that were meant for chats that rest.
            is_more = len(heads.others) == places and self._free() > 0 and not self._is_paced()

    def _start_others(self, messages: Iterable[OwedMessage]) -> None:
        """Begin to deliver them; a chat beyond its limit rests."""
        for message in messages:
            if self._is_paced():
                return
            if self._take_turn(message.chat_id):
                self._start(message)

    def _heads(self, now: datetime) -> Heads:
        return self._store.due_messages.heads(
            now,
            hurried=_PRESSES_AT_ONCE - len(self._hurried),
            others=0 if self._is_paced() else self._free(),
            busy=self._under_way.keys(),
            resting=self._resting.keys(),
        )

    def _start(self, message: OwedMessage) -> None:
        delivery = asyncio.create_task(self._attempt(message))
        self._under_way[message.lane] = self._nudge.give_after(delivery)

    async def _attempt(self, message: OwedMessage) -> None:
        settled = await self._attempts.make(message)
        self._settled.append(settled)  # the list is another one after each `_record`

    def _is_paced(self) -> bool:
        """Whether no message may go at all for a moment, but for answers to presses."""
        is_paced = self._limits.pause(self._timer.now()) > 0
        self._met_limit |= is_paced
        return is_paced

    def _take_turn(self, chat_id: int) -> bool:
        """Count a message to the chat; False, and it rests, where it is beyond its limit."""
        now = self._timer.now()
        wait = self._limits.wait(chat_id, now)
        if wait > 0:
            self._resting[chat_id] = now + wait
        else:
            self._limits.take(chat_id, now)
        return wait <= 0

    def _end_rests(self) -> None:
        now = self._timer.now()
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}

    def _free(self) -> int:
        """How many more deliveries may start; answers to presses have separate places."""
        return _AT_ONCE - (len(self._under_way) - len(self._hurried))

    def _seconds_to_next(self) -> float | None:
        now, due_at = self._timer.now(), self._next_due_at
        waits = [max((due_at - self._clock()).total_seconds(), 0.0)] if due_at else []
        if self._resting:
            waits.append(max(min(self._resting.values()) - now, 0.0))
        if self._met_limit:  # the pause may be over by now: a look takes time
            waits.append(self._limits.pause(now))
        return min(waits, default=None)

    def _record(self) -> None:
        """Record, in one transaction, the outcome of all finished deliveries."""
        for lane, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[lane]
                self._hurried.discard(lane)
                if not task.cancelled():
                    task.result()  # a bug here must end the loop, not hide
        settled, self._settled = self._settled, []
        if settled:
            with self._store.repeatable():  # a power cut may send them again
                ended = {
                    one.message.id: one.message.lane for one in settled if one.retry_in is None
                }
                left = self._store.outbox.finish(*ended) if ended else []
                # Some may have been withdrawn or held while they were on their way.
                are_whole = Counter(left) == Counter(ended.values())
                for one in settled:
                    self._record_one(one if are_whole else self._in_place(one))
                if not are_whole:
                    self._clean_up(settled)

    def _in_place(self, one: Settled) -> Settled:
        """The same; where the customer was handed over, it is at no place and loses its buttons."""
        label = one.message.label or ""
        named = [each for each in one.message.subjects if label.endswith(f":{each}")]
        application = self._store.applications.find(named[0]) if named else None
        if application is None or application.agent == one.message.chat_id:
            return one
        return replace(one, is_passing=True, armed=(*one.armed, *one.shown[-1:]))

    def _clean_up(self, settled: Collection[Settled]) -> None:
        """Have deleted what should not have arrived: its customer was erased, or its reader removed
        from the bot.
        """
        now = self._clock()
        about = {each for one in settled if one.shown for each in one.message.subjects}
        for application_id in self._store.applications.missing(about):
            owe_cleaning(self._store, application_id, now, with_masked=True)
        for chat_id in {one.message.chat_id for one in settled}:
            agent = self._store.agents.find(chat_id)
            if agent and agent.standing is Standing.REMOVED:
                owe_whole_cleaning(self._store, chat_id, now)

    def _record_one(self, one: Settled) -> None:
        message = one.message
        if one.is_unreachable:
            self._store.agents.mark_reachable(message.chat_id, is_reachable=False)
        if one.retry_in is not None:
            self._store.due_messages.postpone(message, self._clock(), one.retry_in)
            return
        for label in one.forgotten:
            self._store.shown.forget(label)
        self._note_customers(one)
        if one.may_be_answered:
            self._store.shown.note_newest(message.chat_id, one.shown[-1])
        if message.label and one.shown and not one.is_passing:
            self._store.shown.note(
                message.label,
                message.chat_id,
                one.shown[-1],
                is_forwardable=one.is_forwardable,
            )
        if one.is_refused:
            self._alerts.tell_once("refused", self._clock())
        if one.then:
            Outbox(self._store).owe(message.chat_id, one.then, self._clock())
        for number in one.armed:
            disarm = outgoing.Disarm(message_id=number)
            Outbox(self._store).owe(message.chat_id, disarm, self._clock())

    def _note_customers(self, one: Settled) -> None:
        """Record which messages show whom; one that shows somebody erased meanwhile is deleted."""
        store, now, about = self._store, self._clock(), one.about or one.message.subjects
        for number in one.shown if about else ():
            store.chat_messages.note(
                about, one.message.chat_id, number, now, is_masked=one.is_masked
            )
        for erased in store.applications.missing(one.about) if one.about else ():
            owe_cleaning(store, erased, now, with_masked=True)
