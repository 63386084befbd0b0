"""The eKYC service with our manners: questions at a gentle pace, one alert for a refused token."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from bot.authorities import authorities
from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycError,
    EkycUnavailable,
    LogPage,
    Picture,
    Reading,
    Registration,
    Status,
)

#: Looks for verdicts are many and none is urgent; readings and submissions are not held back.
QUESTIONS_PER_SECOND = 5.0


class Pace:
    """Turns that follow each other at a fixed distance; after a pause the first comes at once."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next_at = 0.0  # on the loop's clock

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        begins_at = max(now, self._next_at)
        self._next_at = begins_at + self._gap
        await asyncio.sleep(begins_at - now)


class PoliteService(EkycClient):
    """The client; it tells each time whether the service has refused the token or taken it."""

    def __init__(
        self, *, url: str, token: str, on_denied: Callable[[], None], on_served: Callable[[], None]
    ) -> None:
        super().__init__(url=url, token=token, authorities=authorities())
        self._on_denied = on_denied
        self._on_served = on_served
        self._pace = Pace(QUESTIONS_PER_SECOND)

    async def read_card(self, front: Picture, back: Picture, *, crop: bool = True) -> Reading:
        with self._noticed():
            return await super().read_card(front, back, crop=crop)

    async def submit(self, registration: Registration, photo: Picture) -> None:
        with self._noticed():
            await super().submit(registration, photo)

    async def ask_status(self, mobile_number: str) -> Status:
        await self._pace.turn()
        with self._noticed():
            return await super().ask_status(mobile_number)

    async def list_log(self, *, status: str = "all", page: int = 1, per_page: int = 50) -> LogPage:
        """One page; `sweep_log` calls this for each of its pages."""
        await self._pace.turn()
        with self._noticed():
            return await super().list_log(status=status, page=page, per_page=per_page)

    @contextlib.contextmanager
    def _noticed(self) -> Iterator[None]:
        try:
            yield
        except EkycDenied:
            self._on_denied()
            raise
        except EkycUnavailable:
            raise
        except EkycError:
            self._on_served()
            raise
        self._on_served()
