"""How a loop waits: for a nudge, for the next due time, or for the end, whichever is first."""

import asyncio
from collections.abc import Collection


class Nudge:
    """Wakes the loop that waits on it; nudges that come while it works are not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def give(self) -> None:
        self._event.set()

    async def wait(
        self,
        seconds: float | None,
        *,
        stop: asyncio.Event,
        besides: Collection[asyncio.Task[None]] = (),
    ) -> None:
        """Return at the first of: a nudge, the stop, the end of a task, or the time."""
        waiters = [asyncio.create_task(self._event.wait()), asyncio.create_task(stop.wait())]
        try:
            await asyncio.wait(
                [*waiters, *besides], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
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
