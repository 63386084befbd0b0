"""`make demo-ha ONCE=1`: a bot and a server are killed, and both customers pass."""

import os
import re
import subprocess
import sys

from tests.support.postgres import needs_postgres
from tests.support.processes import ROOT


@needs_postgres
def test_both_customers_pass_whatever_is_killed() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "scripts.high_availability", "--once"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )

    assert played.returncode == 0, played.stdout + played.stderr
    assert "is killed in the middle of a registration" in played.stdout
    assert re.search(r"Bot \d has the seat, \d+\.\d s after the last sign of Bot \d", played.stdout)
    assert "The eKYC service holds 2 customers; 2 were registered." in played.stdout
