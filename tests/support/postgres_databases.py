"""Clean databases on one server, lent to one test after another.

To make a database from a template takes 75 ms and to drop it 8; to empty the few tables that a test
has filled takes 1 to 4 (PostgreSQL 15, two busy cores).
"""

import contextlib
from collections.abc import Iterator, Sequence

import psycopg

from storage import Database, open_database
from storage.postgres_opening import migrate_postgres
from tests.support.engine import KEY
from tests.support.postgres import FAST, PostgresServer, running_server

#: Empty every table that has rows, whatever its triggers and references say, and begin all numbers
#: again; the schema `pristine` holds the rows of a new database. A large table is truncated, since
#: nothing removes its dead rows.
_EMPTY = """
create schema pristine;
do $$ declare t text; has_rows boolean; begin
  for t in select quote_ident(tablename) from pg_tables where schemaname = 'public' loop
    execute 'select exists (select from ' || t || ')' into has_rows;
    if has_rows then
      execute 'create table pristine.' || t || ' as table public.' || t;
    end if;
  end loop;
end $$;
create function pristine.restore() returns void language plpgsql as $$
declare t text; has_rows boolean;
begin
  perform pg_terminate_backend(pid, 1000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
  set local session_replication_role = replica;
  for t in select quote_ident(tablename) from pg_tables where schemaname = 'public' loop
    execute 'select exists (select from public.' || t || ')' into has_rows;
    if has_rows and pg_relation_size('public.' || t) > 262144 then
      execute 'truncate public.' || t || ' cascade';
    elsif has_rows then
      execute 'delete from public.' || t;
    end if;
  end loop;
  for t in select quote_ident(tablename) from pg_tables where schemaname = 'pristine' loop
    execute 'insert into public.' || t || ' overriding system value table pristine.' || t;
  end loop;
  perform setval(oid::regclass, 1, false) from pg_class
    where relkind = 'S' and relnamespace = 'public'::regnamespace;
end $$;
"""


@contextlib.contextmanager
def serving(address: str, key: str) -> Iterator[Database]:
    """The session of a bot that has the seat; a real one is never idle for as long as a test."""
    with contextlib.closing(open_database(address, key)) as database:
        assert database.take_seat()
        database.run("set idle_session_timeout = 0")
        yield database


class PostgresDatabases:
    """As many as are lent at the same time; `lent` gives the address of a clean one."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._free: list[tuple[str, psycopg.Connection]] = []
        self._count = 0

    @contextlib.contextmanager
    def lent(self) -> Iterator[str]:
        """An address, until the block ends; whatever session is left then is cut."""
        name, session = self._free.pop() if self._free else self._made()
        try:
            yield self._server.address(name)
        finally:
            session.execute("select pristine.restore()")
            self._free.append((name, session))

    def _made(self) -> tuple[str, psycopg.Connection]:
        self._count += 1
        name = f"test_{self._count}"
        self._server.ask(f"create database {name}")
        migrate_postgres(self._server.address(name), KEY)
        session = psycopg.connect(self._server.address(name), autocommit=True)
        session.execute(_EMPTY)
        return name, session

    def close(self) -> None:
        for _, session in self._free:
            session.close()


@contextlib.contextmanager
def a_server() -> Iterator[PostgresDatabases]:
    """A server, for as long as the block runs."""
    with running_server([*FAST, "shared_buffers=32MB", "max_connections=60"]) as server:
        databases = PostgresDatabases(server)
        try:
            yield databases
        finally:
            databases.close()


@contextlib.contextmanager
def a_server_with_a_bot(settings: Sequence[str]) -> Iterator[PostgresServer]:
    """A server that a test may end, with one migrated database: `address("bot")`."""
    with running_server(settings) as server:
        server.ask("create database bot")
        migrate_postgres(server.address("bot"), KEY)
        yield server
