"""The page of attacks names tests that are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "security.md"
_NAME = re.compile(r"`(?:([\w/]+\.py)::)?(test_\w+)`")


def named() -> list[tuple[str, str]]:
    """File and test, row by row; without a file it is that of the one before."""
    _, _, table = PAGE.read_text("utf-8").partition("## Attacks that are tests")
    found: list[tuple[str, str]] = []
    for line in table.splitlines():
        file = ""
        for given, test in _NAME.findall(line):
            file = given or file
            found.append((file, test))
    return found


@pytest.mark.parametrize(("file", "test"), named())
def test_a_test_that_the_page_names_is_there(file: str, test: str) -> None:
    assert re.search(rf"^ *(async )?def {test}\(", (TESTS / file).read_text("utf-8"), re.MULTILINE)


def test_every_attack_names_a_test() -> None:
    _, _, table = PAGE.read_text("utf-8").partition("## Attacks that are tests")
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert len(rows) > 30
    assert [row for row in rows if not _NAME.search(row)] == []
