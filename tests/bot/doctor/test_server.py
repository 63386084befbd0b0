"""The lines about a PostgreSQL server: judged one by one, and asked of a real one."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.doctor import server
from bot.doctor.finding import Finding, State
from bot.doctor.replication import judge_replication
from bot.doctor.server import examine_server
from bot.settings.database import PostgresAddress
from storage import DatabaseUnusable, Store, open_database
from storage.agents import Agent, Role
from storage.opening import migrate_server
from storage.replication import Replication
from tests.bot.doctor.conftest import Installation
from tests.support.forms import AGENT, NOW
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.postgres_pair import postgres_pair
from tests.support.postgres_roles import ServerOfThePage, server_of_the_page
from tests.support.running import DATABASE_KEY
from tests.support.statements import FORM, TOUR

PAGE = Path(__file__).parents[3] / "docs" / "high-availability.md"
OK, WARNING, BROKEN = State.OK, State.WARNING, State.BROKEN
HOUR = timedelta(hours=1)


def replicated(*standbys: str, names: str = "ANY 1 (b, c)") -> Finding:
    return judge_replication(Replication(standbys=standbys, synchronous_names=names))


@pytest.mark.parametrize(
    ("finding", "name", "state"),
    [
        (server.judge_keys(1), "keys", OK),
        (server.judge_keys(2), "keys", WARNING),
        (server.judge_steps(0), "schema", OK),
        (server.judge_steps(1), "schema", WARNING),
        (server.judge_version(150018, "UTF8"), "server", OK),
        (server.judge_version(140000, "UTF8"), "server", OK),
        (server.judge_version(130011, "UTF8"), "server", BROKEN),
        (server.judge_version(150018, "LATIN1"), "server", BROKEN),
        (server.judge_writing(""), "writing", OK),
        (server.judge_writing("LockNotAvailable"), "writing", BROKEN),
        (server.judge_sessions(80, 97), "sessions", OK),
        (server.judge_sessions(90, 97), "sessions", WARNING),
        (server.judge_pooler(is_pooled=False), "pooler", OK),
        (server.judge_pooler(is_pooled=True), "pooler", BROKEN),
        (replicated("quorum", "quorum"), "standby", OK),
        (replicated("sync", "potential", names="b, c"), "standby", OK),
        (replicated("sync", "async", names="b"), "standby", WARNING),
        (replicated("async"), "standby", BROKEN),
        (replicated(), "standby", BROKEN),
        (replicated("", ""), "standby", WARNING),
        (replicated("async", names=""), "standby", WARNING),
        (replicated(names=""), "standby", WARNING),
        (server.judge_archive(NOW, NOW + HOUR, archives=True), "archive", OK),
        (server.judge_archive(NOW, NOW + 2 * HOUR, archives=True), "archive", WARNING),
        (server.judge_archive(None, NOW, archives=True), "archive", WARNING),
        (server.judge_archive(NOW, NOW, archives=False), "archive", WARNING),
        (server.judge_trip(timedelta(milliseconds=0.3)), "trip", OK),
        (server.judge_trip(timedelta(milliseconds=0.65)), "trip", WARNING),
        (server.judge_server_clock(timedelta(seconds=-1.9)), "time", OK),
        (server.judge_server_clock(timedelta(seconds=-2.1)), "time", WARNING),
        (server.judge_server_clock(timedelta(seconds=2.1)), "time", WARNING),
        (server.judge_encryption("prefer", is_here=True, is_encrypted=False), "encryption", OK),
        (
            server.judge_encryption("verify-full", is_here=False, is_encrypted=True),
            "encryption",
            OK,
        ),
        (
            server.judge_encryption("require", is_here=False, is_encrypted=True),
            "encryption",
            WARNING,
        ),
        (
            server.judge_encryption("prefer", is_here=False, is_encrypted=False),
            "encryption",
            BROKEN,
        ),
        (server.judge_role((), may_alter_audit=False), "role", OK),
        (server.judge_role((), may_alter_audit=True), "role", WARNING),
        (server.judge_role(("errands",), may_alter_audit=False), "role", BROKEN),
    ],
)
def test_a_fact_is_judged_and_whatever_is_not_ok_has_a_cure(
    finding: Finding, name: str, state: State
) -> None:
    assert (finding.name, finding.state) == (name, state)
    assert bool(finding.cure) == (state is not OK)


def now() -> datetime:
    return datetime.now(UTC)


def examined(address: str) -> dict[str, Finding]:
    found = examine_server(PostgresAddress(address), DATABASE_KEY, now)
    return {each.name: each for each in found}


@pytest.fixture
def roles() -> Iterator[ServerOfThePage]:
    with server_of_the_page() as server:
        yield server


@needs_postgres
def test_a_server_set_up_as_the_page_says_lacks_only_standby_and_archive(
    roles: ServerOfThePage,
) -> None:
    found = examined(roles.bot)

    unwell = {name for name, each in found.items() if each.state is not OK}
    unwell -= {"admins", "bot", "trip"}  # the trip is as long as this machine is busy
    assert unwell == {"standby", "archive"}
    assert "PostgreSQL" in found["server"].words
    assert examined(roles.owner)["role"].state is WARNING


@needs_postgres
def test_the_bots_role_of_the_page_may_do_all_that_the_tables_do_and_no_more(
    roles: ServerOfThePage,
) -> None:
    with contextlib.closing(open_database(roles.bot, DATABASE_KEY)) as database:
        store = Store(database)
        with store.transaction():
            store.agents.enrol(Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en"), NOW)
        for ways in TOUR.values():
            for way in ways:
                with store.transaction():
                    store.applications.save(FORM)  # some ways erase both
                    store.outbox.owe(AGENT, "{}", NOW, subjects=(FORM.id,))
                    way(store)
        assert store.scrub()

        for statement in ("update audit set actor = '2'", "delete from audit", "truncate audit"):
            with pytest.raises(DatabaseUnusable, match="InsufficientPrivilege"):
                database.run(statement)


@needs_postgres
def test_tables_to_which_the_role_has_no_right_are_named(roles: ServerOfThePage) -> None:
    with psycopg.connect(roles.owner, autocommit=True) as session:
        session.execute("revoke delete on errands, outbox from onboarding_bot")

    role = examined(roles.bot)["role"]

    assert role.state is BROKEN
    assert "errands, outbox" in role.words


@needs_postgres
async def test_every_line_has_its_row_on_the_page_in_the_order_of_the_report(
    installation: Installation, postgres_databases: PostgresDatabases
) -> None:
    _, _, section = PAGE.read_text("utf-8").partition("## Doctor")
    documented = re.findall(r"^\| (\w+) \|", section, re.MULTILINE)[1:]

    with postgres_databases.lent() as address:
        found = [each.name for each in await installation.examined(DATABASE=address)]

    of_file = ["disk", "log", "database", "schema", "writing", "backup"]
    usual = [each.name for each in await installation.examined()]
    at = found.index("database")
    assert found[at : found.index("admins")] == documented
    assert found[:at] + found[found.index("admins") :] == [
        name for name in usual if name not in of_file
    ]


@needs_postgres
def test_a_single_synchronous_standby_is_found_and_doubted() -> None:
    with postgres_pair() as pair:
        migrate_server(pair.address, DATABASE_KEY)

        standby = examined(pair.address)["standby"]

        assert (standby.state, standby.words[:11]) == (WARNING, "One standby")


def test_a_server_that_does_not_answer_is_the_only_line() -> None:
    found = examined("postgresql://bot:sesame-1@127.0.0.1:9/bot")

    assert {name: each.state for name, each in found.items()} == {"database": BROKEN}
    assert "sesame-1" not in str(found)


@needs_postgres
def test_missing_tables_and_another_key_are_said_with_their_cure(
    postgres_databases: PostgresDatabases,
) -> None:
    with postgres_databases.lent() as address:
        elsewhere = f"{address}&options=-csearch_path%3Dpg_temp"
        assert "python -m bot migrate" in examined(elsewhere)["database"].cure
        (found,) = examine_server(PostgresAddress(address), "not the key", now)

    assert (found.name, found.state) == ("database", BROKEN)
    assert "DATABASE_KEY" in found.words
