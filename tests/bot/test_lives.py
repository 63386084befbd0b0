"""One of several processes has the seat; a lost session ends a life, and not the process."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

import pytest

from bot.lives import Lives
from bot.runtime.watchdog import Watchdog
from bot.telegram.errors import AnotherPoller
from storage import DatabaseUnusable, Store, open_database
from tests.support.clocks import until
from tests.support.postgres import PostgresServer, needs_postgres
from tests.support.postgres_databases import a_server_with_a_bot
from tests.support.running import DATABASE_KEY

pytestmark = needs_postgres

#: What a server has confirmed survives its end.
_SETTINGS = ("fsync=off", "full_page_writes=off")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with a_server_with_a_bot(_SETTINGS) as server:
        yield server


def ignore(silence: str) -> None:
    pass


@dataclass
class Processes:
    """Each serves until it is told to stop, and does nothing in between."""

    address: str
    serving: list[str] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    hot: list[str] = field(default_factory=list)
    problems: dict[str, Callable[[], str]] = field(default_factory=dict)
    stops: dict[str, asyncio.Event] = field(default_factory=dict)
    stores: dict[str, Store] = field(default_factory=dict)
    tasks: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    watchdogs: dict[str, Watchdog] = field(default_factory=dict)
    ahead: float = 0.0  # seconds that the watchdogs' clocks are ahead

    def start(self, name: str, serve: Callable[[Store], object] | None = None) -> None:
        self.stops[name] = asyncio.Event()
        self.watchdogs[name] = Watchdog(300.0, ignore, clock=lambda: time.monotonic() + self.ahead)

        async def work(store: Store) -> None:
            self.serving.append(name)
            self.served.append(name)
            self.stores[name] = store
            try:
                if serve:
                    serve(store)
                await self.stops[name].wait()
            finally:
                self.serving.remove(name)

        @contextlib.asynccontextmanager
        async def waiting(problem: Callable[[], str]) -> AsyncIterator[None]:
            self.problems[name] = problem
            yield
            del self.problems[name]

        lives = Lives(
            lambda: open_database(self.address, DATABASE_KEY),
            self.stops[name],
            self.watchdogs[name],
            on_hot=lambda: self.hot.append(name),
            waiting=waiting,
        )
        self.tasks[name] = asyncio.create_task(lives.run(work))

    async def stop(self, name: str) -> None:
        self.stops[name].set()
        await self.tasks[name]


@pytest.fixture
async def processes(server: PostgresServer) -> AsyncIterator[Processes]:
    running = Processes(server.address("bot"))
    yield running
    for name, task in running.tasks.items():
        if not task.done():
            await running.stop(name)


async def test_one_serves_and_the_other_is_hot_until_the_first_has_ended(
    processes: Processes,
) -> None:
    processes.start("first")
    await until(lambda: processes.serving == ["first"])
    processes.start("second")
    await until(lambda: "second" in processes.hot)
    assert processes.problems["second"]() == ""

    await processes.stop("first")
    await until(lambda: processes.serving == ["second"])

    assert processes.served == ["first", "second"]


async def test_a_session_that_is_lost_ends_the_life_and_another_process_goes_on(
    processes: Processes, server: PostgresServer
) -> None:
    processes.start("first")
    await until(lambda: processes.serving == ["first"])
    first = processes.stores["first"]
    processes.start("second")
    await until(lambda: "second" in processes.hot)

    cut_session(server)
    await until(lambda: processes.serving == ["second"])  # the first has noticed
    processes.stores.clear()
    await processes.stop("second")
    await until(lambda: processes.serving == ["first"])

    assert processes.served == ["first", "second", "first"]
    assert processes.stores["first"] is not first


async def test_a_server_that_restarts_is_waited_for_and_served_again(
    processes: Processes, server: PostgresServer
) -> None:
    processes.start("first")
    await until(lambda: processes.serving == ["first"])

    with away(server):
        await until(lambda: "first" in processes.problems)
        assert processes.problems["first"]() == "the database is not reached"
    await until(lambda: processes.serving == ["first"])

    assert processes.served == ["first", "first"]


async def test_it_stops_at_once_while_it_waits_for_the_database_or_for_the_seat(
    processes: Processes, server: PostgresServer
) -> None:
    processes.start("first")
    await until(lambda: processes.serving == ["first"])
    processes.start("second")
    await until(lambda: "second" in processes.hot)
    async with asyncio.timeout(1):
        await processes.stop("second")

    with away(server):
        processes.start("third")
        await until(lambda: "third" in processes.problems)
        async with asyncio.timeout(1):
            await processes.stop("third")
    assert "third" not in processes.hot


async def test_what_the_operator_must_correct_ends_only_a_process_that_has_never_served(
    processes: Processes, server: PostgresServer
) -> None:
    server.ask("create database empty")
    try:
        empty = Processes(server.address("empty"))
        empty.start("first")
        with pytest.raises(DatabaseUnusable, match="python -m bot migrate"):
            await empty.tasks["first"]

        processes.start("first")
        await until(lambda: processes.serving == ["first"])
        server.ask("alter table schema_steps rename to away", "bot")
        cut_session(server)
        await until(lambda: "first" in processes.problems)
        server.ask("alter table away rename to schema_steps", "bot")
        await until(lambda: processes.serving == ["first"])
    finally:
        server.ask("drop database empty")


async def test_a_poller_that_has_not_ended_yet_is_waited_out_but_not_for_ever(
    processes: Processes,
) -> None:
    conflicts = 0

    def meets_another(_: Store) -> None:
        nonlocal conflicts
        conflicts += 1
        if conflicts < 3:
            raise AnotherPoller

    processes.start("first", meets_another)
    await until(lambda: conflicts == 3)
    await until(lambda: processes.serving == ["first"])
    await processes.stop("first")

    def meets_one_that_stays(_: Store) -> None:
        raise AnotherPoller

    processes.start("second", meets_one_that_stays)
    with pytest.raises(AnotherPoller):
        await processes.tasks["second"]


async def test_the_watchdog_hears_when_a_server_hangs_without_dying(
    processes: Processes,
) -> None:
    processes.start("first")
    await until(lambda: processes.serving == ["first"])

    watchdog = processes.watchdogs["first"]
    processes.ahead = 31.0
    assert watchdog.silence() == "The database has not answered for too long"

    processes.ahead = 0.0
    await processes.stop("first")
    processes.ahead = 1_000.0
    assert watchdog.silence() is None


def cut_session(server: PostgresServer) -> None:
    """End the session with which a process has the seat."""
    cut = server.ask(
        "select pg_terminate_backend(pid) from pg_locks"
        " where locktype = 'advisory' and classid = 2 and granted"
    )
    assert cut == [(True,)]


@contextlib.contextmanager
def away(server: PostgresServer) -> Iterator[None]:
    """The server is not there during the block."""
    server.stop()
    try:
        yield
    finally:
        server.start(_SETTINGS)
