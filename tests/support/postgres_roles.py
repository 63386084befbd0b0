"""A server set up as docs/high-availability.md says, with the statements of that page."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from storage.opening import migrate_server
from tests.support.postgres import running_server
from tests.support.running import DATABASE_KEY

_PAGE = Path(__file__).parents[2] / "docs" / "high-availability.md"


@dataclass(frozen=True, slots=True)
class ServerOfThePage:
    """The addresses of its two roles."""

    owner: str
    bot: str


@contextlib.contextmanager
def server_of_the_page() -> Iterator[ServerOfThePage]:
    """One whose tables are made, for as long as the block runs."""
    administrator, before, after = _statements()
    with running_server() as running:
        for statement in filter(str.strip, administrator.split(";")):
            running.ask(statement)
        place = f"postgresql:///onboarding?host={running.folder}"
        owner, bot = (f"{place}&user=onboarding_{each}" for each in ("owner", "bot"))
        with psycopg.connect(owner, autocommit=True) as session:
            session.execute(before.encode())
            migrate_server(owner, DATABASE_KEY)
            session.execute(after.encode())
        yield ServerOfThePage(owner, bot)


def _statements() -> list[str]:
    """Of the administrator, and of the owner before and after the tables are made."""
    blocks = re.findall(r"^```sql\n(.*?)^```", _PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    return blocks
