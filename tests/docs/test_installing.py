"""docs/installing.md against what is installed."""

import re
from importlib.metadata import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "installing.md").read_text("utf-8")
SIZES = re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) \|", TEXT, re.MULTILINE)


def test_the_table_of_sizes_is_about_packages_that_are_pinned() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert len(SIZES) == 9
    assert {name for name, _ in SIZES} <= set(pinned)


@pytest.mark.parametrize(("package", "told"), SIZES)
def test_a_package_takes_about_the_space_that_is_told(package: str, told: str) -> None:
    installed = [Path(str(each.locate())) for each in files(package) or ()]
    taken = sum(each.stat().st_size for each in installed if each.is_file()) / 2**20
    assert int(told) * 0.5 <= taken <= int(told) * 1.3
