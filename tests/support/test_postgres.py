"""The servers of the tests: gone with whoever started them, and failing over."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.support.postgres import needs_postgres, postgres_folder
from tests.support.postgres_pair import postgres_pair
from tests.support.processes import ROOT

pytestmark = needs_postgres

_WAIT = """
import time
from tests.support.postgres import PostgresServer, postgres_folder
with postgres_folder() as folder:
    server = PostgresServer.made_in(folder)
    server.start()
    print(server.data / "postmaster.pid", flush=True)
    time.sleep(600)
"""


def test_a_server_ends_with_a_process_that_is_killed() -> None:
    with postgres_folder() as folder:
        waiting = subprocess.Popen(
            [sys.executable, "-c", _WAIT],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert waiting.stdout
        file = Path(waiting.stdout.readline().strip())
        server = int(file.read_text().splitlines()[0])

        waiting.kill()
        waiting.wait()
        waiting.stdout.close()

        ends_at = time.monotonic() + 20
        while _runs(server):
            assert time.monotonic() < ends_at
            time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_was_committed_survives_the_primary_again_and_again() -> None:
    with postgres_pair() as pair:
        pair.primary.ask("create table numbers (number integer)", "bot")
        for number in range(2):
            with psycopg.connect(pair.address) as session:
                session.execute("insert into numbers values (%s)", (number,))
            pair.fail_over()
            pair.rejoin()

        assert pair.primary.ask("table numbers", "bot") == [(0,), (1,)]
