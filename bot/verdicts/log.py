"""The service's log of verifications, read once for everyone who asks."""

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from datetime import date

from bot.ekyc import (
    EkycClient,
    EkycError,
    EkycMisunderstood,
    EkycRefused,
    EkycUnavailable,
    LogPage,
    LogSweep,
    State,
    sweep_log,
)
from bot.ekyc.paging import unique_rows
from bot.runtime.timer import Timer
from bot.verdicts.look import is_before, reaches
from bot.verdicts.pending_list import PendingList, Person
from bot.verdicts.standing import StandingVerdicts

_log = logging.getLogger(__name__)

_PER_PAGE = 50
_SHORT_PAGE = 20  # where `_PER_PAGE` is refused: what later servers have (docs/ekyc-api.md, 3.3)
FEWEST_PAGES = 5

#: A page of a long list, about 160 kB. A service that silently caps its pages is asked for more of
#: them; one that refuses the number is asked for pages of `_PER_PAGE` from then on.
_LONG_PAGE = 1000

#: The most pages read to find one record. At the limited rate this takes about ten seconds; long
#: pages are fewer, so that at most 10,000 rows are scanned.
_MOST_PAGES = 40
_MOST_LONG_PAGES = 10

#: For how many seconds a reading also serves later questions.
LOG_KEPT = 60.0

#: For how many seconds the list from before an outage is used to find who has left it.
_KNOWN_FOR = 900.0
_A_SHORT_LIST = 40  # half a page may be rows of others


class VerificationLog:
    """`is_understood` says whether the last reading succeeded; at first it is False.

    Times are the timer's, so that no change of the clock makes an old reading look new. What was
    read with another token than the service's present one is forgotten: it may be of another
    account.
    """

    def __init__(self, service: EkycClient, timer: Timer) -> None:
        self._service = service
        self._timer = timer
        self._reading = asyncio.Lock()
        self._sweep: LogSweep | None = None
        self._read_at: float | None = None
        self._read_with = ""  # the digest of the token
        self._sent_at: dict[str, float] = {}  # by mobile number
        self._per_page, self._most_per_page = _PER_PAGE, _LONG_PAGE
        self._longest = 0
        self._pending_at: float | None = None
        self.is_understood = False
        self._pending, self._pending_of = PendingList(), service.token_digest
        self.standing = StandingVerdicts(service, timer)

    @property
    def token(self) -> str:
        """The digest of the token that it is read with."""
        return self._service.token_digest

    @property
    def pending(self) -> PendingList:
        """The list of pending ones as it was last read."""
        if not self._service.has_token(self._pending_of):
            self._forget_pending()
        return self._pending

    def _forget_pending(self) -> None:
        self._pending, self._pending_of = PendingList(), self._service.token_digest

    def note_sent(self, mobile_number: str) -> None:
        """Something was sent for that number: earlier readings say nothing about it."""
        now = self._timer.now()
        self._sent_at = {number: at for number, at in self._sent_at.items() if at > now - LOG_KEPT}
        self._sent_at[mobile_number] = now

    async def sweep(
        self,
        *,
        someone: Person | None = None,
        kept: float = 0.0,
        back_to: date | None = None,
    ) -> LogSweep | None:
        """The newest rows, or all back to that day; None where their form is not understood.

        A reading from the last `kept` seconds is used again if it goes back that far, nothing was
        sent for the person's mobile number since, and no newer list of pending ones misses the
        person. Raises EkycUnavailable and EkycDenied.
        """
        async with self._reading:
            if not self._serves(someone, kept, back_to):
                begun_at = self._timer.now()
                self._sweep = await self._read_back(back_to)
                self._read_at, self._read_with = begun_at, self._service.token_digest
            return self._sweep

    async def decided(self, state: State, back_to: date) -> LogSweep | None:
        """Only the rows in that state, if `all` is too long to be read back to the day."""
        async with self._reading:
            return await self._read_back(back_to, status=state)

    def _serves(self, someone: Person | None, kept: float, back_to: date | None) -> bool:
        """Whether the last reading answers a question, about that person if one is named."""
        sweep, read_at = self._sweep, self._read_at
        if read_at is None or read_at < self._timer.now() - kept:
            return False
        if not self._service.has_token(self._read_with):
            return False
        if someone and read_at <= self._sent_at.get(someone[0], -math.inf):
            return False
        if someone and self._has_left_since(someone, read_at):
            return False
        return back_to is None or sweep is None or reaches(sweep, back_to)

    def _has_left_since(self, someone: Person, read_at: float) -> bool:
        """Whether the list of pending ones, read after that, does not show the person."""
        listed_at = self._pending_at
        is_newer = listed_at is not None and listed_at > read_at
        return is_newer and self.pending.is_whole and someone not in self.pending

    async def _read_back(self, day: date | None, status: str = "all") -> LogSweep | None:
        if day is None:
            return await self._read(per_page=self._per_page, most_pages=FEWEST_PAGES, status=status)

        def is_reached(pages: Sequence[LogPage]) -> bool:
            return is_before(unique_rows(pages), day)

        if self._most_per_page > self._per_page:
            sweep = await self._read(
                per_page=self._most_per_page,
                most_pages=_MOST_LONG_PAGES,
                status=status,
                until=is_reached,
            )
            # A service may silently cap its pages, so that this few are not enough.
            if sweep and (reaches(sweep, day) or len(sweep.rows) > _MOST_LONG_PAGES * _PER_PAGE):
                return sweep
            if sweep is None:
                self._most_per_page = self._per_page
        return await self._read(
            per_page=self._per_page, most_pages=_MOST_PAGES, status=status, until=is_reached
        )

    async def read_pending(self, expected: int) -> None:
        """Bring `pending` up to date, on which `expected` of ours should be.

        Raises EkycUnavailable and EkycDenied; the list from before an outage stays usable for a
        while.
        """
        if self._pending_at is None or self._timer.now() - self._pending_at > _KNOWN_FOR:
            self._forget_pending()
        wanted = self._per_page if expected <= _A_SHORT_LIST else self._most_per_page
        a_page = min(wanted, self._longest or _PER_PAGE)
        most_pages = 2 * (FEWEST_PAGES + expected // a_page)  # half of the rows may be of others
        begun_at = self._timer.now()
        async with self._reading:
            sweep = await self._read(
                status="pending", per_page=wanted, most_pages=most_pages, longest=self._longest
            )
        if sweep is None:
            self._most_per_page = self._per_page
            self._forget_pending()
        else:
            self._pending_at = begun_at
            self.pending.take(sweep)

    async def _read(
        self,
        *,
        per_page: int,
        most_pages: int,
        status: str = "all",
        longest: int = 0,
        until: Callable[[Sequence[LogPage]], bool] = lambda _: False,
    ) -> LogSweep | None:
        token = self._service.token_digest
        try:
            sweep = await sweep_log(
                self._service,
                status=status,
                per_page=per_page,
                most_pages=most_pages,
                longest=longest,
                until=until,
            )
        except (EkycMisunderstood, EkycRefused) as error:
            if isinstance(error, EkycRefused) and _SHORT_PAGE < per_page <= _PER_PAGE:
                short = await self._read(
                    per_page=_SHORT_PAGE,
                    most_pages=most_pages,
                    status=status,
                    longest=longest,
                    until=until,
                )
                if short is not None:
                    self._per_page = self._most_per_page = _SHORT_PAGE
                return short
            self._note_misunderstood(error)
            return None
        if not self._service.has_token(token):  # its pages may be of two accounts
            raise EkycUnavailable("The token was replaced while the log was read")
        self.is_understood = True
        self._longest = max(self._longest, *(len(page) for page in sweep.pages), 0)
        return sweep

    def _note_misunderstood(self, error: EkycError) -> None:
        if self.is_understood or self._read_at is None:
            _log.warning(
                "The service's log is not understood (%s); status calls take its place.",
                type(error).__name__,
            )
        self.is_understood = False
