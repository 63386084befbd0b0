"""A process that waits for the database asks less and less often, in each outage from the start."""

import threading
from pathlib import Path

import pytest

from bot.runtime.candidate import Candidate
from storage import Database, DatabaseFailed
from tests.support.engine import KEY, Engine


class Halt(threading.Event):
    """Never comes, and notes the seconds for which it was waited for instead of passing them."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return False


class Server:
    """Away for the first attempts at a session."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self.attempts_away = 0

    def open(self) -> Database:
        if self.attempts_away:
            self.attempts_away -= 1
            raise DatabaseFailed("nobody answers there")
        return self._engine.open(self._path, KEY)


@pytest.fixture
def server(engine: Engine, tmp_path: Path) -> Server:
    return Server(engine, tmp_path / "bot.db")


def test_a_short_outage_after_a_long_one_is_looked_at_as_often_as_the_first(
    server: Server,
) -> None:
    candidate = Candidate(server.open, lambda _: None, lambda: None)
    halt = Halt()

    def is_seated(attempts_away: int) -> list[float]:
        server.attempts_away = attempts_away
        halt.waits.clear()
        database = candidate.seated(halt)
        assert database
        database.close()
        return list(halt.waits)

    assert is_seated(8)[-1] > 2
    (wait,) = is_seated(1)
    assert wait <= 0.3
