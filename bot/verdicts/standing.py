"""Which verdicts are unchanged, found for many at once from the newest pages of the log."""

import asyncio
from dataclasses import dataclass, field

from bot.ekyc import EkycClient, EkycMisunderstood, EkycRefused, State
from bot.runtime.timer import Timer
from bot.verdicts.pending_list import Person, person

_PER_PAGE = 1000
_KEPT = 300.0  # seconds


@dataclass(slots=True)
class _Newest:
    """What was read of the log since then, and how many status calls it saved."""

    begun_at: float
    token: str  # its digest
    pages: int = 0
    spared: int = 0
    is_all: bool = False
    said: dict[Person, set[State]] = field(default_factory=dict, repr=False)

    def is_worth_another_page(self) -> bool:
        return not self.is_all and self.pages <= self.spared


class StandingVerdicts:
    """A page is read only if the earlier ones saved as many status calls as they cost."""

    def __init__(self, service: EkycClient, timer: Timer) -> None:
        self._service = service
        self._timer = timer
        self._newest: _Newest | None = None
        self._reading = asyncio.Lock()

    async def has(self, someone: Person, state: State) -> bool:
        """Whether the log says this and nothing else about the person; False if it is not seen.

        Raises EkycUnavailable and EkycDenied.
        """
        newest = self._newest
        if newest is None or not self._is_current(newest):
            newest = self._newest = _Newest(self._timer.now(), self._service.token_digest)
        async with self._reading:
            if someone not in newest.said and newest.is_worth_another_page():
                await self._read_on(newest)
        if newest.said.get(someone) != {state}:
            return False
        newest.spared += 1
        return True

    def _is_current(self, newest: _Newest) -> bool:
        is_kept = newest.begun_at >= self._timer.now() - _KEPT
        return is_kept and self._service.has_token(newest.token)

    async def _read_on(self, newest: _Newest) -> None:
        newest.pages += 1
        try:
            page = await self._service.list_log(page=newest.pages, per_page=_PER_PAGE)
        except (EkycMisunderstood, EkycRefused):
            newest.is_all = True
            return
        before = len(newest.said)
        for row in page.rows:
            someone = person(row.mobile_number, row.nid_number)
            newest.said.setdefault(someone, set()).add(row.state)
        newest.is_all = len(newest.said) == before
