"""The page for whoever is responsible for data names every table of the database."""

import contextlib
import re
from pathlib import Path

from storage import open_database, open_sqlite
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
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
    names = database.rows("select name from sqlite_master where type = 'table'")
    database.close()
    return sorted(name for (name,) in names if not name.startswith(("sqlite_", "_sqlite_")))


@needs_postgres
def test_the_page_says_of_every_text_on_a_server_whether_it_is_sealed(
    postgres_databases: PostgresDatabases,
) -> None:
    _, _, rest = PAGE.read_text("utf-8").partition("## On a PostgreSQL server\n")
    section, _, _ = rest.partition("\n## ")
    named = {
        name: "| sealed" in line
        for line in section.splitlines()
        for name in re.findall(r"`(\w+\.\w+)`", line)
        if line.startswith("| `")
    }

    with (
        postgres_databases.lent() as address,
        contextlib.closing(open_database(address, DATABASE_KEY)) as database,
    ):
        found = database.rows(
            "select table_name || '.' || column_name, domain_name is not null"
            " from information_schema.columns"
            " where table_schema = 'public' and data_type = 'text'"
        )
    assert named == dict(found)
