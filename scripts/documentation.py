"""Build the documentation as a site in var/documentation: `python -m scripts.documentation`.

Pages keep their places and their links. The root's own pages come along, and so does each file that
a page links to. Exits with code 1 if a link leads nowhere, if no page leads to a page, or if a page
would load something from another host.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "var" / "documentation"
CONFIGURATION = "zensical.toml"

_LINK = re.compile(r"""\]\(([^)#:\s]+)[^)]*\)|src="([^":]+)"|url\("([^":]+)"\)""")
_CODE = re.compile(r"`[^`\n]+`")

#: Zensical leaves out files whose names begin with a dot.
_SHOWN_AS = {".env.example": "env.example.txt"}


class NotBuilt(Exception):
    """What is wrong with the pages, one line each."""


def gather(into: Path) -> None:
    """Copy the pages, and every file that one of them links to, keeping their places."""
    found = [*ROOT.glob("*.md"), *(path for path in (ROOT / "docs").rglob("*") if path.is_file())]
    seen = set(found)
    for path in found:  # grows by what is linked to
        target = into / path.relative_to(ROOT)
        target = target.with_name(_SHOWN_AS.get(target.name, target.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix not in {".md", ".css"}:
            shutil.copyfile(path, target)
            continue
        text = path.read_text("utf-8")
        links = ("".join(groups) for groups in _LINK.findall(text))
        linked = {Path(os.path.normpath(path.parent / link)) for link in links}
        new = {each for each in linked - seen if each.is_file() and each.is_relative_to(ROOT)}
        seen |= new
        found += sorted(new)
        for name, shown in _SHOWN_AS.items():
            text = text.replace(f"{name})", f"{shown})")
        # GitHub needs a bar in a table escaped even within code, where Zensical shows the escape.
        text = _CODE.sub(lambda code: code[0].replace("\\|", "|"), text)
        target.write_text(text, "utf-8")


def build(folder: Path) -> Path:
    """The built site in this folder, made from nothing; raises NotBuilt."""
    shutil.rmtree(folder, ignore_errors=True)
    gather(folder / "pages")
    shutil.copyfile(ROOT / "docs" / CONFIGURATION, folder / CONFIGURATION)
    done = subprocess.run(  # noqa: S603 (a program of this environment)
        [Path(sys.executable).with_name("zensical"), "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
        check=False,
    )
    faults = [*not_in_order(folder)]
    if done.returncode:
        output = re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)
        faults.append(output.partition("Traceback")[0])
    if faults:
        raise NotBuilt("\n".join(faults))
    return folder / "site"


def not_in_order(folder: Path) -> Iterator[str]:
    """What is wrong with the built site, and with its table of contents."""
    configuration = tomllib.loads((folder / CONFIGURATION).read_text("utf-8"))
    listed = set(_listed(configuration["project"]["nav"]))
    for name in sorted(listed):
        if not (folder / "pages" / name).is_file():
            yield f"docs/{CONFIGURATION}: there is no page {name}"
    site = folder / "site"
    (site / "404.html").unlink(missing_ok=True)  # only right at the root of a host
    pages = {path: Page.read(path) for path in sorted(site.rglob("*.html"))}
    reached = {path for page in pages.values() for path in page.leads_to() - {page.path}}
    for path, page in pages.items():
        built = path.relative_to(site)
        yield from (f"{built}: {fault}" for fault in page.faults(pages))
        if path not in reached:
            yield f"{built}: no page leads here; add it to nav in docs/{CONFIGURATION}"


def _listed(nav: list[object]) -> Iterator[str]:
    for entry in nav:
        match entry:
            case str():
                yield entry
            case dict():
                for below in entry.values():
                    yield from _listed(below if isinstance(below, list) else [below])


@dataclass
class Page(HTMLParser):
    """A built page: its anchors, and what it links to or loads."""

    path: Path
    anchors: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def read(cls, path: Path) -> "Page":
        page = cls(path)
        page.feed(path.read_text("utf-8"))
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"id", "name"} and value:
                self.anchors.add(value)
            if name in {"href", "src", "data", "poster"} and value:
                self.links.append((tag, value))

    def leads_to(self) -> set[Path]:
        return {path for tag, link in self.links if tag == "a" and (path := self._target(link))}

    def faults(self, pages: Mapping[Path, "Page"]) -> Iterator[str]:
        for tag, link in self.links:
            target = self._target(link)
            anchor = unquote(urlsplit(link).fragment)
            if target is None:
                if tag != "a" and not link.startswith("data:"):
                    yield f"loads {link} from another host"
            elif not target.is_file():
                yield f"{link} leads nowhere"
            elif anchor and target in pages and anchor not in pages[target].anchors:
                yield f"{link} names an anchor that is not there"

    def _target(self, link: str) -> Path | None:
        """The file that a link leads to; None if that is not part of the site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            return self.path
        return Path(os.path.normpath(self.path.parent / unquote(parts.path)))


def main() -> int:
    try:
        site = build(FOLDER)
    except NotBuilt as faults:
        print(faults, file=sys.stderr)
        return 1
    print(f"{len(list(site.rglob('*.html')))} pages; open {site / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
