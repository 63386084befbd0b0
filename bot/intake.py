"""The loop that takes updates in: decided and saved in one transaction, confirmed afterwards.

Telegram forgets an update when getUpdates is called with a higher offset. So the offset moves
only after the commit, and the numbers of handled updates lie in that same transaction: what was
not saved comes again, what was saved is known when it comes again.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, Update

from bot.alerts import Alerts
from bot.backoff import backoff
from bot.desk import Desk
from bot.incoming import read_update
from bot.logs import frames
from bot.messenger import TelegramUnavailable, TokenRefused, telegram_errors
from bot.nudge import Nudge
from storage import Store

_log = logging.getLogger(__name__)

_POLL_SECONDS = 25
_BATCH = 100  # the most that getUpdates gives
_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_CONFLICTS_TOLERATED = 3  # the poll of a process that just died may linger

#: A server that answers empty polls at once would be asked without pause.
_SHORTEST_EMPTY_POLL = 0.5  # seconds

_FORGETTING_INTERVAL = timedelta(hours=1)


class AnotherPoller(Exception):
    """Somebody else takes this bot's updates; two of them would take turns for ever."""


class Intake:
    def __init__(
        self,
        bot: Bot,
        store: Store,
        desk: Desk,
        alerts: Alerts,
        *,
        nudges: Sequence[Nudge],
        clock: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._store = store
        self._desk = desk
        self._nudges = nudges
        self._clock = clock
        self._alerts = alerts
        self._offset = 0
        self._failures = 0
        self._conflicts = 0
        self._forget_at = clock()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; a poll under way is dropped, since it has confirmed nothing."""
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            turn = asyncio.create_task(self._turn())
            await asyncio.wait((turn, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not turn.done():
                turn.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await turn
        stopping.cancel()

    async def _turn(self) -> None:
        began = self._clock()
        try:
            updates = await self._poll()
            if updates:
                self._take(updates)
        except TokenRefused as error:
            await self._bear_conflict(error)
        except TelegramUnavailable as error:
            wait = backoff(self._failures, first=timedelta(seconds=1), longest=timedelta(minutes=1))
            self._failures += 1
            seconds = error.retry_after or wait.total_seconds()
            _log.warning("Telegram does not answer (%s); again in %.0f s.", error, seconds)
            await asyncio.sleep(seconds)
        else:
            self._failures = self._conflicts = 0
            took = (self._clock() - began).total_seconds()
            if not updates and took < _SHORTEST_EMPTY_POLL:
                await asyncio.sleep(_SHORTEST_EMPTY_POLL)

    async def _poll(self) -> list[dict[str, Any]]:
        """The next batch as raw JSON, so that one update PTB cannot read spoils no other."""
        with telegram_errors():
            # The underscore at the end keeps PTB from advising Bot.get_updates, which parses
            # all or nothing; on the wire the method is getUpdates.
            found: list[dict[str, Any]] = await self._bot.do_api_request(
                "get_updates_",
                {
                    "offset": self._offset,
                    "limit": _BATCH,
                    "timeout": _POLL_SECONDS,
                    "allowed_updates": json.dumps(_KINDS),
                },
                read_timeout=_POLL_SECONDS + 10,
            )
        return found

    def _take(self, updates: list[dict[str, Any]]) -> None:
        """Handle a batch in one transaction; only when it is on disk does the offset move."""
        now = self._clock()
        with self._store.transaction():
            for raw in updates:
                if self._store.inbox.note(raw["update_id"], now):
                    self._handle(raw, now)
            if now >= self._forget_at:
                self._store.inbox.forget_old(now)
                self._forget_at = now + _FORGETTING_INTERVAL
        self._offset = max(raw["update_id"] for raw in updates) + 1
        for nudge in self._nudges:
            nudge.give()

    def _handle(self, raw: dict[str, Any], now: datetime) -> None:
        """Decide one update, or set it aside with all it did undone."""
        try:
            with self._store.transaction():
                incoming = read_update(Update.de_json(raw, self._bot))
                if incoming:
                    self._desk.handle(incoming, now)
        except Exception as error:  # noqa: BLE001 - reported, and kept
            # Whatever is wrong with it, those behind it must be served.
            # The message of the exception may hold what was typed, so it is left out.
            _log.error("Update %d was set aside: %s", raw["update_id"], frames(error))
            self._store.inbox.set_aside(
                raw["update_id"], json.dumps(raw), type(error).__name__, now
            )
            self._alerts.tell("update", now, id=str(raw["update_id"]))

    async def _bear_conflict(self, error: TokenRefused) -> None:
        self._conflicts += 1
        if "conflict" not in str(error).lower() or self._conflicts > _CONFLICTS_TOLERATED:
            raise AnotherPoller(str(error)) from None
        await asyncio.sleep(1)
