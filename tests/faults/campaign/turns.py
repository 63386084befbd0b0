"""Three processes that take turns on PostgreSQL with a standby, and what befalls them."""

import asyncio
import contextlib
import itertools
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TypeVar

from bot.runtime.threads import in_daemon_thread
from bot.sandbox.serving import serving
from conversations.application import Application
from storage import DatabaseFailed, Store, open_database
from storage.audit import AuditBroken
from storage.postgres_opening import migrate_postgres
from tests.faults.campaign.account import Account
from tests.faults.campaign.among_three import AmongThree, Mishap
from tests.faults.campaign.fate import Fate, Mixture
from tests.faults.campaign.field import Registered
from tests.faults.campaign.gates import WEBHOOK_PATH, Gate, gated_services
from tests.faults.campaign.life import take_turns
from tests.faults.campaign.mishaps import Mishaps
from tests.faults.campaign.run import Campaign
from tests.faults.campaign.wire import Lost, WireProcess
from tests.support.postgres_pair import PostgresPair, postgres_pair
from tests.support.processes import free_ports
from tests.support.relay import Relay
from tests.support.running import DATABASE_KEY, Trial

Answer = TypeVar("Answer")

_PROCESSES = 3
_UNTIL_SERVED = 180.0  # seconds; far more than a takeover takes
_LONGEST_WAIT = 600.0  # seconds until a call is made at which something happens
_LOOK_SECONDS = 0.02

#: A process gives up a server that hangs without dying, for its supervisor to start it again.
_GAVE_UP = 1

#: Of the advisory locks of the session that serves (storage/postgres.py).
_HOLDER = (
    "select usename from pg_stat_activity join pg_locks using (pid)"
    " where locktype = 'advisory' and classid = 2 and granted"
)


@dataclass(frozen=True, slots=True)
class Posts:
    """What Telegram posts to `url` is passed on to these ports, one of each process."""

    url: str
    relay: Relay
    ports: Sequence[int]

    def settings(self, number: int) -> Mapping[str, str]:
        """Of that process."""
        return {
            "WEBHOOK_URL": self.url,
            "WEBHOOK_SECRET": "s3cret_-",
            "WEBHOOK_LISTEN": f"127.0.0.1:{self.ports[number]}",
        }

    def passed_on_to(self) -> int:
        """The process that got the last one."""
        return self.ports.index(self.relay.asked)


class Turns(Campaign):
    """Each process has a user of the database, and a network, of its own.

    Without `posts` they poll.
    """

    def __init__(
        self, trial: Trial, fate: Fate, seed: str, pair: PostgresPair, *, posts: Posts | None
    ) -> None:
        self._pair = pair
        super().__init__(trial, fate, seed, DATABASE=pair.address)
        self._posts = posts
        self._served_by = 0
        self._processes: dict[int, ForkServerProcess] = {}
        self._stopped: set[int] = set()  # those that were told to
        self._wires: list[WireProcess] = []
        self._environments = [self._connected(number) for number in range(_PROCESSES)]
        self.mishaps = Mishaps(self, pair, self._chance)

    def _connected(self, number: int) -> Mapping[str, str]:
        """The settings of a process; its wire to both servers is laid."""
        user = f"bot_{number}"
        self._pair.primary.ask(f"create role {user} superuser login")
        ports, servers = free_ports(2), (self._pair.primary, self._pair.standby)
        ways = [(port, server.port) for port, server in zip(ports, servers, strict=True)]
        self._wires.append(WireProcess(*ways))
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        address = f"postgresql://{user}@{hosts}/bot?target_session_attrs=read-write"
        posted = self._posts.settings(number) if self._posts else {}
        # Four agents register all day.
        return self._trial.environment(
            ADMINS="", ATTEMPTS_PER_HOUR="10000", DATABASE=address, **posted
        )

    # -- the row ------------------------------------------------------------------------------

    async def try_row(self, row: AmongThree, times: int) -> Account:
        """Have it happen that often while the agents work, then let everything finish."""
        account = Account(row.name)
        for number in range(_PROCESSES):
            self._start(number)
        async with asyncio.TaskGroup() as group:
            supervising = group.create_task(self._supervise())
            await self.is_served()
            async with self._agents_work():
                if isinstance(row.mishaps, Mixture):
                    await self._at_calls(account, row.mishaps, times)
                else:
                    await self._befall(account, row.mishaps, times)
            registered = [one for agent in self._agents for one in agent.registered.values()]
            await self._comes_to_rest(registered)
            supervising.cancel()
        kept = {one.customer.mobile_number: self._kept(one) for one in registered}
        held = (await self._trial.applications())["applications"]
        account.settle(registered, held, kept, self._fate.left, self._sent_erased())
        try:
            self.store.audit.verify()
        except AuditBroken as broken:
            account.wrong += 1
            account.findings.append(f"wrong: {broken}")
        return account

    async def _befall(self, account: Account, mishaps: Sequence[Mishap], times: int) -> None:
        for mishap in itertools.islice(itertools.cycle(mishaps), times):
            await self.mishaps.happens(mishap)
            account.tried += 1

    async def _at_calls(self, account: Account, faults: Mixture, times: int) -> None:
        for doom in itertools.islice(faults.dooms(self._chance), times):
            self._fate.awaits(doom)
            ends_at = time.monotonic() + _LONGEST_WAIT
            while self._fate.is_waiting:
                assert time.monotonic() < ends_at, f"never: {doom}\n{self._logs()}"
                await asyncio.sleep(_LOOK_SECONDS)
            await self._fate.idle.wait()
            account.tried += 1
            await self.is_served()

    def kill(self) -> None:
        """The process to which Telegram posted last, or else the one that serves."""
        number = self._posts.passed_on_to() if self._posts else self._holder()
        self.signal(self._served_by if number is None else number, signal.SIGKILL)

    # -- who serves ---------------------------------------------------------------------------

    async def is_served(self, besides: int | None = None) -> int:
        ends_at = time.monotonic() + _UNTIL_SERVED
        while (number := self._holder()) in {None, besides}:
            assert time.monotonic() < ends_at, f"nobody serves:\n{self._logs()}"
            await asyncio.sleep(_LOOK_SECONDS)
        assert number is not None
        self._served_by = number
        return number

    async def any_of_them(self) -> int:
        waiting = self._chance.randrange(_PROCESSES)
        return waiting if self._chance.random() < 0.25 else await self.is_served()

    def _holder(self) -> int | None:
        with contextlib.suppress(DatabaseFailed):
            found = self._asked(lambda: self._database_session.row(_HOLDER))
            return int(str(found[0]).removeprefix("bot_")) if found else None
        return None

    # -- the processes ------------------------------------------------------------------------

    def _log(self, number: int) -> Path:
        return self._trial.folder / f"bot-{number}.log"

    def _logs(self) -> str:
        return "\n".join(self._log(number).read_text()[-1500:] for number in self._processes)

    def _start(self, number: int) -> None:
        process = self._start_method.Process(
            target=take_turns, args=(self._environments[number], self._log(number))
        )
        process.start()
        self._processes[number] = process

    def signal(self, number: int, which: signal.Signals) -> None:
        if which is signal.SIGTERM:
            self._stopped.add(number)
        pid = self._processes[number].pid
        assert pid
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, which)

    def obeys(self, number: int, words: str) -> None:
        self._wires[number].obeys(words)

    async def loses(self, number: int, what: Lost, turn: int) -> None:
        async with asyncio.timeout(_LONGEST_WAIT):
            await in_daemon_thread(lambda: self._wires[number].loses(what, turn))

    def ask_again(self) -> None:
        self.store.close()
        self.store = self._opened()

    async def _supervise(self) -> None:
        """Start whatever has ended again, as systemd would."""
        for number in itertools.cycle(range(_PROCESSES)):
            process = self._processes[number]
            if process.exitcode is not None:
                code = process.exitcode
                stopped = {0, -signal.SIGTERM} if number in self._stopped else set()
                fair = {-signal.SIGKILL, _GAVE_UP, *stopped}
                assert code in fair, f"ended with {code}:\n{self._logs()}"
                self._stopped.discard(number)
                process.close()
                self._start(number)
            await asyncio.sleep(_LOOK_SECONDS)

    async def end(self) -> None:
        for number in self._processes:
            with contextlib.suppress(ValueError):  # closed
                self.signal(number, signal.SIGKILL)
        for wire in self._wires:
            wire.ends()
        await super().end()

    # -- our own session with the database ----------------------------------------------------

    def _opened(self) -> Store:
        self._database_session = open_database(self._pair.address, DATABASE_KEY)
        return Store(self._database_session)

    def _kept(self, one: Registered) -> list[Application]:
        return self._asked(lambda: super(Turns, self)._kept(one))

    def _next_question_at(self, one: Registered) -> str:
        return self._asked(lambda: super(Turns, self)._next_question_at(one))

    def _is_owed(self) -> bool:
        return self._asked(super()._is_owed)

    def _sent_erased(self) -> set[str]:
        return self._asked(super()._sent_erased)

    def _is_known(self, one: Registered) -> bool:
        try:
            return super()._is_known(one)
        except DatabaseFailed:
            return False

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """Ask once more with a new session if this one is lost; raises DatabaseFailed."""
        try:
            return ask()
        except DatabaseFailed:
            self.ask_again()
            return ask()


@contextlib.asynccontextmanager
async def turns_in(folder: Path, seed: str, *, by_webhook: bool = False) -> AsyncIterator[Turns]:
    """Both services behind their gates, and a database with a synchronous standby."""
    running: list[Turns] = []
    fate = Fate(lambda: running[0])
    bot_api, service = gated_services(folder, fate)
    ports = free_ports(_PROCESSES)
    relay = Relay(*ports)
    with postgres_pair() as pair:
        migrate_postgres(pair.address, DATABASE_KEY)
        async with (
            serving(bot_api) as telegram_url,
            serving(service) as ekyc_url,
            serving(Gate(relay, fate)) as relay_url,
        ):
            posts = Posts(f"{relay_url}{WEBHOOK_PATH}", relay, ports) if by_webhook else None
            turns = Turns(Trial(telegram_url, ekyc_url, folder), fate, seed, pair, posts=posts)
            running.append(turns)
            try:
                yield turns
            finally:
                await turns.end()
