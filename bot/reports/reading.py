"""Long reading in a thread with a connection of its own, so that nobody waits for it."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from storage import Store

Found = TypeVar("Found")


class Abandoned(Exception):
    """Nobody waits for the result: the bot ends."""


async def read_apart(store: Store, read: Callable[[Store, Callable[[], None]], Found]) -> Found:
    """What `read` makes of a store that only it uses.

    A thread cannot be broken off, so `read` calls what it is given as its second argument every
    few milliseconds, and ends with the Abandoned that this raises. Raises DatabaseFailed.
    """
    is_over = threading.Event()

    def go_on() -> None:
        if is_over.is_set():
            raise Abandoned

    def work() -> Found:
        with store.reading() as own:
            return read(own, go_on)

    try:
        return await asyncio.to_thread(work)
    finally:
        is_over.set()
