"""A real PostgreSQL server in a folder of its own, which never outlives whoever started it.

Own code instead of pytest-postgresql: that one starts the server through `pg_ctl` as the user who
runs the tests, which PostgreSQL refuses for root, and a killed pytest leaves its servers running.
"""

import atexit
import contextlib
import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

#: Where Debian keeps the programs, none of which are in its PATH.
_DEBIAN = Path("/usr/lib/postgresql")
_USER = "bot"  # of the database
_READY_SECONDS = 30.0
_LOOK_SECONDS = 0.01

#: What the tests must not wait for; nothing here says whether a commit is safe.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")

Row = tuple[Any, ...]


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest there is."""
    on_path = shutil.which("initdb")
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if not found and not on_path:
        return None
    return (found[-1] if found else Path(str(on_path)).resolve()).parent


needs_postgres = pytest.mark.skipif(
    programs() is None or shutil.which("setpriv") is None,
    reason="Nothing was tried on PostgreSQL. It needs a server's programs; on Debian: "
    "apt-get install --no-install-recommends postgresql",
)


def _owner() -> str:
    """The user as whom a server runs; PostgreSQL refuses root."""
    if os.getuid():
        return ""
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


class PostgresServer:
    """Started by `start`, and ended by `stop`, or when the thread that started it ends.

    `port` 0 listens at no port, only at a socket in its folder.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder, self.port = folder, port
        found = programs()
        assert found, "no PostgreSQL"
        self._programs = found
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def made_in(cls, folder: Path, port: int = 0) -> Self:
        """A new one without any data; `folder` is empty and belongs to the server's user."""
        server = cls(folder, port)
        server.copies(_new())
        return server

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def address(self, database: str) -> str:
        """Of a database there, for `storage.open_database`."""
        place = f"host={self.folder}" if not self.port else f"host=127.0.0.1&port={self.port}"
        return f"postgresql:///{database}?{place}&user={_USER}"

    def initialises(self) -> None:
        """Have PostgreSQL make its data, which takes a second of the processor."""
        self.runs(
            "initdb", "--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--locale=C",
            "--no-sync", f"--pgdata={self.data}",
        )  # fmt: skip

    def copies(self, other: "PostgresServer") -> None:
        """Have the data of another, which is stopped."""
        subprocess.run([*_as_owner(), "cp", "-a", other.data, self.data], check=True)

    def start(self, settings: Sequence[str] = ()) -> None:
        """Returns when it answers."""
        options = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    # SIGQUIT: at once, and it takes its own processes and shared memory along.
                    *_as_owner("--pdeathsig=QUIT"),
                    str(self._programs / "postgres"), "-D", str(self.data),
                    "-c", f"unix_socket_directories={self.folder}",
                    "-c", f"listen_addresses={'127.0.0.1' if self.port else ''}",
                    "-c", f"port={self.port or 5432}",
                    "-c", "dynamic_shared_memory_type=mmap",
                    *options,
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        ends_at = time.monotonic() + _READY_SECONDS
        while not self._answers():
            assert self._process.poll() is None, f"PostgreSQL ended:\n{self.log}"
            assert time.monotonic() < ends_at, f"PostgreSQL does not answer:\n{self.log}"
            time.sleep(_LOOK_SECONDS)

    def _answers(self) -> bool:
        try:
            self.ask("select 1")
        except psycopg.OperationalError:
            return False
        return True

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")

    def ask(self, query: str, database: str = "postgres") -> list[Row]:
        """Run a statement as its administrator, in a session of its own."""
        with psycopg.connect(self.address(database), autocommit=True) as session:
            cursor = session.execute(query)
            return cursor.fetchall() if cursor.description else []

    def runs(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs as the user of the server."""
        command = [*_as_owner(), str(self._programs / program), *words]
        ended = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        assert ended.returncode == 0, ended.stderr

    def stop(self) -> None:
        """End it at once, as a crash would; what was committed is there at the next `start`."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Stop it with all its sessions, as if its machine hung; `kill` may follow."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)  # first, or it would begin another
        for child in _children(self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        for process in (self._process.pid, *_children(self._process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def kill(self) -> None:
        """Kill it with all its sessions, which can answer nothing."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)  # or it would replace them
        for child in _children(self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._process = None


@functools.cache
def _new() -> PostgresServer:
    """The one of this process from which new ones are copied; it is never started."""
    folder = contextlib.ExitStack()
    atexit.register(folder.close)
    server = PostgresServer(folder.enter_context(postgres_folder()))
    server.initialises()
    return server


def _as_owner(*options: str) -> list[str]:
    owner = _owner()
    user = [f"--reuid={owner}", f"--regid={pwd.getpwnam(owner).pw_gid}", "--init-groups"]
    return ["setpriv", *(user if owner else ()), *options]


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextlib.contextmanager
def postgres_folder() -> Iterator[Path]:
    """A folder that the server's user can reach; pytest's own are closed to everybody else.

    Its path is short, since that of a socket may have 107 characters.
    """
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        if owner := _owner():
            os.chown(name, pwd.getpwnam(owner).pw_uid, -1)
        yield Path(name)


@contextlib.contextmanager
def running_server(settings: Sequence[str] = FAST, port: int = 0) -> Iterator[PostgresServer]:
    """A new one, for as long as the block runs."""
    with postgres_folder() as folder:
        server = PostgresServer.made_in(folder, port)
        server.start(settings)
        try:
            yield server
        finally:
            server.stop()
