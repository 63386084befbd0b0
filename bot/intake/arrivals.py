"""Updates whose requests wait for the commit that decides them."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Telegram posts 40 at once; more are repeats of requests that were cut off.
_MOST_WAITING = 400


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """`saved` becomes whether the update is on disk."""

    update: Mapping[str, Any] = field(repr=False)
    saved: asyncio.Future[bool]


class Arrivals:
    """One for a process. It takes updates only while somebody decides them."""

    def __init__(self) -> None:
        self._waiting: list[Arrival] = []
        self._came = asyncio.Event()
        self._is_open = False

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    async def enqueue(self, update: Mapping[str, Any]) -> bool:
        """Have the update decided; returns whether it is on disk, or has to be sent again."""
        if not self._is_open or len(self._waiting) >= _MOST_WAITING:
            return False
        arrival = Arrival(update, asyncio.get_running_loop().create_future())
        self._waiting.append(arrival)
        self._came.set()
        return await arrival.saved

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Take updates during the block; those still waiting at its end are refused."""
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            _answer(self._waiting, is_saved=False)
            self._waiting.clear()

    async def come(self, seconds: float, stop: asyncio.Event) -> None:
        """Return as soon as updates wait, at the stop, or after that time."""
        waits = [asyncio.ensure_future(each) for each in (self._came.wait(), stop.wait())]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    @contextlib.contextmanager
    def batch(self, most: int) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The oldest waiting updates, in the order of their numbers.

        Their requests succeed when the block ends without an exception.
        """
        batch, self._waiting = self._waiting[:most], self._waiting[most:]
        if not self._waiting:
            self._came.clear()
        is_saved = False
        try:
            # Telegram posts a message and a press of the same chat at the same time.
            yield sorted((each.update for each in batch), key=lambda update: update["update_id"])
            is_saved = True
        finally:
            _answer(batch, is_saved=is_saved)


def _answer(arrivals: Sequence[Arrival], *, is_saved: bool) -> None:
    for each in arrivals:
        if not each.saved.done():  # else its request was cancelled
            each.saved.set_result(is_saved)
