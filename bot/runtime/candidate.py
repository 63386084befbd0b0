"""A process that waits for its turn to serve: for the database, and then for the seat in it.

It works in a thread, because a server that does not answer would hold up the loop, and with it the
signals and the pages for the operator's tools.
"""

import enum
import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from bot.runtime.backoff import backoff
from storage import Database, DatabaseFailed, DatabaseUnusable

_log = logging.getLogger(__name__)

#: How often a free seat is looked for.
_LOOKS_EVERY = 0.2  # seconds

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=0.3), timedelta(seconds=5)


class Wait(enum.Enum):
    """What a process that does not serve waits for."""

    DATABASE = "database"
    SEAT = "seat"


class Candidate:
    """`opened` opens a session.

    In the thread, `on_wait` is called before each attempt to open one and when one is open, and
    `beat` whenever the database has answered.
    """

    def __init__(
        self,
        opened: Callable[[], Database],
        on_wait: Callable[[Wait], None],
        beat: Callable[[], None],
    ) -> None:
        self._opened = opened
        self._on_wait = on_wait
        self._beat = beat
        self._has_opened = False
        self._failures = 0
        self._told = ""

    def seated(self, halt: threading.Event) -> Database | None:
        """A session that has the seat, or None after `halt`.

        Raises DatabaseUnusable only for the first session: what was right once may be right again
        when a server has been restored, moved or brought up to date.
        """
        while not halt.is_set():
            self._on_wait(Wait.DATABASE)
            try:
                database = self._opened()
            except DatabaseUnusable as unusable:
                if not self._has_opened:
                    raise
                self._pause(str(unusable), halt)
                continue
            except DatabaseFailed as failed:
                self._pause(str(failed), halt)
                continue
            self._has_opened, self._told = True, ""
            self._on_wait(Wait.SEAT)
            is_seated = False
            try:
                is_seated = self._takes_seat(database, halt)
            except DatabaseFailed as failed:
                self._pause(str(failed), halt)
            finally:
                if not is_seated:
                    database.close()
            if is_seated:
                self._failures = 0
                return database
        return None

    def _takes_seat(self, database: Database, halt: threading.Event) -> bool:
        """Wait for the seat; False after `halt`."""
        is_told = False
        while not database.take_seat():
            self._failures = 0
            self._beat()
            if not is_told:
                _log.info("Waiting for the seat; another process serves.")
                is_told = True
            if halt.wait(_LOOKS_EVERY):
                return False
        self._beat()
        return True

    def _pause(self, reason: str, halt: threading.Event) -> None:
        if reason != self._told:
            _log.warning("Waiting for the database: %s.", reason.removesuffix("."))
            self._told = reason
        halt.wait(backoff(self._failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT).total_seconds())
        self._failures += 1
