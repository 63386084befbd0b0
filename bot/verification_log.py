"""The service's log of verifications, read once for all who want to know."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.ekyc import EkycClient, EkycMisunderstood, EkycRefused, LogRow, LogSweep

_log = logging.getLogger(__name__)

_PER_PAGE = 50
FEWEST_PAGES = 5


class VerificationLog:
    """`is_understood` tells whether the last reading was one; at first nothing is."""

    def __init__(self, service: EkycClient, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._clock = clock
        self._reading = asyncio.Lock()
        self._sweep: LogSweep | None = None
        self._read_at: datetime | None = None
        self.is_understood = False

    async def rows(
        self, *, since: datetime, most_pages: int = FEWEST_PAGES
    ) -> tuple[LogRow, ...] | None:
        """The newest rows, read at `since` or later; None where their form is not understood.

        Raises EkycUnavailable and EkycDenied.
        """
        sweep = await self.sweep(since=since, most_pages=most_pages)
        return None if sweep is None else sweep.rows

    async def sweep(self, *, since: datetime, most_pages: int = FEWEST_PAGES) -> LogSweep | None:
        """The same, and whether these are all the rows there are."""
        async with self._reading:
            if self._read_at is None or self._read_at < since:
                begun_at = self._clock()
                self._sweep = await self._read(most_pages)
                self._read_at = begun_at
            return self._sweep

    async def _read(self, most_pages: int) -> LogSweep | None:
        try:
            sweep = await self._service.sweep_log(per_page=_PER_PAGE, most_pages=most_pages)
        except (EkycMisunderstood, EkycRefused) as error:
            if self.is_understood or self._read_at is None:
                _log.warning("The log is not understood (%s).", type(error).__name__)
            self.is_understood = False
            return None
        self.is_understood = True
        return sweep
