"""Everything from one database into another, whichever engine is behind either."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.audit import OPERATOR, Audit, AuditBroken, Head
from storage.catalog import (
    Table,
    add_rows,
    be_patient,
    count_on_from,
    counters_of,
    is_owner,
    tables_of,
    uncounted_audit,
)
from storage.database import Database
from storage.marks import rows_of_marks
from storage.sealed_columns import SEALED

_BATCH = 500  # rows in one statement; no table has as many columns as would exceed its parameters

#: What others refer to, in the order in which they refer to each other.
_FIRST = ("agents", "applications", "announcements", "outbox")

#: The only reference to a table that comes later.
_CURRENT = "active_application"

#: A new database has a row of its own in each: one is replaced, the other counts what is added.
_OF_A_NEW_ONE = {"hash_key", "audit_end"}


class MoveRefused(Exception):
    """Nothing was moved; the message says why."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows of how many tables, and the end of the audit, which is the same in both."""

    rows: int
    tables: int
    head: Head


def move(source: Database, target: Database, now: datetime) -> Moved:
    """Copy everything into an empty database, in one transaction in which nobody writes to either.

    Numbers go on where they were. The counts of all tables and the chain of the audit are compared,
    and the target's audit gets a row. Raises MoveRefused and DatabaseFailed.
    """
    for each in (source, target):
        be_patient(each)
    with source.transaction():
        tables = _tables_of_both(source, target)
        head = _verified(source)
        counters = counters_of(source)
        with target.transaction():
            _refuse_unless_empty(target, tables)
            with uncounted_audit(target):
                count = sum(_copy(source, target, tables[name]) for name in _ordered(tables))
            count_on_from(target, counters)
            for name in tables:
                if _count(source, name) != _count(target, name):
                    raise MoveRefused(f"Not all rows of {name} have arrived; nothing was moved.")
            if _verified(target) != head:
                raise MoveRefused("The audit has not arrived whole; nothing was moved.")
            Audit(target).record("moved", actor=OPERATOR, now=now, rows=count)
    return Moved(count, len(tables), head)


def _tables_of_both(source: Database, target: Database) -> Mapping[str, Table]:
    """As the target describes them."""
    ours, theirs = tables_of(source), tables_of(target)
    different = sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name not in ours or name not in theirs or ours[name].columns != theirs[name].columns
    )
    if different:
        raise MoveRefused(
            "The tables on the other side are of another release or another program"
            f" ({', '.join(different)}); nothing was moved."
        )
    return theirs


def _verified(database: Database) -> Head:
    try:
        return Audit(database).verify()
    except AuditBroken as broken:
        raise MoveRefused(f"The audit is broken, so nothing was moved. {broken}") from None


def _refuse_unless_empty(target: Database, tables: Mapping[str, Table]) -> None:
    if not is_owner(target):
        raise MoveRefused("Only the owner of the tables may fill them; nothing was moved.")
    filled = [name for name in tables.keys() - _OF_A_NEW_ONE if _count(target, name)]
    if filled:
        raise MoveRefused(
            f"There is something on the other side already ({', '.join(sorted(filled))}). Name an"
            " empty database; nothing was moved."
        )


def _ordered(tables: Mapping[str, Table]) -> Iterator[str]:
    yield from _FIRST
    yield from sorted(tables.keys() - set(_FIRST) - {"audit_end"})


def _count(database: Database, table: str) -> int:
    row = database.row(f"select count(*) from {table}")
    return int(row[0]) if row else 0


def _copy(source: Database, target: Database, table: Table) -> int:
    """Copy all rows; returns how many there were."""
    if table.name == "hash_key":
        target.run("delete from hash_key")
    count, seal = 0, functools.partial(_resealed, source, target)
    for rows in _batches(source, table):
        add_rows(target, table, [_as_there(row, table, seal) for row in rows])
        count += len(rows)
    if table.name == "applications":
        _copy_current(source, target)
    return count


def _as_there(
    row: Sequence[object], table: Table, seal: Callable[[str, str, object], str]
) -> list[object]:
    """The values of a row as the target takes them."""
    values = dict(zip(table.columns, row, strict=True))
    for sealed in SEALED:
        for column in sealed.columns if sealed.table == table.name else ():
            if values[column] is not None:
                bound_to = values.get(sealed.bound_to, "")
                values[column] = seal(str(values[column]), f"{table.name}.{column}", bound_to)
    for column in table.flags:
        values[column] = None if values[column] is None else bool(values[column])
    if _CURRENT in values:
        values[_CURRENT] = None  # until the applications are there
    return list(values.values())


def _resealed(source: Database, target: Database, text: str, column: str, row: object) -> str:
    return target.seal(source.unseal(text, column, row), column, row)


def _copy_current(source: Database, target: Database) -> None:
    for agent, current in source.rows(
        f"select id, {_CURRENT} from agents where {_CURRENT} is not null"
    ):
        target.run(f"update agents set {_CURRENT} = ? where id = ?", (current, agent))


def _batches(source: Database, table: Table) -> Iterator[list[tuple[object, ...]]]:
    """All rows in the order of their key."""
    key, places = ", ".join(table.key), [table.columns.index(column) for column in table.key]
    last: list[object] = []
    while True:
        after = f"where ({key}) > {rows_of_marks(1, len(last))}" if last else ""
        rows = source.rows(
            f"select {', '.join(table.columns)} from {table.name} {after} order by {key} limit ?",
            (*last, _BATCH),
        )
        if rows:
            yield rows
        if len(rows) < _BATCH:
            return
        last = [rows[-1][place] for place in places]
