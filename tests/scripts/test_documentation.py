"""The site of the documentation."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Request

from scripts.documentation import CONFIGURATION, ROOT, NotBuilt, build, not_in_order
from tests.bot.sandbox.telegram import browser

CONTENTS = '[project]\nnav = [{ "Site" = ["docs/one.md", "docs/two.md"] }]\n'
ONE = '<p id="top">One <a href="two.html#end">two</a></p></body>'
TWO = '<p id="end">Two <a href="one.html#top">one</a></p></body>'


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A built site of two pages that lead to each other."""
    (tmp_path / CONFIGURATION).write_text(CONTENTS)
    for name, page in (("one", ONE), ("two", TWO)):
        for file, text in ((f"pages/docs/{name}.md", ""), (f"site/docs/{name}.html", page)):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(text)
    assert [*not_in_order(tmp_path)] == []
    return tmp_path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documentation")
    try:
        build(folder)
    except NotBuilt as faults:
        pytest.fail(str(faults))
    return folder


def test_every_page_of_docs_is_in_the_table_of_contents() -> None:
    listed = (ROOT / "docs" / CONFIGURATION).read_text("utf-8")

    for page in sorted((ROOT / "docs").rglob("*.md")):
        name = str(page.relative_to(ROOT))
        assert f'"{name}"' in listed, f"add {name} to nav in docs/{CONFIGURATION}"


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ('<a href="gone.html">', "gone.html leads nowhere"),
        ('<a href="../docs">', "../docs leads nowhere"),
        ('<img src="screens/gone.png">', "screens/gone.png leads nowhere"),
        ('<a href="#gone">', "#gone names an anchor that is not there"),
        ('<a href="one.html#gone">', "one.html#gone names an anchor that is not there"),
        ('<script src="https://example.com/x.js">', "loads https://example.com/x.js from another"),
        ('<img src="//example.com/x.png">', "loads //example.com/x.png from another host"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(small: Path, added: str, fault: str) -> None:
    page = small / "site" / "docs" / "two.html"
    page.write_text(TWO.replace("</body>", f"{added}</body>"))

    [found] = not_in_order(small)

    assert fault in found
    assert "two.html" in found


def test_a_page_that_nothing_leads_to_is_found(small: Path) -> None:
    (small / "site" / "docs" / "alone.html").write_text("<p>Alone", "utf-8")

    [found] = not_in_order(small)

    assert found.startswith("docs/alone.html: no page leads here")


def test_a_page_in_the_table_of_contents_that_is_not_there_is_found(small: Path) -> None:
    (small / "pages" / "docs" / "two.md").unlink()

    [found] = not_in_order(small)

    assert found.endswith("there is no page docs/two.md")


async def test_no_page_asks_another_host_for_anything(folder: Path) -> None:
    asked = []

    def hear(request: Request) -> None:
        if not request.url.startswith(folder.as_uri()):
            asked.append(request.url)

    async with browser.window() as first, asyncio.TaskGroup() as tabs:
        for path in (folder / "site").rglob("*.html"):
            tab = await first.context.new_page()
            tab.on("request", hear)
            tabs.create_task(tab.goto(path.as_uri(), wait_until="networkidle", timeout=60_000))

    assert asked == []


@pytest.mark.parametrize("guide", ["agents-guide", "agents-guide-bn"])
async def test_an_agents_guide_prints_on_one_sheet(folder: Path, guide: str) -> None:
    async with browser.window() as page:
        await page.goto((folder / "site" / "docs" / f"{guide}.html").as_uri())
        printed = await page.pdf(prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert len(re.findall(rb"/Subtype\s*/Image\b", printed)) >= 8
