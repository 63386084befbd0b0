"""Long reads in a process of their own, which hold up neither the loop nor its database.

In a thread they would: it takes turns with the loop for the interpreter at each row.

    ReadingDelayed    the database takes no other session now, or ended it; read again later
    ReadingFailed     our own program is at fault, or the process was killed
"""

import logging
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bot.runtime.process_pool import ProcessEnded, ProcessPool
from storage import DatabaseFailed, DatabaseUnusable, Store
from storage.opening import is_postgres

_log = logging.getLogger(__name__)

Found = TypeVar("Found")

#: An export's part takes seconds, and nobody's report waits behind it.
_AT_ONCE = 2

_DEADLINE = 600.0  # seconds, on a busy machine
#: Behind agents' photos (bot/pictures/pool.py): nobody waits for a file as for a question.
_NICENESS = 15

_LONGEST_REPLY = 256 * 1024 * 1024  # bytes; Telegram takes files of 50 MB


class ReadingDelayed(Exception):
    """The database takes no other session now, or ended it; the one that serves is well."""


class ReadingFailed(Exception):
    """Our own program is at fault, or the process was killed."""


class Reader(ProcessPool):
    """Reads one database; closed at the end of an `async with`."""

    def __init__(self, address: Path | str, key: str) -> None:
        self._database = (str(address), key)
        super().__init__(
            "bot.reports.reading_process",
            at_once=_AT_ONCE,
            deadline=_DEADLINE,
            longest_reply=_LONGEST_REPLY,
            niceness=_NICENESS,
            environment=_environment() if is_postgres(address) else {},
        )

    async def read(self, read: Callable[[Store], Found]) -> Found:
        """The result of `read`, a function of a module or a partial of one, on a read-only store.

        Raises ReadingDelayed and ReadingFailed.
        """
        request = pickle.dumps((self._database, read))
        async with self.worker() as worker:
            try:
                reply: Any = pickle.loads(await worker.ask(request))  # noqa: S301 - our own process
            except ProcessEnded as ended:
                raise ReadingFailed(str(ended)) from None
        match reply:
            case DatabaseFailed() | DatabaseUnusable():
                raise ReadingDelayed(str(reply))
            case ReadingFailed():
                raise reply
        found: Found = reply
        return found


def _environment() -> dict[str, str]:
    """What the driver of PostgreSQL looks at."""
    return {name: value for name, value in os.environ.items() if name == "HOME" or name[:2] == "PG"}
