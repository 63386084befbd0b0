"""The loop that has Telegram post updates to our webhook, and watches that it does.

Only one process runs it, whichever of several takes the posts.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.intake.pause import REFUSALS_BORNE, pause_after
from bot.runtime.interruption import unless
from bot.runtime.timer import Timer
from bot.telegram.client import TelegramClient
from bot.telegram.delivery import Delivery
from bot.telegram.errors import TelegramError, TokenRefused
from storage import Store

_log = logging.getLogger(__name__)

_LOOKS_EVERY = 25.0  # seconds, as often as a poll ends

#: Telegram pauses for at most two minutes between two attempts.
_RECENT = timedelta(minutes=3)
#: The admins are told after that many looks; a restart takes no longer.
_LOOKS_BORNE = 3


def is_failing(delivery: Delivery, now: datetime) -> bool:
    """Whether Telegram holds updates that it has lately failed to post."""
    failed_at = delivery.failed_at
    return bool(delivery.waiting and failed_at and now - failed_at < _RECENT)


class Subscription:
    """`beat` is called after every look at which Telegram delivers."""

    def __init__(
        self,
        telegram: TelegramClient,
        store: Store,
        alerts: Alerts,
        *,
        url: str,
        secret: str,
        timer: Timer,
        clock: Callable[[], datetime],
        beat: Callable[[], None],
    ) -> None:
        self._telegram = telegram
        self._store = store
        self._alerts = alerts
        self._url = url
        self._secret = secret
        self._timer = timer
        self._clock = clock
        self._beat = beat
        self._is_set = False
        self._failures = 0  # of calls to Telegram
        self._refusals = 0  # of the token, in a row
        self._failing = 0  # looks in a row
        self._is_told = True  # perhaps, by the process before

    async def run(self, stop: asyncio.Event) -> None:
        """Set the webhook, and look after it until `stop`. Raises TokenRefused, DatabaseFailed."""
        await unless(stop, self._turns())

    async def _turns(self) -> None:
        while True:
            await self._timer.sleep(await self._turn())

    async def _turn(self) -> float:
        """Seconds until the next turn."""
        try:
            await self._look()
        except TelegramError as error:
            self._refusals += isinstance(error, TokenRefused)
            if self._refusals > REFUSALS_BORNE:
                raise
            seconds = pause_after(error, self._failures)
            self._failures += 1
            _log.warning("The webhook is not set (%s); next attempt in %.0f s.", error, seconds)
            return seconds
        self._failures = self._refusals = 0
        return _LOOKS_EVERY

    async def _look(self) -> None:
        if not self._is_set:
            # Always at the start, because nobody can ask for the secret that Telegram has.
            await self._telegram.take_webhook(self._url, self._secret)
            self._is_set = True
        delivery = await self._telegram.find_delivery()
        if not delivery.is_to(self._url):
            self._is_set = False
            self._tell("webhook-replaced")
            await self._telegram.take_webhook(self._url, self._secret)
            self._is_set = True
        elif is_failing(delivery, self._clock()):
            self._note_failure(delivery)
            return
        elif self._failing or self._is_told:
            self._note_success()
        self._beat()

    def _note_failure(self, delivery: Delivery) -> None:
        self._failing += 1
        _log.warning("Telegram cannot deliver %d updates (%s).", delivery.waiting, delivery.failure)
        if self._failing == _LOOKS_BORNE:
            self._is_told = True
            self._tell("webhook-failing")

    def _note_success(self) -> None:
        self._failing, self._is_told = 0, False
        with self._store.transaction():
            self._alerts.tell_end("webhook-failing", "webhook-works", self._clock())

    def _tell(self, trouble: str) -> None:
        with self._store.transaction():
            self._alerts.tell_once(trouble, self._clock())
