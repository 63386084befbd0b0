"""The loop that decides the updates that Telegram posts, and answers once they are saved."""

import asyncio
from collections.abc import Callable

from bot.intake.arrivals import Arrivals
from bot.intake.batch import LARGEST_BATCH, Intake

#: Other processes may have queued updates.
_LOOKS_EVERY = 60.0  # seconds


class Receiving:
    """The twin of `Polling` for a webhook; `beat` is called after every batch."""

    def __init__(self, arrivals: Arrivals, intake: Intake, *, beat: Callable[[], None]) -> None:
        self._arrivals = arrivals
        self._intake = intake
        self._beat = beat

    async def run(self, stop: asyncio.Event) -> None:
        """Decide until `stop`; requests that still wait then are refused, and come again.

        Raises DatabaseFailed.
        """
        with self._arrivals.opened():
            while not stop.is_set():
                if not self._intake.is_behind:
                    await self._arrivals.come(_LOOKS_EVERY, stop)
                if not stop.is_set():
                    self._take()
                # The answers go out, and other loops and requests get their turn.
                await asyncio.sleep(0)

    def _take(self) -> None:
        with self._arrivals.batch(LARGEST_BATCH) as updates:
            self._intake.take(updates)
        if updates:
            self._beat()
