"""Every file that a page names or links to exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:benchmarks|bot|conversations|docs|scripts|storage|tests)/[\w./*-]*)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")


def pages() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").glob("*.md"))
    yield from sorted((ROOT / "tests").rglob("*.md"))


def places() -> Iterator[tuple[str, str]]:
    for page in pages():
        text = page.read_text("utf-8")
        name = str(page.relative_to(ROOT))
        if name != "CHANGELOG.md":  # it names files of its time
            yield from ((name, path) for path in NAMED.findall(text))
        for link in LINKED.findall(text):
            yield name, str((page.parent / link).resolve().relative_to(ROOT))


@pytest.mark.parametrize(("page", "path"), sorted(set(places())))
def test_every_path_on_a_page_exists(page: str, path: str) -> None:
    assert list(ROOT.glob(re.sub("NAME|CODE", "*", path))), f"{page} names {path}"
