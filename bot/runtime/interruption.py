"""Work that the stop interrupts."""

import asyncio
import contextlib
from collections.abc import Coroutine


async def unless(stop: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Do the work, or cancel it when the stop comes first."""
    doing, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((doing, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not doing.done():
            doing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await doing
