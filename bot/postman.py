"""The loop that delivers the outbox: in order within a lane, lanes side by side.

Delivery and its record cannot be one step: a crash between the two sends a message again. So
messages are such that seeing one twice does no harm, and none is ever forgotten.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import outgoing
from bot.backoff import backoff
from bot.logs import frames
from bot.messenger import (
    ChatUnreachable,
    Messenger,
    TelegramRefused,
    TelegramUnavailable,
    TokenRefused,
)
from bot.nudge import Nudge, finish_or_cancel
from bot.outgoing import from_document
from bot.previews import Previews
from storage import Store
from storage.outbox import OwedMessage, ShownMessage

_log = logging.getLogger(__name__)

_LANES_AT_ONCE = 32
_GRACE_SECONDS = 2.0
_TRIES_OF_BROKEN = 5

#: A chat that cannot be reached is tried this seldom; Forbidden ends only by the person's doing.
_UNREACHABLE_RETRY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of one delivery."""

    message: OwedMessage
    shown: ShownMessage | None = None
    previous: ShownMessage | None = None
    is_forgotten: bool = False
    retry_at: datetime | None = None
    is_unreachable: bool = False


class Postman:
    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        previews: Previews,
        nudge: Nudge,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._previews = previews
        self._nudge = nudge
        self._clock = clock
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._settled: list[_Settled] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; what is left then stays owed."""
        while not stop.is_set():
            self._start_due()
            await self._nudge.wait(
                self._seconds_to_next(), stop=stop, besides=self._under_way.values()
            )
            self._record()
        await finish_or_cancel(list(self._under_way.values()), _GRACE_SECONDS)
        self._record()

    def _start_due(self) -> None:
        free = _LANES_AT_ONCE - len(self._under_way)
        for message in self._store.outbox.due(self._clock(), busy=self._under_way, limit=free):
            self._under_way[message.lane] = asyncio.create_task(self._deliver(message))

    def _seconds_to_next(self) -> float | None:
        if len(self._under_way) >= _LANES_AT_ONCE:
            return None
        due = self._store.outbox.next_due_at(busy=self._under_way)
        return max((due - self._clock()).total_seconds(), 0.0) if due else None

    def _record(self) -> None:
        """Write down, in one transaction, what became of all deliveries that have ended."""
        for lane, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[lane]
                if not task.cancelled():
                    task.result()  # a bug in here must end the loop, not hide
        settled, self._settled = self._settled, []
        if not settled:
            return
        now, outbox = self._clock(), self._store.outbox
        with self._store.transaction():
            outbox.expire(now)
            for one in settled:
                self._record_one(one)

    def _record_one(self, one: _Settled) -> None:
        outbox, message = self._store.outbox, one.message
        if one.is_unreachable:
            self._store.agents.mark_reachable(message.chat_id, is_reachable=False)
        if one.retry_at:
            outbox.postpone(message.id, one.retry_at)
            return
        outbox.finish(message.id)
        if message.label and one.is_forgotten:
            outbox.forget_shown(message.label)
        if message.label and one.shown:
            outbox.note_shown(message.label, one.shown.chat_id, one.shown.message_id)
        if one.previous:
            disarm = outgoing.Disarm(message_id=one.previous.message_id)
            outbox.owe(message.chat_id, outgoing.to_document(disarm), self._clock())

    async def _deliver(self, message: OwedMessage) -> None:
        try:
            settled = await self._send(message)
        except TelegramUnavailable as error:
            wait = (
                timedelta(seconds=error.retry_after)
                if error.retry_after is not None
                else backoff(message.attempts, longest=timedelta(minutes=2))
            )
            settled = _Settled(message, retry_at=self._clock() + wait)
        except ChatUnreachable:
            settled = _Settled(
                message, retry_at=self._clock() + _UNREACHABLE_RETRY, is_unreachable=True
            )
        except TelegramRefused as error:
            # Telegram's own words name no customer; the message itself is not logged.
            kind = type(from_document(message.document)).__name__
            _log.log(
                logging.INFO if kind in _MAY_COME_LATE else logging.ERROR,
                "%s to a chat was refused: %s",
                kind,
                error,
            )
            settled = _Settled(message)
        except TokenRefused:
            raise
        except Exception as error:  # noqa: BLE001 - reported, and tried again
            # One message that cannot even be built must not stop all others, nor be lost at once.
            _log.error("A message could not be delivered: %s", frames(error))
            again = message.attempts < _TRIES_OF_BROKEN
            retry_at = self._clock() + backoff(message.attempts) if again else None
            settled = _Settled(message, retry_at=retry_at)
        self._settled.append(settled)

    async def _send(self, message: OwedMessage) -> _Settled:  # noqa: C901, PLR0912 - a case a kind
        chat_id, messenger = message.chat_id, self._messenger
        shown = self._store.outbox.shown(message.label) if message.label else None
        match from_document(message.document):
            case outgoing.Send(text=text, keyboard=keyboard):
                number = await messenger.send(chat_id, text, keyboard)
                return _Settled(message, ShownMessage(chat_id, number), previous=shown)
            case outgoing.Replace(text=text, keyboard=keyboard):
                if shown:
                    try:
                        await messenger.edit(chat_id, shown.message_id, text, keyboard)
                        return _Settled(message)
                    except TelegramRefused:  # deleted by the agent, or too old: say it anew
                        pass
                number = await messenger.send(chat_id, text, keyboard)
                return _Settled(message, ShownMessage(chat_id, number))
            case outgoing.Refresh(text=text, keyboard=keyboard):
                if shown:
                    await messenger.edit(chat_id, shown.message_id, text, keyboard)
                return _Settled(message, is_forgotten=True)
            case outgoing.Edit(message_id=number, text=text, keyboard=keyboard):
                await messenger.edit(chat_id, number, text, keyboard)
            case outgoing.Disarm(message_id=number):
                await messenger.disarm(chat_id, number)
            case outgoing.Preview(application_id=application_id):
                picture = self._previews.find(application_id)
                if picture:
                    await messenger.send_picture(chat_id, picture)
                    self._previews.drop(application_id)
            case outgoing.AnswerPress(query_id=query_id, text=text):
                await messenger.answer(query_id, text)
            case outgoing.OfferCommands(language=language):
                await messenger.offer_commands(chat_id, language)
            case outgoing.LeaveChat():
                with contextlib.suppress(ChatUnreachable):  # shown the door already
                    await messenger.leave(chat_id)
        return _Settled(message)


#: Refused in the ordinary course of things: the press or the message is too old.
_MAY_COME_LATE = frozenset({"AnswerPress", "Edit", "Disarm", "Refresh"})
