"""The services and the bot as separate processes, as in production."""

import asyncio
import contextlib
import itertools
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bot.sandbox.person import Person
from storage import Store, open_database
from storage.agents import Role
from storage.invitations import Invitation
from tests.support.engine import current
from tests.support.running import BOT_TOKEN, DATABASE_KEY, EKYC_TOKEN, trial_on

ROOT = Path(__file__).parents[2]
_MARK = "STARTED_BY_TEST"
_READY_SECONDS = 60.0  # a busy machine takes its time to start or end a Python

#: Children inherit ignored signals, and the tests may run under `nohup` or in a background shell.
_UNIGNORING = ("env", "--default-signal=HUP,INT,TERM")


class Process:
    """A program that was started; what it writes is kept in files.

    It leads its own process group and passes a mark on in its environment, so that `close` also
    ends whatever it started itself.
    """

    def __init__(
        self,
        *words: str,
        environment: Mapping[str, str],
        folder: Path,
        name: str,
        before: tuple[str, ...] = (),
        terminal: int | None = None,
    ) -> None:
        """`before` is the command line of a program that starts it; `terminal` is a file
        descriptor.
        """
        self._mark = secrets.token_hex(8)
        self._errors = folder / f"{name}-{self._mark}.log"
        self._output = folder / f"{name}-{self._mark}.out"
        with self._errors.open("wb") as errors, self._output.open("wb") as output:
            self._popen = subprocess.Popen(
                [*_UNIGNORING, *before, sys.executable, *words],
                cwd=folder,  # away from anybody's .env
                env={**_measured(), **environment, "PYTHONPATH": str(ROOT), _MARK: self._mark},
                stdin=subprocess.DEVNULL if terminal is None else terminal,
                stdout=output if terminal is None else terminal,
                stderr=errors,
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        return self._errors.read_text(errors="ignore")

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def has_ended(self) -> bool:
        return self._popen.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        self._popen.send_signal(number)

    def kill(self) -> None:
        """Kill it, whatever it is doing, with everything that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        for descendant in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(descendant, signal.SIGKILL)
        self._popen.wait()

    def family(self) -> list[int]:
        """The process ids of it and of everything that it started and that still runs."""
        mark, found = f"{_MARK}={self._mark}".encode(), []
        for environment in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in environment.read_bytes().split(b"\0"):
                    found.append(int(environment.parent.name))
        return found

    async def logs(self, words: str) -> None:
        """Wait until the words are in the log; AssertionError when they do not come."""
        await self._until(lambda: words in self.log, f"no {words!r} in the log")

    async def says(self, words: str) -> None:
        """The same for its standard output."""
        await self._until(lambda: words in self.output(), f"no {words!r} in the output")

    async def grows_to(self, count: int) -> None:
        """Wait until that many processes run: itself and those it has started."""
        await self._until(lambda: len(self.family()) >= count, f"never {count} processes")

    async def _until(self, is_so: Callable[[], bool], complaint: str) -> None:
        ends_at = time.monotonic() + _READY_SECONDS
        while not is_so():
            assert not self.has_ended, f"ended with {self._popen.returncode}:\n{self.log}"
            assert time.monotonic() < ends_at, f"{complaint}:\n{self.log}"
            await asyncio.sleep(0.05)

    async def ends(self, seconds: float = _READY_SECONDS) -> int:
        """Wait for the end; returns the exit code; AssertionError if it does not end."""
        ends_at = time.monotonic() + seconds
        while not self.has_ended:
            assert time.monotonic() < ends_at, f"still running after {seconds} s:\n{self.log}"
            await asyncio.sleep(0.02)
        return int(self._popen.returncode)

    def output(self) -> str:
        """Its standard output so far, whose last letter may be half written."""
        return self._output.read_text(errors="ignore")

    def close(self) -> None:
        self.kill()


def _measured() -> Mapping[str, str]:
    """What `make test COVERAGE=1` passes to the programs that tests start."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


#: What a shell does to background processes: they ignore Ctrl-C in the terminal.
IN_BACKGROUND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")

#: Starts a program with these words; `before` and `terminal` as for Process.
Start = Callable[..., Process]


@contextlib.contextmanager
def starting(module: str, folder: Path) -> Iterator[Start]:
    """A function that starts `python -m module` in the folder; all processes end with the block."""
    environment = {"PATH": os.environ.get("PATH", ""), "TMPDIR": str(folder), "HOME": str(folder)}
    with contextlib.ExitStack() as stack:

        def start(
            *words: str, before: tuple[str, ...] = (), terminal: int | None = None
        ) -> Process:
            process = Process(
                *("-m", module, *words),
                environment=environment,
                folder=folder,
                name=module,
                before=before,
                terminal=terminal,
            )
            stack.callback(process.close)
            return process

        yield start


@dataclass(frozen=True, slots=True)
class Machine:
    """The services' addresses, and everything that a bot needs to run there."""

    telegram_url: str
    ekyc_url: str
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    cores: Collection[int] = ()  # on which bots run; all of them if empty
    _started: list[Process] = field(default_factory=list)

    def bot(self, *words: str, **changes: str) -> Process:
        """Start `python -m bot run`, or another of its commands, with some settings changed."""
        process = Process(
            *("-m", "bot", *(words or ("run",))),
            environment={**self.environment, **changes},
            folder=self.folder,
            name="bot",
        )
        if self.cores:
            os.sched_setaffinity(process.pid, self.cores)
        self._started.append(process)
        return process

    async def serving_bot(self, **changes: str) -> Process:
        """A bot that is serving."""
        process = self.bot(**changes)
        await process.logs("Started.")
        return process

    async def invite(self, name: str, **changes: str) -> str:
        """The link that `python -m bot invite` prints."""
        process = self.bot("invite", name, **changes)
        assert await process.ends(_READY_SECONDS) == 0, process.log
        return process.output().strip()

    def invitations(self, *names: str) -> list[str]:
        """A link for each name, as the command makes it, but all at once."""
        now = datetime.now(UTC)
        codes = [secrets.token_urlsafe(24) for _ in names]
        store = Store(open_database(*self.database()))
        with contextlib.closing(store), store.transaction():
            for name, code in zip(names, codes, strict=True):
                until = now + timedelta(days=1)
                store.invitations.add(
                    code, Invitation(name=name, role=Role.AGENT, expires_at=until), now
                )
        return [f"https://t.me/trial_bot?start={code}" for code in codes]

    def person(self, name: str, user_id: int, language_code: str = "en") -> Person:
        return Person(self.telegram_url, user_id, name, language_code)

    def database(self) -> tuple[str, str]:
        """Where the bot keeps its data, and the key."""
        return self.environment["DATABASE"], self.environment["DATABASE_KEY"]

    def close(self) -> None:
        for process in self._started:
            process.close()


@contextlib.asynccontextmanager
async def machine_in(folder: Path, *, verification_delay: float = 0.2) -> AsyncIterator[Machine]:
    """Both services in the test's own loop; bots started there end with them."""
    async with trial_on(folder, verification_delay=verification_delay) as trial:
        with contextlib.closing(_machine(folder, trial.telegram_url, trial.ekyc_url)) as machine:
            yield machine


@contextlib.asynccontextmanager
async def machine_apart_in(folder: Path, *, step_one_delay: float) -> AsyncIterator[Machine]:
    """The same with the services as separate processes, for more people than one loop can serve."""
    telegram_port, ekyc_port = free_ports(2)
    machine = _machine(folder, f"http://127.0.0.1:{telegram_port}", f"http://127.0.0.1:{ekyc_port}")
    telegram = ("-m", "bot.sandbox.telegram", f"--port={telegram_port}", f"--token={BOT_TOKEN}")
    ekyc = (
        *("-m", "bot.sandbox.ekyc", f"--port={ekyc_port}", f"--token={EKYC_TOKEN}"),
        *(f"--database={folder / 'ekyc.db'}", "--reader=specimens"),
        *(f"--step-one-delay={step_one_delay}", "--verification-delay=0.2"),
    )
    with _running(folder, machine.environment, telegram=telegram, ekyc=ekyc):
        await _answers(machine.telegram_url)
        await _answers(machine.ekyc_url)
        with contextlib.closing(machine):
            yield machine


def _machine(folder: Path, telegram_url: str, ekyc_url: str) -> Machine:
    return Machine(
        telegram_url=telegram_url,
        ekyc_url=ekyc_url,
        folder=folder,
        environment={
            "PATH": os.environ.get("PATH", ""),
            "TMPDIR": str(folder),
            "HOME": str(folder),
            "TELEGRAM_BOT_TOKEN": BOT_TOKEN,
            "TELEGRAM_API_URL": telegram_url,
            "EKYC_URL": ekyc_url,
            "EKYC_TOKEN": EKYC_TOKEN,
            "DATABASE": str(current().address(folder / "bot.db")),
            "DATABASE_KEY": DATABASE_KEY,
            "ADMINS": "",
            "LANGUAGE": "en",
            "VERDICT_INTERVAL": "1",
            "EVENING_REPORT": "off",  # tests run at any hour
        },
    )


@contextlib.contextmanager
def _running(
    folder: Path, environment: Mapping[str, str], **programs: tuple[str, ...]
) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for name, words in programs.items():
            process = Process(*words, environment=environment, folder=folder, name=name)
            stack.callback(process.close)
        yield


async def _answers(url: str) -> None:
    """Wait until a server answers there, whatever the answer."""
    ends_at = time.monotonic() + _READY_SECONDS
    async with httpx.AsyncClient(trust_env=False) as http:
        while time.monotonic() < ends_at:
            with contextlib.suppress(httpx.TransportError):
                await http.get(url)
                return
            await asyncio.sleep(0.1)
    raise AssertionError(f"nothing answers on {url}")


#: Below those that Linux gives out itself (ip_local_port_range), to whoever asks for any port or
#: connects: one of these would be taken now and then before a slow program has begun.
_PORTS = range(20_000, 32_000)

_reserved: list[socket.socket] = []  # as long as this process runs


def free_ports(count: int) -> list[int]:
    """Ports that nobody has, and that no other process of the tests gets meanwhile."""
    found = (port for port in random.sample(_PORTS, len(_PORTS)) if _is_reserved(port))
    return list(itertools.islice(found, count))


def _is_reserved(port: int) -> bool:
    """Take the port for this process, by a name that the system gives to only one."""
    name = socket.socket(socket.AF_UNIX)
    with socket.socket() as probe:
        try:
            name.bind(f"\0port-of-a-test-{port}")
            probe.bind(("127.0.0.1", port))
        except OSError:
            name.close()
            return False
    _reserved.append(name)
    return True
