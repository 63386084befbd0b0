"""The tables of a database as its engine describes them, for what copies all of them."""

import contextlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from storage.database import Database
from storage.marks import rows_of_marks
from storage.sqlite import SqliteDatabase

#: What an engine keeps for itself: the steps of its schema, and the keys of its seals.
_ENGINES_OWN = {"_sqlite_migrations", "schema_steps", "sealing_keys"}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns are sorted by name; `key` tells the rows apart, `flags` are true or false."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    flags: frozenset[str]


def tables_of(database: Database) -> Mapping[str, Table]:
    """Every table with the bot's data, by name."""
    if isinstance(database, SqliteDatabase):
        found, keys = database.rows(_SQLITE_COLUMNS), database.rows(_SQLITE_KEYS)
    else:
        found, keys = database.rows(_POSTGRES_COLUMNS), database.rows(_POSTGRES_KEYS)
    return {
        table: _table(table, found, keys)
        for table in sorted({table for table, *_ in found} - _ENGINES_OWN)
    }


def _table(name: str, found: list[tuple[str, str, str]], keys: list[tuple[str, str]]) -> Table:
    columns = {column: kind for table, column, kind in found if table == name}
    key = tuple(column for table, column in keys if table == name)
    return Table(
        name,
        columns=tuple(sorted(columns)),
        key=key or tuple(sorted(columns)),
        flags=frozenset(column for column, kind in columns.items() if kind == "boolean"),
    )


_SQLITE_COLUMNS = (
    "select one.name, theirs.name, theirs.type from sqlite_schema as one,"
    " pragma_table_info(one.name) as theirs"
    " where one.type = 'table' and one.name not like 'sqlite!_%' escape '!'"
)
_SQLITE_KEYS = (
    "select one.name, theirs.name from sqlite_schema as one, pragma_table_info(one.name) as theirs"
    " where one.type = 'table' and theirs.pk > 0 order by one.name, theirs.pk"
)
_POSTGRES_COLUMNS = (
    "select table_name, column_name, data_type from information_schema.columns"
    " where table_schema = current_schema()"
)
_POSTGRES_KEYS = (
    "select tables.relname, columns.attname from pg_index as keys"
    " join pg_class as tables on tables.oid = keys.indrelid"
    " join pg_attribute as columns on columns.attrelid = tables.oid"
    " and columns.attnum = any (keys.indkey)"
    " where keys.indisprimary and tables.relnamespace = current_schema()::text::regnamespace"
    " order by tables.relname, array_position(keys.indkey::int2[], columns.attnum)"
)


def add_rows(database: Database, table: Table, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows with all of their columns, numbers included."""
    own_numbers = "" if isinstance(database, SqliteDatabase) else "overriding system value"
    database.changed(  # and not `run`, which would gather many batches in memory
        f"insert into {table.name} ({', '.join(table.columns)}) {own_numbers} values"
        f" {rows_of_marks(len(rows), len(table.columns))}",
        [value for row in rows for value in row],
    )


@contextlib.contextmanager
def uncounted_audit(database: Database) -> Generator[None]:
    """The audit's rows are not counted one by one; the caller has a transaction.

    On PostgreSQL each count of a transaction leaves a dead row that the next one reads: 100,000
    rows would take half an hour. Only the owner of the tables may do that.
    """
    if isinstance(database, SqliteDatabase):
        yield
        return
    database.run("alter table audit disable trigger audit_is_counted")
    yield
    database.run("update audit_end set number = (select coalesce(max(number), 0) from audit)")
    database.run("alter table audit enable trigger audit_is_counted")


def be_patient(database: Database) -> None:
    """Let this session do nothing for as long as the other side takes."""
    if not isinstance(database, SqliteDatabase):
        database.run("set idle_session_timeout = 0")
        database.run("set idle_in_transaction_session_timeout = 0")


def is_owner(database: Database) -> bool:
    """Whether this session may do whatever the schema needs."""
    if isinstance(database, SqliteDatabase):
        return True
    row = database.row(
        "select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('audit')"
    )
    return row is not None and bool(row[0])


def counters_of(database: Database) -> Mapping[str, int]:
    """The last number that was given in each table whose numbers are never used again."""
    if isinstance(database, SqliteDatabase):
        return dict(database.rows("select name, seq from sqlite_sequence"))
    found = {}
    for table, sequence in _sequences(database).items():
        row = database.row(f"select case when is_called then last_value else 0 end from {sequence}")
        found[table] = int(row[0]) if row else 0
    return found


def count_on_from(database: Database, counters: Mapping[str, int]) -> None:
    """Have each table that counts go on after the highest of its own numbers and that counter."""
    if isinstance(database, SqliteDatabase):
        for table, number in counters.items():
            _count_on_in_file(database, table, number)
        return
    for table, sequence in _sequences(database).items():
        (column,) = tables_of(database)[table].key
        row = database.row(f"select max({column}) from {table}")
        last = max(counters.get(table, 0), int(row[0] or 0) if row else 0)
        if last:
            database.row("select setval(cast(? as regclass), ?)", (sequence, last))


def _count_on_in_file(database: Database, table: str, number: int) -> None:
    is_known = database.changed(
        "update sqlite_sequence set seq = max(seq, ?) where name = ?", (number, table)
    )
    if not is_known:
        database.run(
            "insert into sqlite_sequence (name, seq) select name, ? from sqlite_schema"
            " where name = ? and sql like '%autoincrement%'",
            (number, table),
        )


def _sequences(database: Database) -> dict[str, str]:
    """The sequence behind each table that numbers its rows itself."""
    return dict(
        database.rows(
            "select table_name, pg_get_serial_sequence(quote_ident(table_schema) || '.' ||"
            " quote_ident(table_name), column_name) from information_schema.columns"
            " where table_schema = current_schema() and is_identity = 'YES'"
        )
    )
