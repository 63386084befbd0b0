"""Long reads in a thread with a separate connection, so that the loop is not held up."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from storage import Store

Found = TypeVar("Found")

#: Not the threads of the loop itself: in the evening all supervisors' reports are read together.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="reading")


class Abandoned(Exception):
    """The result is no longer needed, because the bot ends."""


async def read_apart(store: Store, read: Callable[[Store, Callable[[], None]], Found]) -> Found:
    """The result of `read` on a separate store.

    A thread cannot be cancelled, so `read` calls its second argument every few milliseconds, which
    raises Abandoned to end it. Raises DatabaseFailed.
    """
    is_over = threading.Event()

    def go_on() -> None:
        if is_over.is_set():
            raise Abandoned

    def work() -> Found:
        with store.reading() as own:
            return read(own, go_on)

    try:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, work)
    finally:
        is_over.set()
