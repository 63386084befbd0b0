"""The picture of the house is what import-linter proves."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
_, _, HOUSE = PAGE.partition("## The house")


def floors() -> list[str]:
    """The rows of the layers contract, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (house,) = (each for each in contracts if each.get("containers") == ["bot"])
    assert house["exhaustive"]
    rows: list[str] = house["layers"]
    return rows


def test_the_picture_has_the_floors_of_the_contract() -> None:
    drawn = re.search(r"```\n(.*?)```", HOUSE, re.DOTALL)

    assert drawn
    assert drawn[1].splitlines() == floors()


def test_every_room_has_its_sentence() -> None:
    table, _, _ = HOUSE.partition("Outside `bot/`")
    described = re.findall(r"^\| `(\w+)` \| \w", table, re.MULTILINE)

    assert described == [room for row in floors() for room in row.split(" | ")]
