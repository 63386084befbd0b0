"""Three processes that take turns on PostgreSQL with a standby, and what befalls them."""

import asyncio
import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TypeVar

from bot.sandbox import ekyc, telegram
from bot.sandbox.serving import serving
from conversations.application import Application
from storage import DatabaseFailed, Store, open_database
from storage.audit import AuditBroken
from storage.postgres import migrate_postgres
from tests.faults.campaign.account import Account
from tests.faults.campaign.fate import AmongThree, Fate
from tests.faults.campaign.field import Registered
from tests.faults.campaign.life import take_turns
from tests.faults.campaign.run import Campaign
from tests.support.postgres_pair import PostgresPair, postgres_pair
from tests.support.processes import ROOT, free_ports
from tests.support.running import BOT_TOKEN, DATABASE_KEY, EKYC_TOKEN, Trial

Answer = TypeVar("Answer")

_PROCESSES = 3
_FROZEN_SECONDS = _CUT_SECONDS = 15.0  # longer than the seat outlives a process in silence
_AWAY_SECONDS = 30.0
#: Between two deeds, in which agents get on; a deed that lasts leaves them nothing to do meanwhile.
_WORK_SECONDS = {"kill": 0.0, "freeze": 5.0, "cut": 0.0, "fail over": 0.0, "away": 15.0}
_UNTIL_SERVED = 60.0  # seconds; far more than a takeover takes
_LOOK_SECONDS = 0.02

#: A process gives up a server that hangs without dying, for its supervisor to start it again.
_GAVE_UP = 1

#: Of the advisory locks of the session that serves (storage/postgres.py).
_HOLDER = (
    "select usename from pg_stat_activity join pg_locks using (pid)"
    " where locktype = 'advisory' and classid = 2 and granted"
)


class Turns(Campaign):
    """Each process has a user of the database, and a network, of its own."""

    def __init__(self, trial: Trial, seed: str, pair: PostgresPair) -> None:
        self._pair = pair
        super().__init__(trial, Fate(lambda: self), seed, DATABASE=pair.address)
        self._processes: dict[int, ForkServerProcess] = {}
        self._wires: list[subprocess.Popen[str]] = []
        self._environments = [self._connected(number) for number in range(_PROCESSES)]
        self.takeovers: list[float] = []  # seconds without a holder of the seat, for each deed

    def _connected(self, number: int) -> Mapping[str, str]:
        """The settings of a process; its wire to both servers is laid."""
        user = f"bot_{number}"
        self._pair.primary.ask(f"create role {user} superuser login")
        ports, servers = free_ports(2), (self._pair.primary, self._pair.standby)
        words = [f"{port}:{server.port}" for port, server in zip(ports, servers, strict=True)]
        wire = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.campaign.wire", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert wire.stdout
        wire.stdout.readline()
        self._wires.append(wire)
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        address = f"postgresql://{user}@{hosts}/bot?target_session_attrs=read-write"
        return self._trial.environment(ADMINS="", DATABASE=address)

    # -- the row ------------------------------------------------------------------------------

    async def try_deed(self, row: AmongThree, times: int) -> Account:
        """Do it that often while the agents work, then let everything finish."""
        account = Account(row.name)
        for number in range(_PROCESSES):
            self._start(number)
        async with asyncio.TaskGroup() as group:
            supervising = group.create_task(self._supervise())
            await self._is_served()
            registered = await self._tried(account, row.deed, times)
            await self._comes_to_rest(registered)
            supervising.cancel()
        kept = {one.customer.mobile_number: self._kept(one) for one in registered}
        held = (await self._trial.applications())["applications"]
        account.settle(registered, held, kept, self._sent_erased())
        try:
            self.store.audit.verify()
        except AuditBroken as broken:
            account.wrong += 1
            account.findings.append(f"wrong: {broken}")
        return account

    async def _tried(self, account: Account, deed_name: str, times: int) -> list[Registered]:
        deed = self._deeds()[deed_name]
        async with self._agents_work():
            for _ in range(times):
                await asyncio.sleep(self._chance.uniform(0.5, 2.5) + _WORK_SECONDS[deed_name])
                await deed()
                await self._is_served()
                account.tried += 1
        return [one for agent in self._agents for one in agent.registered.values()]

    def _deeds(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        return {
            "kill": self._kill_one,
            "freeze": self._freeze,
            "cut": self._cut,
            "fail over": self._fail_over,
            "away": self._is_away,
        }

    async def _kill_one(self) -> None:
        """Mostly the one that serves."""
        waiting = self._chance.randrange(_PROCESSES)
        number = waiting if self._chance.random() < 0.25 else await self._is_served()
        self._signal(number, signal.SIGKILL)
        began = time.monotonic()
        await self._is_served(besides=number)
        self.takeovers.append(time.monotonic() - began)

    async def _freeze(self) -> None:
        number = await self._is_served()
        self._signal(number, signal.SIGSTOP)
        await self._passes(number, _FROZEN_SECONDS)
        self._signal(number, signal.SIGCONT)

    async def _cut(self) -> None:
        number = await self._is_served()
        self._wires[number].send_signal(signal.SIGUSR1)
        await self._passes(number, _CUT_SECONDS)
        self._wires[number].send_signal(signal.SIGUSR2)

    async def _passes(self, number: int, seconds: float) -> None:
        """Wait so long, during which another process than that one must serve."""
        began = time.monotonic()
        await self._is_served(besides=number)
        self.takeovers.append(time.monotonic() - began)
        await asyncio.sleep(max(began + seconds - time.monotonic(), 0))

    async def _fail_over(self) -> None:
        began = time.monotonic()
        await asyncio.to_thread(self._pair.fail_over)
        await self._is_served()
        self.takeovers.append(time.monotonic() - began)
        await asyncio.sleep(self._chance.uniform(0, 2))
        await asyncio.to_thread(self._pair.rejoin)

    async def _is_away(self) -> None:
        await asyncio.to_thread(self._pair.primary.stop)
        await asyncio.sleep(_AWAY_SECONDS)
        await asyncio.to_thread(self._pair.start_primary)
        began = time.monotonic()
        await self._is_served()
        self.takeovers.append(time.monotonic() - began)

    # -- who serves ---------------------------------------------------------------------------

    async def _is_served(self, besides: int | None = None) -> int:
        """Wait until a process has the seat, and it is not that one; returns its number."""
        ends_at = time.monotonic() + _UNTIL_SERVED
        while (number := self._holder()) in {None, besides}:
            assert time.monotonic() < ends_at, f"nobody serves:\n{self._logs()}"
            await asyncio.sleep(_LOOK_SECONDS)
        assert number is not None
        return number

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

    def _signal(self, number: int, which: signal.Signals) -> None:
        pid = self._processes[number].pid
        assert pid
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, which)

    async def _supervise(self) -> None:
        """Start whatever has ended again, as systemd would."""
        for number in itertools.cycle(range(_PROCESSES)):
            process = self._processes[number]
            if process.exitcode is not None:
                code = process.exitcode
                assert code in {-signal.SIGKILL, _GAVE_UP}, f"ended with {code}:\n{self._logs()}"
                process.close()
                self._start(number)
            await asyncio.sleep(_LOOK_SECONDS)

    async def end(self) -> None:
        for number in self._processes:
            with contextlib.suppress(ValueError):  # closed
                self._signal(number, signal.SIGKILL)
        for wire in self._wires:
            wire.kill()
            wire.communicate()
        await super().end()

    # -- our own session with the database ----------------------------------------------------

    def _opened(self) -> Store:
        self._database_session = open_database(self._pair.address, DATABASE_KEY)
        return Store(self._database_session)

    def _kept(self, one: Registered) -> list[Application]:
        return self._asked(lambda: super(Turns, self)._kept(one))

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
            self.store.close()
            self.store = self._opened()
            return ask()


@contextlib.asynccontextmanager
async def turns_in(folder: Path, seed: str) -> AsyncIterator[Turns]:
    """Both services, fresh and empty, and a database with a synchronous standby."""
    services = (
        telegram.build_app(token=BOT_TOKEN),
        ekyc.build_app(
            tokens=[EKYC_TOKEN],
            database=folder / "ekyc.db",
            verification_delay=0.3,
            reader="specimens",
        ),
    )
    with postgres_pair() as pair:
        migrate_postgres(pair.address, DATABASE_KEY)
        async with serving(services[0]) as telegram_url, serving(services[1]) as ekyc_url:
            turns = Turns(Trial(telegram_url, ekyc_url, folder), seed, pair)
            try:
                yield turns
            finally:
                await turns.end()
