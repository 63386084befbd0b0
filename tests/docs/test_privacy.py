"""The page for whoever is responsible for data names every table of the database."""

import re
from pathlib import Path

from storage import open_sqlite
from tests.support.running import DATABASE_KEY

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"


def test_the_page_names_every_table_and_no_other() -> None:
    _, _, rest = PAGE.read_text("utf-8").partition("## Every table\n")
    section, _, _ = rest.partition("\n## ")
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]

    assert sorted(named) == tables()


def tables() -> list[str]:
    database = open_sqlite(":memory:", DATABASE_KEY)
    names = {str(name) for name in database.tables.table_names()}
    database.close()
    return sorted(name for name in names if not name.startswith(("sqlite_", "_sqlite_")))
