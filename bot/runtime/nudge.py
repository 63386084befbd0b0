"""How a loop waits: for a nudge, for the next due time, or for the end, whichever is first."""

import asyncio
from collections.abc import Callable, Collection

_LONGEST_WAIT = 60.0  # seconds; due times are wall-clock times, and clocks are set sometimes


class Nudge:
    """Wakes the loop that waits on it; nudges that come while it works are not lost."""

    def __init__(self, beat: Callable[[], None] | None = None) -> None:
        """`beat` is called whenever the loop has come round."""
        self._event = asyncio.Event()
        self._beat = beat

    def give(self) -> None:
        self._event.set()

    def give_after(self, task: asyncio.Task[None]) -> asyncio.Task[None]:
        """Wake the loop when the task has ended, however it ends."""
        task.add_done_callback(lambda _: self.give())
        return task

    async def wait(self, seconds: float | None, *, stop: asyncio.Event) -> None:
        """Return at the first of: a nudge, the stop, or the time (None: no time is set)."""
        if self._beat:
            self._beat()
        waiters = [asyncio.create_task(self._event.wait()), asyncio.create_task(stop.wait())]
        longest = _LONGEST_WAIT if seconds is None else min(seconds, _LONGEST_WAIT)
        try:
            await asyncio.wait(waiters, timeout=longest, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in waiters:
                waiter.cancel()
            self._event.clear()


async def finish_or_cancel(tasks: Collection[asyncio.Task[None]], grace: float) -> None:
    """Give running work `grace` seconds to end; what is cut off then is owed still."""
    if not tasks:
        return
    _, running = await asyncio.wait(tasks, timeout=grace)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
