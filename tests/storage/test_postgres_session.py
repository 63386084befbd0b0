"""A session is the same whatever an administrator has set for its role or database."""

import contextlib
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from storage import DatabaseFailed, DatabaseUnusable
from storage.postgres import PostgresDatabase
from storage.postgres_opening import migrate_postgres, open_postgres
from tests.support.engine import KEY
from tests.support.postgres import FAST, PostgresServer, needs_postgres, running_server
from tests.support.postgres_pair import PostgresPair, postgres_pair

pytestmark = [needs_postgres, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def address(server: PostgresServer) -> Iterator[str]:
    server.ask("create database bot")
    yield server.address("bot")
    server.ask("drop database bot with (force)")


@contextlib.contextmanager
def opened(address: str) -> Iterator[PostgresDatabase]:
    with contextlib.closing(open_postgres(address, KEY)) as database:
        yield database


def count_up(address: str) -> None:
    with opened(address) as database:
        for _ in range(30):
            with database.transaction():
                (number,) = database.row("select number from audit_end") or (0,)
                database.run("update audit_end set number = ?", (number + 1,))


@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_a_writer_that_has_waited_sees_what_the_one_before_wrote(
    isolation: str, server: PostgresServer, address: str
) -> None:
    """A snapshot from before the wait for the lock would be too old."""
    server.ask(f"alter database bot set default_transaction_isolation = '{isolation}'")
    migrate_postgres(address, KEY)
    writers = [threading.Thread(target=count_up, args=(address,)) for _ in range(3)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with opened(address) as database:
        assert database.row("select number from audit_end") == (90,)


def test_time_outs_of_others_do_not_end_what_takes_long(
    server: PostgresServer, address: str
) -> None:
    for name in (
        "statement_timeout",
        "idle_session_timeout",
        "idle_in_transaction_session_timeout",
    ):
        server.ask(f"alter database bot set {name} = '20ms'")
    migrate_postgres(address, KEY)

    with opened(address) as database, opened(address) as other, database.transaction():
        assert other.row("select 1 from pg_sleep(0.1)") == (1,)
        assert database.row("select 1") == (1,)


def test_a_time_is_read_as_it_was_written(server: PostgresServer, address: str) -> None:
    server.ask("alter database bot set extra_float_digits = 0")
    migrate_postgres(address, KEY)
    moment = 1764000000.1234567

    with opened(address) as database:
        database.run("insert into last_seen (at) values (?)", (moment,))
        assert database.row("select at from last_seen") == (moment,)


@pytest.mark.parametrize("level", ["notice", "error"])
def test_a_commit_whose_wait_for_the_standby_was_cancelled_has_failed(level: str) -> None:
    """It succeeds with a warning, which an administrator may have turned off for all."""
    with postgres_pair() as pair:
        migrate_postgres(pair.address, KEY)
        pair.primary.ask(f"alter database bot set client_min_messages = '{level}'")
        pair.standby.stop()
        with opened(pair.address) as database:
            cancelling = threading.Thread(target=cancel_the_wait, args=(pair,))
            cancelling.start()
            with (
                pytest.raises(DatabaseFailed, match="may not have reached the standby"),
                database.transaction(),
            ):
                database.run("update audit_end set number = 7")
            cancelling.join()


def cancel_the_wait(pair: PostgresPair) -> None:
    """As soon as a commit waits."""
    ends_at = time.monotonic() + 30
    cancel = "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'"
    while not pair.primary.ask(cancel) and time.monotonic() < ends_at:
        time.sleep(0.05)


def test_another_warning_fails_no_commit(server: PostgresServer, address: str) -> None:
    """A server that must be vacuumed soon warns at each, while it still takes millions."""
    migrate_postgres(address, KEY)
    server.ask(
        "create function warn() returns trigger language plpgsql as"
        " $$ begin raise warning 'database must be vacuumed'; return null; end $$;"
        "create trigger warns after update on audit_end for each row execute function warn()",
        "bot",
    )

    with opened(address) as database:
        with database.transaction():
            database.run("update audit_end set number = 7")
        assert database.row("select number from audit_end") == (7,)


def test_a_schema_that_appears_in_front_changes_neither_tables_nor_the_seat(
    server: PostgresServer, address: str
) -> None:
    migrate_postgres(address, KEY)
    with opened(address) as one:
        assert one.take_seat()
        server.ask("create schema bot; create table bot.agents (another text)", "bot")

        with opened(address) as other, contextlib.closing(one.for_reading()) as reading:
            assert not other.take_seat()
            assert other.rows("select id from agents") == []
            assert reading.rows("select id from agents") == []
            with psycopg.connect(address, autocommit=True) as session:
                assert session.execute("show search_path").fetchone() == ('"$user", public',)


def test_what_is_confirmed_outlives_the_server_although_commits_of_others_do_not_wait(
    server: PostgresServer, address: str
) -> None:
    server.ask("alter database bot set synchronous_commit = off")
    migrate_postgres(address, KEY)
    server.ask("checkpoint")
    with opened(address) as database:
        with database.transaction():
            database.run("update audit_end set number = 7")
        server.kill()
    server.start(FAST)

    with opened(address) as database:
        assert database.row("select number from audit_end") == (7,)


def test_a_server_that_dies_is_a_connection_that_broke_off(
    server: PostgresServer, address: str
) -> None:
    migrate_postgres(address, KEY)
    with opened(address) as database:
        server.kill()
        try:
            with pytest.raises(DatabaseFailed, match="the connection broke off"):
                database.row("select 1")
        finally:
            server.start(FAST)


def test_an_address_that_cannot_be_read_is_to_be_corrected(server: PostgresServer) -> None:
    with pytest.raises(DatabaseUnusable, match="not an address of PostgreSQL"):
        open_postgres(f"{server.address('postgres')}&connect_timeout=five", KEY)


def test_tables_of_another_program_are_left_alone(server: PostgresServer, address: str) -> None:
    server.ask("create table agents (another text)", "bot")

    with pytest.raises(DatabaseUnusable, match="another program"):
        migrate_postgres(address, KEY)

    assert server.ask("select count(*) from pg_tables where schemaname = 'public'", "bot") == [(1,)]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_every_language_gets_no_tables(
    encoding: str, server: PostgresServer
) -> None:
    server.ask(f"create database narrow encoding '{encoding}' locale 'C' template template0")
    try:
        with pytest.raises(DatabaseUnusable, match=f"{encoding}.*UTF8"):
            migrate_postgres(server.address("narrow"), KEY)
    finally:
        server.ask("drop database narrow")
