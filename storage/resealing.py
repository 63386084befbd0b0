"""Another DATABASE_KEY for a database whose bots go on: all that is sealed gets another data key.

`begin` leaves both keys valid, `finish` only the one with which it is called; each makes a data key
and destroys the ones before. Either may be interrupted and is then called again. The states are a
table in docs/high-availability.md.
"""

import time
from dataclasses import dataclass, field

from storage.database import Database, DatabaseUnusable
from storage.key_table import add_key, drop_keys_but, read_keys, unlocked
from storage.master_keys import MasterKey, opening_master_key
from storage.postgres import PostgresDatabase
from storage.sealed_columns import SEALED, SealedColumns
from storage.sealing import prefix_of
from storage.slices import Slices

#: Rows in one transaction at most: some 5 ms, in which no bot writes.
_BATCH = 25

STILL_USED = (
    "A process runs with another DATABASE_KEY, which would end here. Restart each process with "
    "the new key first. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class _Row:
    key: object
    bound_to: object
    texts: tuple[str | None, ...] = field(repr=False)

    def is_sealed_with(self, number: int) -> bool:
        return all(not text or text.startswith(prefix_of(number)) for text in self.texts)


def begin(database: Database, key: str, new_key: str) -> int:
    """Seal everything with a data key that both keys open; returns how many rows that were.

    The data key before is destroyed: what is left of it in dead rows, logs and copies opens only
    with the old key.
    Raises DatabaseUnusable, and DatabaseFailed when the database fails meanwhile.
    """
    if not new_key:
        raise DatabaseUnusable("The new key is empty; nothing was changed.")
    own = unlocked(database, key).master
    new = opening_master_key(new_key, read_keys(database))
    if new_key == key or new == own:
        raise DatabaseUnusable("The new key is the current one; nothing was changed.")
    return _reseal(database, own, new or MasterKey.made(new_key))


def finish(database: Database, key: str) -> int:
    """Seal everything with a data key that only this key opens; raises as `begin` does.

    Every process has been restarted with this key; another one then opens nothing.
    """
    return _reseal(database, unlocked(database, key).master)


def _reseal(database: Database, *masters: MasterKey) -> int:
    assert isinstance(database, PostgresDatabase)  # SQLite's file has a `rekey` of its own
    if not database.take_turn_to_rekey():
        raise DatabaseUnusable("Another process changes the key at this moment.")
    _exclude_others(database, masters)
    number = _data_key(database, masters)
    changed = 0
    # Since the new key is there, every writer seals with it; the last time round proves it.
    slices = Slices(_BATCH)
    while rows := sum(_reseal_table(database, table, number, slices) for table in SEALED):
        changed += rows
    with database.transaction():
        drop_keys_but(database, number)
    return changed


def _exclude_others(database: PostgresDatabase, masters: tuple[MasterKey, ...]) -> None:
    staying = {master.salt for master in masters}
    ending = {each.salt for each in read_keys(database)} - staying
    if not all(database.hold_master(salt, alone=True) for salt in ending):
        raise DatabaseUnusable(STILL_USED)


def _data_key(database: PostgresDatabase, masters: tuple[MasterKey, ...]) -> int:
    """The number of the data key that exactly these open, made unless an earlier call made it."""
    with database.transaction():
        wrapped = read_keys(database)
        newest = max(each.number for each in wrapped)
        salts = {each.salt for each in wrapped if each.number == newest}
        if salts == {master.salt for master in masters}:
            return newest
        add_key(database, newest + 1, *masters)
    return newest + 1


def _reseal_table(
    database: PostgresDatabase, table: SealedColumns, number: int, slices: Slices
) -> int:
    changed, last = 0, None
    while True:
        with database.transaction():
            began = time.monotonic()
            rows = _rows_after(database, table, last, slices.size)
            if not rows:
                return changed
            old = [row for row in rows if not row.is_sealed_with(number)]
            if old:
                _write_again(database, table, old)
        slices.took(time.monotonic() - began)
        changed, last = changed + len(old), rows[-1].key


def _rows_after(
    database: PostgresDatabase, table: SealedColumns, last: object | None, limit: int
) -> list[_Row]:
    found = database.rows(
        f"select {table.key}, {table.bound_to}, {', '.join(table.columns)}"
        f" from {table.table} {'' if last is None else f'where {table.key} > ?'}"
        f" order by {table.key} limit ?",
        (*([] if last is None else [last]), limit),
    )
    return [_Row(key, bound_to, tuple(texts)) for key, bound_to, *texts in found]


def _write_again(database: PostgresDatabase, table: SealedColumns, rows: list[_Row]) -> None:
    columns = [
        [_again(database, f"{table.table}.{name}", row.bound_to, row.texts[place]) for row in rows]
        for place, name in enumerate(table.columns)
    ]
    kind = "bigint" if isinstance(rows[0].key, int) else "text"
    database.run(
        f"update {table.table} set {', '.join(f'{name} = again.{name}' for name in table.columns)}"
        f" from unnest(cast(? as {kind}[]){', cast(? as text[])' * len(columns)})"
        f" as again (row_key, {', '.join(table.columns)})"
        f" where {table.table}.{table.key} = again.row_key",
        ([row.key for row in rows], *columns),
    )


def _again(
    database: PostgresDatabase, column: str, bound_to: object, text: str | None
) -> str | None:
    if text is None:
        return None
    return database.seal(database.unseal(text, column, bound_to), column, bound_to)
