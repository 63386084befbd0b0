"""The loop that takes updates in: decided and saved in one transaction, confirmed afterwards.

Telegram forgets an update when getUpdates is called with a higher offset. So the offset moves
only after the commit, and what was handled is noted in that same transaction: what was not saved
comes again, what was saved is known when it comes again.

Who sends a flood waits for nobody but himself: of each sender only so many updates are decided in
one turn, the others are kept in the database and decided in their order in the turns that follow.
"""

import asyncio
import contextlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, Update

from bot.alerts import Alerts
from bot.chat.incoming import Incoming
from bot.runtime.backoff import backoff
from bot.runtime.logs import frames
from bot.runtime.nudge import Nudge
from bot.telegram.client import (
    AnotherPoller,
    TelegramError,
    TelegramUnavailable,
    TokenRefused,
    is_number,
    telegram_errors,
)
from bot.telegram.updates import read_update
from storage import DatabaseFailed, Store

_log = logging.getLogger(__name__)

_POLL_SECONDS = 25
_LATEST_ANSWER = _POLL_SECONDS + 15  # seconds, even of a server that drips
_BATCH = 100  # the most that getUpdates gives
_SHARE = 6  # of one sender in one turn: some 10 ms
_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

#: A server that answers at once with nothing new would be asked without pause.
_SHORTEST_VAIN_POLL = 0.5  # seconds

_LONGEST_WAIT = timedelta(seconds=30)

#: Two pollers of one token end each other's polls for ever. Whoever has polled in peace for a
#: while was there first and stays; a newcomer gives up after a few conflicts. One alone may be
#: the poll of a process that has just died.
_PEACE = 30.0  # seconds
_CONFLICTS_BORNE = 3
_AFTER_CONFLICT = 1.0  # seconds

_FORGETTING_INTERVAL = timedelta(hours=1)

#: Lets an update happen at that time, in the transaction in which it is called.
Decide = Callable[[Incoming, datetime], None]


class Intake:
    def __init__(
        self,
        bot: Bot,
        store: Store,
        decide: Decide,
        alerts: Alerts,
        *,
        nudges: Sequence[Nudge],
        clock: Callable[[], datetime],
        beat: Callable[[], None],
        peace: float = _PEACE,
        latest_answer: float = _LATEST_ANSWER,
    ) -> None:
        self._bot = bot
        self._store = store
        self._decide = decide
        self._nudges = nudges
        self._clock = clock
        self._beat = beat
        self._peace = peace
        self._latest_answer = latest_answer
        self._alerts = alerts
        self._offset = 0
        self._is_behind = bool(store.inbox.senders_waiting())
        self._failures = 0
        self._conflicts = 0
        self._began: float | None = None  # on the loop's clock, when the first poll was answered
        self._forget_at = clock()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; a poll under way is dropped, since it has confirmed nothing.

        Raises AnotherPoller, TokenRefused and DatabaseFailed.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                turn = asyncio.create_task(self._turn())
                try:
                    await asyncio.wait((turn, stopping), return_when=asyncio.FIRST_COMPLETED)
                finally:
                    turn.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await turn
        finally:
            stopping.cancel()

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            updates = await self._poll()
        except AnotherPoller:
            await self._bear_conflict(loop.time())
            return
        except TokenRefused:
            raise
        except TelegramError as error:
            wait = backoff(self._failures, first=timedelta(seconds=1), longest=_LONGEST_WAIT)
            self._failures += 1
            asked = error.retry_after if isinstance(error, TelegramUnavailable) else None
            seconds = asked or wait.total_seconds()
            _log.warning("Telegram does not answer (%s); again in %.0f s.", error, seconds)
            await asyncio.sleep(seconds)
            return
        self._beat()
        self._failures = 0
        self._began = self._began or loop.time()
        is_news = self._take(updates)
        if not is_news and loop.time() - began < _SHORTEST_VAIN_POLL:
            await asyncio.sleep(_SHORTEST_VAIN_POLL)

    async def _poll(self) -> list[dict[str, Any]]:
        """The next batch as raw JSON, so that one update PTB cannot read spoils no other."""
        with telegram_errors():
            try:
                async with asyncio.timeout(self._latest_answer):
                    # The underscore at the end keeps PTB from advising Bot.get_updates, which
                    # parses all or nothing; on the wire the method is getUpdates.
                    found = await self._bot.do_api_request(
                        "get_updates_",
                        {
                            "offset": self._offset,
                            "limit": _BATCH,
                            "timeout": 0 if self._is_behind else _POLL_SECONDS,
                            "allowed_updates": json.dumps(_KINDS),
                        },
                        read_timeout=_POLL_SECONDS + 10,
                    )
            except TimeoutError:
                raise TelegramUnavailable("the poll does not end") from None
        if not isinstance(found, list):
            raise TelegramUnavailable("an answer without a list of updates")
        return [each for each in found if _has_number(each)]

    def _take(self, updates: list[dict[str, Any]]) -> bool:
        """Handle a batch in one transaction; only when it is on disk does the offset move.

        Tells whether there was anything that had not been handled before.
        """
        if not updates and not self._is_behind:
            return False
        now = self._clock()
        with self._store.transaction():
            if now >= self._forget_at:
                self._store.inbox.forget_old(now)
                self._forget_at = now + _FORGETTING_INTERVAL
            is_news = self._catch_up(now)
            late = self._store.inbox.senders_waiting()
            shares = Counter[int | None]()
            for raw in updates:
                document = json.dumps(raw, sort_keys=True)
                if not self._store.inbox.note(raw["update_id"], document, now):
                    continue
                is_news = True
                sender = _sender_of(raw)
                shares[sender] += 1
                if sender is not None and (sender in late or shares[sender] > _SHARE):
                    self._store.inbox.let_wait(sender, document)
                    late.add(sender)
                else:
                    self._handle(raw, document, now)
        self._is_behind = bool(late)
        if updates:
            self._offset = max(raw["update_id"] for raw in updates) + 1
        if is_news:
            for nudge in self._nudges:
                nudge.give()
        return is_news

    def _catch_up(self, now: datetime) -> bool:
        """Handle the next of what waits, of each sender a share; tells whether there was any."""
        waiting = self._store.inbox.take_waiting(_SHARE, most=_BATCH) if self._is_behind else []
        for document in waiting:
            self._handle(json.loads(document), document, now)
        return bool(waiting)

    def _handle(self, raw: dict[str, Any], document: str, now: datetime) -> None:
        """Decide one update, or set it aside with all it did undone."""
        try:
            with self._store.transaction():
                incoming = read_update(Update.de_json(raw, self._bot))
                if incoming:
                    self._decide(incoming, now)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - reported, and kept
            # Whatever is wrong with it, those behind it must be served.
            # The message of the exception may hold what was typed, so it is left out.
            _log.error("Update %d was set aside: %s", raw["update_id"], frames(error))
            self._store.inbox.set_aside(raw["update_id"], document, type(error).__name__, now)
            self._alerts.tell("update", now, id=str(raw["update_id"]))

    async def _bear_conflict(self, now: float) -> None:
        """Wait a moment, or raise AnotherPoller when we are the newcomer."""
        self._conflicts += 1
        if self._began is None or now - self._began < self._peace:
            if self._conflicts >= _CONFLICTS_BORNE:
                raise AnotherPoller("another process polls with this token")
        else:
            with self._store.transaction():
                self._alerts.tell_once("conflict", self._clock())
        await asyncio.sleep(_AFTER_CONFLICT)


def _has_number(update: object) -> bool:
    return isinstance(update, dict) and is_number(update.get("update_id"))


def _sender_of(update: dict[str, Any]) -> int | None:
    """Whose updates keep their order; None for those that nobody we know of has sent."""
    for kind in _KINDS:
        content = update.get(kind)
        sender = content.get("from") if isinstance(content, dict) else None
        number = sender.get("id") if isinstance(sender, dict) else None
        if is_number(number):
            return number
    return None
