"""The same form steps on SQLite's file, on a PostgreSQL server, and on one behind a network."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import form_steps
from benchmarks.contestants import DATABASE_KEY, OURS, ROOT, Contestant
from storage.postgres_opening import migrate_postgres
from tests.support.postgres import running_server
from tests.support.processes import free_ports

#: There and back; two zones of a cloud are this far apart.
TRIP_SECONDS = 0.00065

ON_SQLITE = replace(OURS, name="SQLite")
ON_POSTGRES = replace(OURS, name="PostgreSQL, same machine")
FAR_AWAY = replace(OURS, name=f"PostgreSQL, {TRIP_SECONDS * 1000:.2f} ms a trip")


async def measure(contestant: Contestant, folder: Path) -> form_steps.Steps:
    """One round; the server's settings are those of the package."""
    steps, warm_up = 1000, 200
    if contestant == ON_SQLITE:
        return await form_steps.measure(contestant, folder, steps=steps, warm_up=warm_up)
    with running_server((), free_ports(1)[0]) as server:
        server.ask("create database bot")
        address = _address(server.port)
        migrate_postgres(address, DATABASE_KEY)
        with _distant(server.port) as port:
            return await form_steps.measure(
                *(contestant, folder),
                steps=steps,
                warm_up=warm_up,
                filled=address,
                served=_address(port) if contestant == FAR_AWAY else address,
            )


def _address(port: int) -> str:
    return f"postgresql://bot@127.0.0.1:{port}/bot"


@contextlib.contextmanager
def _distant(port: int) -> Iterator[int]:
    """A port behind which the server is so far away."""
    (listen,) = free_ports(1)
    words = ["benchmarks.distance", str(listen), str(port), str(TRIP_SECONDS / 2)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield listen
        finally:
            process.kill()
