"""The loop that polls Telegram for updates and confirms what the intake has saved.

Telegram forgets an update when getUpdates is called with a higher offset. So the offset moves
only after the commit.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.alerts import Alerts
from bot.intake.batch import LARGEST_BATCH, Intake
from bot.intake.pause import REFUSALS_BORNE, pause_after
from bot.runtime.interruption import unless
from bot.runtime.timer import Timer, within
from bot.telegram.client import TelegramClient
from bot.telegram.errors import (
    AnotherPoller,
    TelegramError,
    TelegramRefused,
    TelegramUnavailable,
    TokenRefused,
    WebhookActive,
)
from storage import Store

_log = logging.getLogger(__name__)

_POLL_SECONDS = 25
_LATEST_ANSWER = _POLL_SECONDS + 15  # seconds, even of a server that drips

#: A server that answers at once without news would be polled without pause.
_SHORTEST_VAIN_POLL = 0.5  # seconds


#: Two pollers of one token end each other's polls for ever. The process whose database holds work
#: stays and tells the admins, since no other can do that work. One without work gives up after a
#: few conflicts, unless it has polled undisturbed for a while. A conflict or two may come from the
#: last poll of a killed process.
_PEACE = 30.0  # seconds
_CONFLICTS_BORNE = 3
_AFTER_CONFLICT = 1.0  # seconds


class Polling:
    """`beat` is called after every successful poll."""

    def __init__(
        self,
        telegram: TelegramClient,
        intake: Intake,
        store: Store,
        alerts: Alerts,
        *,
        timer: Timer,
        clock: Callable[[], datetime],
        beat: Callable[[], None],
    ) -> None:
        self._telegram = telegram
        self._intake = intake
        self._store = store
        self._alerts = alerts
        self._timer = timer
        self._clock = clock
        self._beat = beat
        self._offset = 0
        self._failures = 0
        self._refusals = 0  # of the token, in a row
        self._conflicts = 0
        self._began: float | None = None  # on the timer, when the first poll was answered

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; a poll under way is dropped, since it has confirmed nothing.

        Raises AnotherPoller, TokenRefused and DatabaseFailed.
        """
        await unless(stop, self._turns())

    async def _turns(self) -> None:
        while True:
            await self._turn()

    async def _turn(self) -> None:
        began = self._timer.now()
        try:
            updates = await self._poll()
        except AnotherPoller:
            await self._bear_conflict()
            return
        except WebhookActive:
            await self._remove_webhook()
            return
        except TelegramError as error:
            self._refusals += isinstance(error, TokenRefused)
            if self._refusals > REFUSALS_BORNE:
                raise
            seconds = pause_after(error, self._failures)
            self._failures += 1
            _log.warning("Telegram does not answer (%s); next attempt in %.0f s.", error, seconds)
            await self._timer.sleep(seconds)
            return
        self._beat()
        self._failures = self._refusals = 0
        self._began = self._began or self._timer.now()
        is_news = self._intake.take(updates)
        if updates:
            self._offset = max(raw["update_id"] for raw in updates) + 1
        if not is_news and self._timer.now() - began < _SHORTEST_VAIN_POLL:
            await self._timer.sleep(_SHORTEST_VAIN_POLL)

    async def _poll(self) -> list[Mapping[str, Any]]:
        hold_seconds = 0 if self._intake.is_behind else _POLL_SECONDS
        poll = self._telegram.poll(self._offset, most=LARGEST_BATCH, hold_seconds=hold_seconds)
        try:
            return await within(self._timer, _LATEST_ANSWER, poll)
        except TimeoutError:
            raise TelegramUnavailable("the poll does not end") from None

    async def _bear_conflict(self) -> None:
        """Wait a moment; raises AnotherPoller if the other process should stay."""
        self._conflicts += 1
        if self._conflicts >= _CONFLICTS_BORNE:
            if not self._is_right_process():
                raise AnotherPoller("another process polls with this token")
            self._tell("conflict")
        await self._timer.sleep(_AFTER_CONFLICT)

    def _is_right_process(self) -> bool:
        in_peace = self._began is not None and self._timer.now() - self._began >= _PEACE
        return in_peace or self._store.applications.are_there()

    async def _remove_webhook(self) -> None:
        """Remove a webhook that somebody set, because it would take all updates."""
        self._tell("webhook")
        with contextlib.suppress(TelegramUnavailable, TelegramRefused):
            await self._telegram.take_no_webhook()
        await self._timer.sleep(_AFTER_CONFLICT)

    def _tell(self, trouble: str) -> None:
        with self._store.transaction():
            self._alerts.tell_once(trouble, self._clock())
