"""The tables of SQLite's file and of PostgreSQL are the same, so that one statement fits both."""

import contextlib

import pytest

from storage import open_sqlite
from storage.database import Database
from storage.postgres_opening import open_postgres
from storage.postgres_session import StatementRefused
from tests.support.engine import KEY
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases

pytestmark = [needs_postgres, pytest.mark.one_engine]

#: Each engine's own account of its steps, and the keys of what only PostgreSQL seals.
_OWN = {"_sqlite_migrations", "schema_steps", "sealing_keys"}

#: What a column is on SQLite by what it is on PostgreSQL; SQLite checks that a flag is 0 or 1.
_SAME = {
    "bigint": "INTEGER",
    "boolean": "INTEGER",
    "double precision": "REAL",
    "text": "TEXT",
}

Columns = set[tuple[str, str, str]]


def of_sqlite(database: Database) -> Columns:
    rows = database.rows(
        "select tables.name, columns.name, columns.type from sqlite_schema as tables,"
        " pragma_table_info(tables.name) as columns"
        " where tables.type = 'table' and tables.name not like 'sqlite!_%' escape '!'"
    )
    return {(table, *rest) for table, *rest in rows if table not in _OWN}


def of_postgres(database: Database) -> Columns:
    rows = database.rows(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = current_schema()"
    )
    return {(table, name, _SAME[kind]) for table, name, kind in rows if table not in _OWN}


def test_both_engines_have_the_same_tables_and_columns(
    postgres_databases: PostgresDatabases,
) -> None:
    with (
        contextlib.closing(open_sqlite(":memory:", KEY)) as embedded,
        postgres_databases.lent() as address,
        contextlib.closing(open_postgres(address, KEY)) as server,
    ):
        assert of_sqlite(embedded) == of_postgres(server)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set actor = '2002'",
        "delete from audit",
        "truncate audit",
        "insert into audit select * from audit",
        "insert into audit select number + 2, at, actor, action, subject, details, seal from audit",
        "insert into audit select number - 9, at, actor, action, subject, details, seal from audit",
        "insert into audit select * from audit on conflict (number) do update set actor = 'x'",
    ],
)
def test_a_server_refuses_to_change_a_row_of_the_audit_and_to_leave_one_out(
    postgres_databases: PostgresDatabases, statement: str
) -> None:
    with (
        postgres_databases.lent() as address,
        contextlib.closing(open_postgres(address, KEY)) as server,
    ):
        server.run(
            "insert into audit (number, at, actor, action, subject, details, seal)"
            " values (1, 1.5, 'bot', 'started', '', '{}', 's')"
        )

        with pytest.raises(StatementRefused, match=r"^(IntegrityConstraint|Unique)Violation"):
            server.run(statement)

        assert server.rows("select number, actor from audit") == [(1, "bot")]
        assert server.rows("select number from audit_end") == [(1,)]


@pytest.mark.parametrize("name", ["Ra\0him", "Ra\ud800him"])
def test_text_that_a_server_cannot_hold_is_refused_like_any_bug_and_ends_no_session(
    postgres_databases: PostgresDatabases, name: str
) -> None:
    with (
        postgres_databases.lent() as address,
        contextlib.closing(open_postgres(address, KEY)) as server,
        server.transaction(),
    ):
        server.run("insert into last_seen (at) values (1.5)")
        with pytest.raises((StatementRefused, UnicodeEncodeError)), server.transaction():
            server.run("insert into service_tokens (holder, token) values ('x', ?)", (name,))

        assert server.rows("select at from last_seen") == [(1.5,)]
