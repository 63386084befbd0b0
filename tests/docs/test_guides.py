"""The guides name buttons and commands as the bot does."""

import re
from pathlib import Path

import pytest

from bot.handlers.table import COMMAND_NAMED
from storage.agents import Role

ROOT = Path(__file__).parents[2]
AGENTS = {"en": ROOT / "docs" / "agents-guide.md", "bn": ROOT / "docs" / "agents-guide-bn.md"}
GUIDES = [("en", AGENTS["en"]), ("bn", AGENTS["bn"])]


def labels_of(language: str) -> set[str]:
    """Every button's label, as far as it is the same for every customer."""
    texts = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "bot" / "texts" / language).glob("*.ftl")
    )
    found = re.findall(r"^button-[\w-]+ = (.+)", texts, re.MULTILINE)
    return {re.split(r":? \(?\{", label)[0] for label in found}


@pytest.mark.parametrize(("language", "guide"), GUIDES, ids=lambda each: Path(each).stem)
def test_every_button_that_a_guide_names_has_that_label(language: str, guide: Path) -> None:
    named = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", guide.read_text("utf-8"))

    assert named
    assert set(named) - labels_of(language) == set()


@pytest.mark.parametrize(("language", "guide"), GUIDES, ids=lambda each: Path(each).stem)
def test_every_command_that_a_guide_names_exists(language: str, guide: Path) -> None:
    named = set(re.findall(r"`/(\w+)", guide.read_text("utf-8")))

    assert named
    assert named - COMMAND_NAMED.keys() == set()


@pytest.mark.parametrize("guide", AGENTS.values(), ids=lambda path: path.stem)
def test_the_agents_guide_names_every_command_of_agents(guide: Path) -> None:
    named = set(re.findall(r"`/(\w+)", guide.read_text("utf-8")))
    offered = {row.name for row in COMMAND_NAMED.values() if row.role is Role.AGENT}

    assert offered - {"new", "start"} - named == set(), "a button or the link does these two"


def test_the_agents_guide_is_the_same_in_both_languages() -> None:
    screens = [
        re.sub(r"-(en|bn)\.png", "", found)
        for guide in AGENTS.values()
        for found in re.findall(r"screens/\S+?\.png", guide.read_text("utf-8"))
    ]
    rows = [guide.read_text("utf-8").count("\n|") for guide in AGENTS.values()]

    assert screens[: len(screens) // 2] == screens[len(screens) // 2 :]
    assert rows[0] == rows[1]
