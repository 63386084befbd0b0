"""The commands with a PostgreSQL server, while a bot serves there."""

import contextlib
import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage import Store, open_database
from storage.agents import Agent, Role, Standing
from tests.support.commands import Operator
from tests.support.forms import NOW, decided
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases, serving
from tests.support.running import DATABASE_KEY

pytestmark = needs_postgres

RAHIM, KARIM = 2001, 2002


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


@pytest.fixture
def operator(operator: Operator, address: str) -> Operator:
    return Operator({**operator.environment, "DATABASE": address})


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """What the serving bot has open."""
    with serving(address, DATABASE_KEY) as database:
        store = Store(database)
        for person, name in ((RAHIM, "Rahim"), (KARIM, "Karim")):
            store.agents.enrol(Agent(id=person, name=name, role=Role.AGENT, language="en"), NOW)
        yield store


def test_people_are_listed_appointed_and_handed_over(operator: Operator, store: Store) -> None:
    for number in range(9):
        store.applications.save(replace(decided(), id=f"number{number}"))

    assert operator.runs("agents", "appoint", "2002", "--team", "Khulna").exit_code == 0
    assert operator.runs("agents", "suspend", "2001").exit_code == 0
    handed = operator.runs("agents", "hand-over", "2001", "2002")

    assert handed.output == "Handed over: 9 applications.\n"
    assert operator.runs("agents").output.splitlines() == [
        "2002\tKarim\tagent\tactive\tKhulna\t9 applications\t0 refusals",
        "2001\tRahim\tagent\tsuspended\t-\t0 applications\t0 refusals",
    ]
    person = store.agents.find(RAHIM)
    assert person
    assert person.standing is Standing.SUSPENDED


def test_a_token_is_given_and_nobody_on_the_server_can_read_it(
    operator: Operator, store: Store, address: str
) -> None:
    given = operator.runs("agents", "token", "--agent", "2001", NEW_EKYC_TOKEN="own-token-1")

    assert given.exit_code == 0, given.output
    assert store.service_tokens.find("agent:2001") == "own-token-1"
    with contextlib.closing(open_database(address, DATABASE_KEY)) as database:
        assert "own-token-1" not in str(database.rows("select token from service_tokens"))


def test_the_audit_is_verified_and_read(operator: Operator, store: Store) -> None:
    operator.runs("agents", "suspend", "2001")

    verified = operator.runs("audit", "verify")
    assert verified.output.startswith("Unchanged: 1 row. Keep this elsewhere: 1:")
    listed = operator.runs("audit", "list", "--subject", "2001")
    assert listed.output.split("\t")[2:4] == ["operator", "suspended"]


def test_updates_are_listed_retried_and_dropped(operator: Operator, store: Store) -> None:
    for number in (7, 8):
        store.inbox.set_aside(
            number, f'{{"update_id": {number}, "message": {{}}}}', "KeyError", NOW
        )

    listed = operator.runs("updates", "list").output.splitlines()
    assert [line.split("\t")[1:2] + line.split("\t")[3:] for line in listed] == [
        ["7", "message", "KeyError"],
        ["8", "message", "KeyError"],
    ]
    assert operator.runs("updates", "retry", listed[0].split("\t")[0]).exit_code == 0
    assert operator.runs("updates", "drop", listed[1].split("\t")[0]).exit_code == 0
    assert store.inbox.list_set_aside() == []


def test_applications_are_exported(operator: Operator, store: Store, tmp_path: Path) -> None:
    store.applications.save(decided())

    result = operator.runs("export", str(tmp_path / "out.csv"), "--days", "3000", "--full")

    assert result.exit_code == 0, result.output
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert "Asaduzzaman" in str(row)
    assert store.audit.entries(last=1)[0].action == "exported"
