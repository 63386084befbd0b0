"""The service's log of verifications, read once for all who want to know."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.ekyc import EkycClient, EkycMisunderstood, EkycRefused, LogRow

_log = logging.getLogger(__name__)

_PER_PAGE = 50
FEWEST_PAGES = 5


class VerificationLog:
    """`is_understood` tells whether the last reading was one; at first nothing is."""

    def __init__(self, service: EkycClient, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._clock = clock
        self._reading = asyncio.Lock()
        self._rows: tuple[LogRow, ...] | None = None
        self._read_at: datetime | None = None
        self.is_understood = False

    async def rows(
        self, *, since: datetime, most_pages: int = FEWEST_PAGES
    ) -> tuple[LogRow, ...] | None:
        """The newest rows, read at `since` or later; None where their form is not understood.

        Raises EkycUnavailable and EkycDenied.
        """
        async with self._reading:
            if self._read_at is None or self._read_at < since:
                begun_at = self._clock()
                self._rows = await self._sweep(most_pages)
                self._read_at = begun_at
            return self._rows

    async def _sweep(self, most_pages: int) -> tuple[LogRow, ...] | None:
        try:
            rows = await self._service.sweep_log(per_page=_PER_PAGE, most_pages=most_pages)
        except (EkycMisunderstood, EkycRefused) as error:
            if self.is_understood or self._read_at is None:
                _log.warning("The log is not understood (%s).", type(error).__name__)
            self.is_understood = False
            return None
        self.is_understood = True
        return rows
