"""The guides name buttons and commands as the bot does."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.handlers.table import COMMAND_NAMED
from conversations.languages import LANGUAGES
from storage.agents import Role

ROOT = Path(__file__).parents[2]


def guides_for(readers: str) -> Mapping[str, Path]:
    """The guide in each language; the English one has no code in its name."""
    names = {each: f"{readers}-guide{'' if each == 'en' else f'-{each}'}.md" for each in LANGUAGES}
    return {language: ROOT / "docs" / name for language, name in names.items()}


AGENTS = guides_for("agents")
SUPERVISORS = guides_for("supervisors")
GUIDES = [*AGENTS.items(), *SUPERVISORS.items()]


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_guide_names_every_command_of_its_readers(language: str) -> None:
    for guide, role in ((AGENTS[language], Role.AGENT), (SUPERVISORS[language], Role.SUPERVISOR)):
        named = set(re.findall(r"`/(\w+)", guide.read_text("utf-8")))
        offered = {row.name for row in COMMAND_NAMED.values() if row.role is role}

        assert offered - {"new", "start"} - named == set(), "a button or the link does these two"


@pytest.mark.parametrize("guides", [AGENTS, SUPERVISORS])
def test_a_guide_is_the_same_in_every_language(guides: Mapping[str, Path]) -> None:
    first, *others = (path.read_text("utf-8") for path in guides.values())

    for part in (r"screens/(\S+?)-\w\w\.", r"^\|", r"^## ", r"^- ", r"^\d+\. "):
        found = re.findall(part, first, re.MULTILINE)
        assert all(re.findall(part, each, re.MULTILINE) == found for each in others), part
