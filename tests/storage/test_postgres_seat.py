"""The seat belongs to a session, and the session that has it hears what the others commit."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from storage import DatabaseFailed, DatabaseUnusable
from storage.postgres import PostgresDatabase
from storage.postgres_opening import open_postgres
from tests.storage.conftest import BrokenOff, broken_off
from tests.support.engine import KEY
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.postgres_roles import server_of_the_page
from tests.support.running import DATABASE_KEY
from tests.support.transaction_pooler import TransactionPooler

pytestmark = [needs_postgres, pytest.mark.one_engine]


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


@pytest.fixture
def one(address: str) -> Iterator[PostgresDatabase]:
    with contextlib.closing(open_postgres(address, KEY)) as database:
        yield database


@pytest.fixture
def other(address: str) -> Iterator[PostgresDatabase]:
    with contextlib.closing(open_postgres(address, KEY)) as database:
        yield database


def test_one_session_has_the_seat_until_it_ends(
    one: PostgresDatabase, other: PostgresDatabase
) -> None:
    assert one.take_seat()
    assert one.take_seat()
    assert not other.take_seat()

    one.close()

    ends_at = time.monotonic() + 30
    while not other.take_seat():  # the server needs a moment to notice
        assert time.monotonic() < ends_at
        other.row("select pg_sleep(0.01)")


def test_only_a_session_that_asks_for_the_seat_is_ended_by_its_silence(
    one: PostgresDatabase, other: PostgresDatabase
) -> None:
    one.take_seat()

    assert one.row("show idle_session_timeout") == ("10s",)
    assert other.row("show idle_session_timeout") == ("0",)


def test_a_session_that_lost_the_seat_commits_nothing(
    one: PostgresDatabase, other: PostgresDatabase
) -> None:
    one.take_seat()

    def changes_something() -> None:
        with one.transaction():
            one.run("update audit_end set number = 7")
            session = one.row("select pg_backend_pid()") or ()
            other.row("select pg_terminate_backend(?, 5000)", session)

    with pytest.raises(DatabaseFailed):
        changes_something()

    assert other.take_seat()
    assert other.row("select number from audit_end where number = 7") is None


def in_the_middle(session: psycopg.Connection) -> None:
    """The server waits for the end of the trip."""
    session.pgconn.enter_pipeline_mode()
    session.pgconn.send_query_params(b"select 1", None)
    session.pgconn.flush()


def after_several(session: psycopg.Connection) -> None:
    with session.pipeline():
        session.execute("select 1")
        session.execute("select 1")


@pytest.mark.parametrize("fall_silent", [in_the_middle, after_several])
def test_a_session_that_falls_silent_at_any_point_of_a_trip_loses_the_seat(
    fall_silent: Callable[[psycopg.Connection], None],
    one: PostgresDatabase,
    other: PostgresDatabase,
    address: str,
) -> None:
    one.take_seat()
    seat = one.row("select classid, objid from pg_locks where classid = 2 and granted")
    assert seat
    one.close()
    with psycopg.connect(address, autocommit=True) as frozen:
        ends_at = time.monotonic() + 30
        frozen.execute("set idle_session_timeout = '1s'")
        frozen.execute("select pg_advisory_lock(%s::int, %s::int)", seat)
        fall_silent(frozen)

        assert not other.take_seat()
        while not other.take_seat():
            assert time.monotonic() < ends_at
            other.row("select pg_sleep(0.2)")
        frozen.close()


def test_a_silent_session_of_another_role_is_left_to_the_administrator() -> None:
    """Such as one of the owner, whom the bot's role may see and not end."""
    with (
        server_of_the_page() as server,
        contextlib.closing(open_postgres(server.bot, DATABASE_KEY)) as database,
        psycopg.connect(server.owner, autocommit=True) as owner,
    ):
        assert database.take_seat()
        seat = database.row("select objid from pg_locks where classid = 2 and granted")
        owner.execute("select pg_advisory_lock(1, %s::int)", seat)
        in_the_middle(owner)
        database.row("select pg_sleep(10.5)")

        assert database.take_seat()
        owner.close()


def test_behind_a_pooler_of_transactions_nobody_takes_the_seat(
    address: str, tmp_path: Path
) -> None:
    """Two processes would share a backend, and each of them find that it has the seat."""
    folder = psycopg.conninfo.conninfo_to_dict(address)["host"]
    TransactionPooler(tmp_path / ".s.PGSQL.5432", f"{folder}/.s.PGSQL.5432")
    there = psycopg.conninfo.make_conninfo(address, host=str(tmp_path))

    with (
        contextlib.closing(open_postgres(there, KEY)) as one,
        pytest.raises(DatabaseUnusable, match="pooler"),
    ):
        one.take_seat()


def test_the_seat_hears_what_another_session_commits_and_nothing_else(
    one: PostgresDatabase, other: PostgresDatabase
) -> None:
    heard: list[str] = []
    one.listen(lambda: heard.append("something"))
    with other.transaction():
        pass
    one.row("select 1")
    assert heard == []

    other.announce()
    with other.transaction():
        one.row("select 1")
        assert heard == []
    one.row("select 1")
    assert heard == ["something"]

    with contextlib.suppress(BrokenOff), broken_off(other):
        pass
    one.row("select 1")
    assert heard == ["something"]
