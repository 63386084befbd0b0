"""How a loop waits: for a nudge, for the next due time, or for the end, whichever is first."""

import asyncio
from collections.abc import Callable, Collection

from bot.runtime.pauses import pause_between_slices
from bot.runtime.timer import Timer

_LONGEST_WAIT = 60.0  # seconds; due times are wall-clock times, and clocks are set sometimes


class Nudge:
    """Wakes the loop that waits on it; nudges during its work are not lost."""

    def __init__(self, timer: Timer, beat: Callable[[], None] = lambda: None) -> None:
        """`beat` is called on every round of the loop."""
        self._timer = timer
        self._event = asyncio.Event()
        self._beat = beat

    def give(self) -> None:
        self._event.set()

    def give_after(self, task: asyncio.Task[None]) -> asyncio.Task[None]:
        """Wake the loop when the task has ended, however it ends."""
        task.add_done_callback(lambda _: self.give())
        return task

    async def wait(self, seconds: float | None, *, stop: asyncio.Event) -> None:
        """Return at a nudge, the stop, or the time, whichever is first (None: no time is set)."""
        self._beat()
        longest = _LONGEST_WAIT if seconds is None else min(seconds, _LONGEST_WAIT)
        waits = (self._event.wait(), stop.wait(), self._timer.sleep(longest))
        waiters = [asyncio.ensure_future(each) for each in waits]
        try:
            await asyncio.wait(waiters, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in waiters:
                waiter.cancel()
            self._event.clear()

    async def let_others_run(self) -> None:
        """Yield during long work, and report that the loop is alive."""
        self._beat()
        await pause_between_slices()

    async def finish_or_cancel(self, tasks: Collection[asyncio.Task[None]], grace: float) -> None:
        """Give running work `grace` seconds to end; whatever is cut off then stays owed."""
        if not tasks:
            return
        ended = asyncio.gather(*tasks, return_exceptions=True)
        deadline = asyncio.ensure_future(self._timer.sleep(grace))
        await asyncio.wait((ended, deadline), return_when=asyncio.FIRST_COMPLETED)
        deadline.cancel()
        for task in tasks:
            task.cancel()
        await ended
