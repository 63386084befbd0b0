"""Signals: SIGTERM and Ctrl-C end the process in order, within five seconds at most."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)

_DEADLINE_SECONDS = 4.5


def stop_on_signals(stop: asyncio.Event, on_stop: Callable[[], None] = lambda: None) -> None:
    """Set `stop` and call `on_stop` on the first signal; further ones change nothing.

    Threads can outlive the loops: a name server that does not answer holds one for half a minute,
    and Python waits for it. A database that does not answer holds the loop itself. Everything that
    was committed is safe, so after the deadline the process exits.
    """
    loop = asyncio.get_running_loop()
    has_begun = False

    def begin(*_: object) -> None:
        nonlocal has_begun
        if has_begun:
            return
        has_begun = True
        last_resort = threading.Timer(_DEADLINE_SECONDS, _go)
        last_resort.daemon = True
        last_resort.start()
        on_stop()
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(stop.set)

    # Not the loop's own handlers, which it calls only when it is free.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, begin)


def _go() -> None:
    _log.warning("Shutdown timed out; exiting now. Nothing is lost.")
    os._exit(0)
