"""python -m bot migrate: the tables on a server."""

import re
from pathlib import Path

import psycopg

from storage import open_database
from storage.postgres_schema import steps
from tests.support.commands import Operator
from tests.support.postgres import needs_postgres, running_server
from tests.support.postgres_roles import server_of_the_page
from tests.support.running import DATABASE_KEY


@needs_postgres
def test_an_empty_database_gets_its_tables_once(operator: Operator) -> None:
    with running_server() as server:
        address = server.address("postgres")

        refused = operator.runs("agents", DATABASE=address)
        first = operator.runs("migrate", DATABASE=address)
        second = operator.runs("migrate", DATABASE=address)

        assert refused.exit_code == 2
        assert "Run: python -m bot migrate" in refused.output
        assert first.output.startswith(f"Added: {len(steps())} step")
        assert (second.exit_code, second.output) == (0, "Everything is up to date.\n")
        open_database(address, DATABASE_KEY).close()


@needs_postgres
def test_a_role_without_the_rights_and_a_missing_schema_are_said_as_what_they_are(
    operator: Operator,
) -> None:
    with running_server() as server:
        address = server.address("postgres")
        server.ask("create role poor login")
        poor = address.replace("user=bot", "user=poor")
        no_schema = f"{address}&options=-csearch_path%3Dsecond"

        poor_migrates = operator.runs("migrate", DATABASE=poor)
        nowhere = operator.runs("migrate", DATABASE=no_schema)
        assert operator.runs("migrate", DATABASE=address).exit_code == 0
        poor_reads = operator.runs("agents", DATABASE=poor)

        for result in (poor_migrates, nowhere, poor_reads):
            assert result.exit_code == 2
            assert "see Roles in docs/high-availability.md" in result.output


@needs_postgres
def test_a_second_bot_has_a_schema_of_its_own_as_the_page_says(operator: Operator) -> None:
    page = Path(__file__).parents[3] / "docs" / "high-availability.md"
    said = re.findall(r"`((?:create schema|grant usage on schema) [^`]*)`", page.read_text("utf-8"))
    (place,) = set(re.findall(r"`\?(options=-csearch_path\S*)`", page.read_text("utf-8")))
    with server_of_the_page() as server:
        with psycopg.connect(server.owner, autocommit=True) as session:
            session.execute(";".join(said).encode())

        migrated = operator.runs("migrate", DATABASE=f"{server.owner}&{place}")
        served = operator.runs("agents", DATABASE=f"{server.bot}&{place}")

    assert migrated.output.startswith("Added: ")
    assert (served.exit_code, served.output) == (
        0,
        "Nobody is enrolled; see python -m bot invite.\n",
    )


def test_a_server_that_does_not_answer_is_no_mistake_of_the_operator(operator: Operator) -> None:
    result = operator.runs("migrate", DATABASE="postgresql://bot:sesame-1@127.0.0.1:9/bot")

    assert result.exit_code == 1
    assert "postgresql://bot@127.0.0.1:9/bot fails" in result.output
    assert "All was changed or nothing; run it again." in result.output
    assert "sesame-1" not in result.output


def test_a_file_needs_no_migration(operator: Operator, tmp_path: Path) -> None:
    result = operator.runs("migrate")

    assert result.exit_code == 0
    assert "is a file, which each start brings up to date." in result.output
    assert not (tmp_path / "bot.db").exists()
