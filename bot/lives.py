"""Several equal processes on one PostgreSQL: one has the seat and serves, the others are hot.

The seat is a lock of the very session that writes. Whoever loses the session has lost the seat and
can no longer commit anything; that ends a life of the process, and not the process. Nothing in
memory is carried over into the next life.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from bot.runtime.backoff import backoff
from bot.runtime.candidate import Candidate, Wait
from bot.runtime.threads import in_daemon_thread
from bot.runtime.watchdog import Watchdog
from bot.telegram.errors import AnotherPoller
from storage import Database, DatabaseFailed, Store

_log = logging.getLogger(__name__)

#: How often the session is tried while the loops have nothing to ask. Far less than the silence for
#: which the server takes the session away (storage/postgres.py). What other processes commit is
#: heard with the answer.
_TRIES_EVERY = 0.2  # seconds

#: A server that hangs without dying holds the loops in the middle of a statement. Its keepalives
#: end a lost connection after 11 s.
_DATABASE_PATIENCE = 30.0  # seconds
_NO_ANSWER = "The database has not answered for too long"
_NOT_OPENED = "The database could not be looked for for too long"

#: How long a candidate that is told to stop may take; its thread does not keep the process.
_GRACE_SECONDS = 0.5

#: Lives that end sooner are followed by growing pauses.
_SHORT_LIFE = 60.0  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=0.2), timedelta(seconds=5)

#: Right after a takeover Telegram may still hold the last poll of the process before, which can
#: also have thawed and poll once more. A poller that stays is no bot of this database.
_CONFLICTS_BORNE = 5

Serve = Callable[[Store], Awaitable[None]]


class Lives:
    """`opened` opens a session with the database.

    `on_hot` is called when this process could take over at once; `waiting` gives a context that
    lasts while it waits, and takes a function that says what is missing until it is hot.
    """

    def __init__(
        self,
        opened: Callable[[], Database],
        stop: asyncio.Event,
        watchdog: Watchdog,
        *,
        on_hot: Callable[[], None],
        waiting: Callable[[Callable[[], str]], contextlib.AbstractAsyncContextManager[None]],
    ) -> None:
        self._stop = stop
        self._watchdog = watchdog
        self._on_hot = on_hot
        self._waiting = waiting
        self._candidate = Candidate(opened, self._note_wait, self._beat)
        self._wait = Wait.DATABASE
        self._short_lives = 0
        self._conflicts = 0

    async def run(self, serve: Serve) -> None:
        """Serve whenever this process has the seat, until the stop.

        Raises DatabaseUnusable when the first session cannot be opened, AnotherPoller when one
        stays, and whatever else `serve` raises but DatabaseFailed.
        """
        while database := await self._seated():
            _log.info("This process has the seat and serves.")
            began = time.monotonic()
            try:
                await self._live(database, serve)
            except DatabaseFailed as failed:
                _log.warning("The session with the database is lost: %s. Beginning again.", failed)
            except AnotherPoller:
                self._conflicts += 1
                if self._conflicts > _CONFLICTS_BORNE:
                    raise
                _log.warning("Another process takes this bot's updates. Beginning again.")
            finally:
                self._watchdog.forget()
                database.close()
            await self._pause(time.monotonic() - began)

    async def _seated(self) -> Database | None:
        """A session that has the seat; None at the stop."""
        if self._stop.is_set():
            return None
        halt, self._wait = threading.Event(), Wait.DATABASE
        async with self._waiting(self._problem):
            waiting = asyncio.create_task(in_daemon_thread(lambda: self._candidate.seated(halt)))
            stopping = asyncio.create_task(self._stop.wait())
            try:
                await asyncio.wait((waiting, stopping), return_when=asyncio.FIRST_COMPLETED)
            finally:
                halt.set()
                stopping.cancel()
                await asyncio.wait((waiting,), timeout=_GRACE_SECONDS)
        if not waiting.done():
            waiting.cancel()
            return None
        database = waiting.result()
        if database and self._stop.is_set():
            database.close()
            return None
        return database

    def _note_wait(self, wait: Wait) -> None:
        """Called in the thread of the candidate."""
        self._wait = wait
        self._watchdog.forget()
        if wait is Wait.DATABASE:
            self._watchdog.pulse(_NOT_OPENED)
        else:
            self._on_hot()

    def _beat(self) -> None:
        self._watchdog.pulse(_NO_ANSWER, patience=_DATABASE_PATIENCE)

    def _problem(self) -> str:
        return "the database is not reached" if self._wait is Wait.DATABASE else ""

    async def _live(self, database: Database, serve: Serve) -> None:
        async with _tried(database, self._beat) as lost:
            serving = asyncio.ensure_future(serve(Store(database)))
            try:
                await asyncio.wait((serving, lost), return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not serving.done():
                    serving.cancel()
                (ended,) = await asyncio.gather(serving, return_exceptions=True)
            if lost.done():  # what breaks while it ends has the same cause
                lost.result()
            if ended:
                raise ended

    async def _pause(self, lived: float) -> None:
        """Wait a moment, longer after each of several short lives, or until the stop."""
        self._short_lives = self._short_lives + 1 if lived < _SHORT_LIFE else 0
        if not self._short_lives:
            self._conflicts = 0
        pause = backoff(self._short_lives, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), pause.total_seconds())


@contextlib.asynccontextmanager
async def _tried(
    database: Database, beat: Callable[[], None]
) -> AsyncIterator["asyncio.Task[None]"]:
    """A task that tries the session during the block; it ends with DatabaseFailed."""

    async def try_it() -> None:
        while True:
            database.row("select 1")
            beat()
            await asyncio.sleep(_TRIES_EVERY)

    trying = asyncio.create_task(try_it())
    try:
        yield trying
    finally:
        trying.cancel()
        await asyncio.wait((trying,))
