"""How often a database is waited for, and by whom: behind a network each time is a trip."""

import inspect
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any

from storage import Database
from storage.database import Rows


class CountingDatabase:
    """Another database, whose questions, commits and savepoints are counted by caller.

    A begin, and what a transaction writes, goes with the next of these: storage/postgres_trips.py.
    A caller is the innermost function of the bot, and the method of storage that it calls.
    """

    def __init__(self, counted: Database) -> None:
        self._counted = counted
        self._depth = 0
        self.trips = Counter[str]()
        self.read = 0  # characters of all values that have come

    @contextmanager
    def transaction(self) -> Generator[None]:
        with self._transaction(self._counted.transaction()):
            yield

    @contextmanager
    def repeatable(self) -> Generator[None]:
        with self._transaction(self._counted.repeatable()):
            yield

    @contextmanager
    def _transaction(self, transaction: AbstractContextManager[None]) -> Generator[None]:
        self.trips[_caller("savepoint" if self._depth else "commit")] += 2 if self._depth else 1
        self._depth += 1
        try:
            with transaction:
                yield
        finally:
            self._depth -= 1

    def snapshot(self) -> AbstractContextManager[None]:
        return self._counted.snapshot()

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        self.trips[_caller(statement)] += 0 if self._depth else 1
        self._counted.run(statement, parameters)

    def changed(self, statement: str, parameters: Sequence[object] = ()) -> int:
        self.trips[_caller(statement)] += 1
        return self._counted.changed(statement, parameters)

    def soon(self, query: str, parameters: Sequence[object] = ()) -> Callable[[], Rows]:
        self.trips[_caller(query)] += 0 if self._depth else 1
        return self._counted.soon(query, parameters)

    @property
    def moment(self) -> int:
        return self._counted.moment

    def read_by(self, act: Callable[[], object]) -> int:
        """How many characters it reads, which is what a long list costs."""
        before = self.read
        act()
        return self.read - before

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.trips[_caller(query)] += 1
        rows = self._counted.rows(query, parameters)
        self.read += sum(len(str(value)) for row in rows for value in row)
        return rows

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        self.trips[_caller(query)] += 1
        return self._counted.row(query, parameters)

    @property
    def is_sealed(self) -> bool:
        return self._counted.is_sealed

    def seal(self, text: str, column: str, row: object) -> str:
        return self._counted.seal(text, column, row)

    def unseal(self, sealed: str, column: str, row: object) -> str:
        return self._counted.unseal(sealed, column, row)

    def scrub(self) -> bool:
        return self._counted.scrub()

    def take_seat(self) -> bool:
        return self._counted.take_seat()

    def announce(self) -> None:
        self._counted.announce()

    def listen(self, hear: Callable[[], None]) -> None:
        self._counted.listen(hear)

    def close(self) -> None:
        self._counted.close()


_ENGINES = {"storage.sqlite", "storage.postgres"}


def _caller(statement: str) -> str:
    method = statement.split(maxsplit=1)[0]
    frame: FrameType | None = inspect.currentframe()
    while frame:
        module, name = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
        if module.startswith("bot."):
            return f"{module}.{name}: {method}"
        if module.startswith("storage.") and module not in _ENGINES:
            method = f"{module.removeprefix('storage.')}.{name}"
        frame = frame.f_back
    return method
