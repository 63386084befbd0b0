"""The table of traps next to the samples is complete and names only what exists."""

import pathlib
import re

from tests.bot.ekyc.sample import FOLDER, sample_names

ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [0-9]+ \|", line)
]


def named(column: int) -> set[str]:
    """All names in one column of the table."""
    return {name for row in ROWS for name in re.findall(r"`([^`]+)`", row[column])}


def test_every_trap_of_the_document_has_its_row() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 71))


def test_every_trap_has_a_keeper_and_those_of_the_client_have_a_test() -> None:
    for number, _, keeper, _, tests in ROWS:
        assert keeper, number
        assert tests or not keeper.startswith("bot/ekyc"), number


def test_every_sample_is_named_and_every_name_is_a_sample() -> None:
    assert named(3) == set(sample_names())


def test_every_test_that_is_named_exists() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in pathlib.Path(__file__).parent.glob("test_*.py")
    )

    assert named(4) <= set(re.findall(r"^(?:async )?def (test_\w+)", code, re.MULTILINE))


def test_every_sample_is_used_by_a_test() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in pathlib.Path(__file__).parent.glob("test_*.py")
    )
    by_prefix = sample_names("status_pending")

    assert [name for name in sample_names() if name not in code and name not in by_prefix] == []
