"""The service's log of verifications, read once for everyone who asks."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.ekyc import EkycClient, EkycMisunderstood, EkycRefused, LogRow, LogSweep
from bot.verdicts.pending_list import PendingList
from bot.verdicts.standing import StandingVerdicts

_log = logging.getLogger(__name__)

_PER_PAGE = 50
FEWEST_PAGES = 5

#: A page of a long list, about 160 kB. A service that silently caps its pages is asked for more of
#: them; one that refuses the number is asked for pages of `_PER_PAGE` from then on.
_LONG_PAGE = 1000
#: How long the pending list from before an outage is used to find who has left it.
_KNOWN_FOR = timedelta(minutes=15)
_A_SHORT_LIST = 40  # half a page may be rows of others


class VerificationLog:
    """`is_understood` says whether the last reading succeeded; at first it is False."""

    def __init__(self, service: EkycClient, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._clock = clock
        self._reading = asyncio.Lock()
        self._sweep: LogSweep | None = None
        self._read_at: datetime | None = None
        self._most_per_page = _LONG_PAGE
        self._longest = 0
        self._pending_at: datetime | None = None
        self.is_understood = False
        self.pending = PendingList()
        self.standing = StandingVerdicts(service, clock)

    async def rows(
        self, *, since: datetime, most_pages: int = FEWEST_PAGES
    ) -> tuple[LogRow, ...] | None:
        """The newest rows, read at `since` or later; None if their form is unknown.

        Raises EkycUnavailable and EkycDenied.
        """
        sweep = await self.sweep(since=since, most_pages=most_pages)
        return None if sweep is None else sweep.rows

    async def sweep(self, *, since: datetime, most_pages: int = FEWEST_PAGES) -> LogSweep | None:
        """The same, and whether these are all the rows."""
        async with self._reading:
            if self._read_at is None or self._read_at < since:
                begun_at = self._clock()
                self._sweep = await self._read(per_page=_PER_PAGE, most_pages=most_pages)
                self._read_at = begun_at
            return self._sweep

    async def read_pending(self, expected: int) -> None:
        """Update `pending`, on which `expected` of ours should be.

        Raises EkycUnavailable and EkycDenied; the list from before an outage stays usable for a
        while.
        """
        if self._pending_at is None or self._clock() - self._pending_at > _KNOWN_FOR:
            self.pending = PendingList()
        wanted = _PER_PAGE if expected <= _A_SHORT_LIST else self._most_per_page
        a_page = min(wanted, self._longest or _PER_PAGE)
        most_pages = 2 * (FEWEST_PAGES + expected // a_page)  # half of the rows may be of others
        begun_at = self._clock()
        async with self._reading:
            sweep = await self._read(
                status="pending", per_page=wanted, most_pages=most_pages, longest=self._longest
            )
        if sweep is None:
            self._most_per_page = _PER_PAGE
            self.pending = PendingList()
        else:
            self._pending_at = begun_at
            self.pending.take(sweep)

    async def _read(
        self, *, per_page: int, most_pages: int, status: str = "all", longest: int = 0
    ) -> LogSweep | None:
        try:
            sweep = await self._service.sweep_log(
                status=status, per_page=per_page, most_pages=most_pages, longest=longest
            )
        except (EkycMisunderstood, EkycRefused) as error:
            if self.is_understood or self._read_at is None:
                _log.warning("The log is not understood (%s).", type(error).__name__)
            self.is_understood = False
            return None
        self.is_understood = True
        self._longest = max(self._longest, *(len(page) for page in sweep.pages), 0)
        return sweep
