"""python -m bot export, as an operator uses it."""

import csv
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from storage import Store
from storage.agents import Agent, Role
from tests.support.commands import Operator
from tests.support.forms import NOW, READ, decided

ROOT = Path(__file__).parents[3]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction():
        store.agents.enrol(Agent(id=2001, name="Rahim", role=Role.AGENT, language="en"), NOW)
        store.applications.save(decided())
        store.audit.record(
            "consent-given",
            actor="2001",
            now=NOW,
            subject="abcd2345",
            text_version="2026-11",
            language="en",
        )
        store.audit.record(
            "erased",
            actor="2001",
            now=NOW,
            subject="abcd2345",
            why="consent-withdrawn",
            consent="2026-11",
        )
    return store


def read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def test_it_is_masked_private_and_recorded(
    operator: Operator, filled: Store, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"

    result = operator.runs("export", str(file), "--days", "9999")

    assert result.output == f"1 row in {file}.\n"
    assert READ["nid_number"] not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    (entry,) = filled.audit.entries(actions=("exported",))
    assert (entry.actor, entry.details["masked"], entry.details["count"]) == ("operator", True, 1)


def test_full_values_are_recorded_as_such(
    operator: Operator, filled: Store, tmp_path: Path
) -> None:
    operator.runs("export", str(tmp_path / "out.csv"), "--full", "--days", "9999")

    assert READ["nid_number"] in (tmp_path / "out.csv").read_text("utf-8")
    (entry,) = filled.audit.entries(actions=("exported",))
    assert entry.details["masked"] is False


def test_consents_are_proved_by_their_rows_of_the_audit(
    operator: Operator, filled: Store, tmp_path: Path
) -> None:
    operator.runs("export", str(tmp_path / "consents.csv"), "--consents")

    headings, given, withdrawn = read(tmp_path / "consents.csv")
    first, second = filled.audit.entries(actions=("consent-given", "erased"))
    assert headings[:2] == ["row", "seal"]
    assert given == [
        *(str(first.number), first.seal, "2026-11-23 12:00:00"),
        *("2001", "ABCD2345", "consent-given", "2026-11", "en"),
    ]
    assert withdrawn[1] == second.seal
    assert withdrawn[5:7] == ["consent-withdrawn", "2026-11"]


@pytest.mark.parametrize("name", ["there.csv", "table.pdf", "no-folder/table.csv"])
def test_a_file_that_is_there_or_cannot_be_is_refused_and_nothing_recorded(
    operator: Operator, filled: Store, tmp_path: Path, name: str
) -> None:
    (tmp_path / "there.csv").write_text("kept")

    assert operator.runs("export", str(tmp_path / name)).exit_code == 2
    assert filled.audit.entries(actions=("exported",)) == []
    assert (tmp_path / "there.csv").read_text() == "kept"


def test_one_that_is_killed_leaves_no_half_table_under_the_name(
    operator: Operator, filled: Store, tmp_path: Path
) -> None:
    """The kernel kills it half-way, at a file size limit, as abruptly as kill -9."""
    file = tmp_path / "out.csv"
    kept = replace(decided(), created_at=NOW)
    with filled.transaction():
        for number in range(400):
            filled.applications.save(replace(kept, id=f"abcd{number:04}"))
    filled.close()  # with the log of the database, which would reach the limit first
    program = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL);"
        " from bot.__main__ import main; main()"
    )
    words = [sys.executable, "-c", program, "export", str(file), "--days", "9999"]
    killed = subprocess.run(
        ["/bin/sh", "-c", 'ulimit -f 100; exec "$@"', "", *words],
        env={**operator.environment, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )

    assert killed.returncode == -signal.SIGXFSZ
    (half,) = tmp_path.glob("out.csv*")
    assert half.stat().st_size
    assert half != file

    operator.runs("export", str(tmp_path / "next.csv"))
    assert not half.exists()
