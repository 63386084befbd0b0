"""What comments cite of docs/ekyc-api.md is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ekyc-api.md").read_text()

SECTIONS = frozenset(re.findall(r"^##+ ([0-9.]+) ", PAGE, re.MULTILINE))
TRAPS = frozenset(re.findall(r'^\| <a id="trap-([0-9]+)"></a>\1 \|', PAGE, re.MULTILINE))

FOLDERS = ("bot", "conversations", "storage", "tests", "benchmarks", "scripts")
PLACE = r"(?:section |trap )?[0-9]+(?:\.[0-9]+)?"
CITATION = re.compile(rf"docs/ekyc-api\.md(?:,\s(?P<places>{PLACE}(?:(?:, | and ){PLACE})*))?")


def citations() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path == Path(__file__):
                continue
            text = re.sub(r"\n\s*#?:?\s*", " ", path.read_text())
            for citation in CITATION.finditer(text):
                yield str(path.relative_to(ROOT)), citation["places"] or ""


@pytest.mark.parametrize(("path", "places"), sorted(set(citations())))
def test_every_citation_names_a_section_or_a_trap(path: str, places: str) -> None:
    assert places, f"{path} cites the page as a whole; say which section or trap"
    for place in re.split(", | and ", places):
        kind, _, number = place.rpartition(" ")
        assert number in (TRAPS if kind == "trap" else SECTIONS), f"{path} cites {place}"


def test_the_traps_are_numbered_without_gaps() -> None:
    assert sorted(map(int, TRAPS)) == list(range(1, 71))


def test_the_table_of_samples_is_about_the_same_traps() -> None:
    samples = (ROOT / "tests" / "bot" / "ekyc" / "samples" / "README.md").read_text()
    assert frozenset(re.findall(r"^\| ([0-9]+) \|", samples, re.MULTILINE)) == TRAPS


def test_nothing_cites_notes_that_nobody_else_has() -> None:
    cited = re.compile(r"(?:eKYC|Telegram) " + r"notes")
    guilty = [
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != Path(__file__) and cited.search(path.read_text())
    ]
    assert guilty == []
