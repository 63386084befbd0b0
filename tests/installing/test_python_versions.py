"""The versions of Python that are declared are those that the tools hold the code to."""

import re
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from scripts.advisories import pinned

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DECLARED = [
    (3, int(minor))
    for minor in re.findall(r"Python :: 3\.(\d+)", "\n".join(PROJECT["project"]["classifiers"]))
]


def test_3_11_to_3_14_are_declared() -> None:
    assert DECLARED == [(3, 11), (3, 12), (3, 13), (3, 14)]


def test_the_oldest_is_what_pip_asks_for_and_the_tools_check_against() -> None:
    oldest = ".".join(map(str, min(DECLARED)))

    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    assert f"{min(DECLARED)}" in (ROOT / "scripts" / "set-up").read_text("utf-8")


def test_the_tests_run_on_one_of_them() -> None:
    assert sys.version_info[:2] in DECLARED


@pytest.mark.parametrize("declared", DECLARED, ids=str)
def test_every_pinned_package_takes_the_first_release_of_each(declared: tuple[int, int]) -> None:
    """Debian 12 stays with Python 3.11.2, for which pip finds no package that asks for 3.11.5."""
    first = ".".join(map(str, (*declared, 0)))
    names = [name for name, _ in pinned((ROOT / "requirements-dev.txt").read_text("utf-8"))]
    asked = {name: "".join(metadata(name).get_all("Requires-Python", ())) for name in names}

    assert {name: wants for name, wants in asked.items() if first not in SpecifierSet(wants)} == {}
