"""Signals: SIGTERM and Ctrl-C end the process in order, within five seconds at most."""

import asyncio
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
    and Python waits for it. Everything is in the database by then, so after the deadline the
    process exits.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _begin_to_stop, stop, on_stop)


def _begin_to_stop(stop: asyncio.Event, on_stop: Callable[[], None]) -> None:
    if stop.is_set():
        return
    stop.set()
    on_stop()
    last_resort = threading.Timer(_DEADLINE_SECONDS, _go)
    last_resort.daemon = True
    last_resort.start()


def _go() -> None:
    _log.warning("Shutdown timed out; exiting now. Nothing is lost.")
    os._exit(0)
