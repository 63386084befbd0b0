"""The table of wrapped data keys, and which of them a DATABASE_KEY opens."""

from dataclasses import dataclass

from storage.database import Database, DatabaseUnusable
from storage.master_keys import MasterKey, WrappedKey, new_data_key, opening_master_key
from storage.sealing import Keyring

NOT_THE_KEY = (
    "DATABASE_KEY does not open the database. Use the key with which it was created, or name "
    "another one in DATABASE. Nothing was changed."
)
BETWEEN_KEYS = (
    "The database is between two keys, and this DATABASE_KEY opens only one part of it. "
    "Use the other one, or let `python -m bot rekey` come to its end."
)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a DATABASE_KEY opens."""

    master: MasterKey
    keyring: Keyring


def read_keys(database: Database) -> list[WrappedKey]:
    rows = database.rows("select number, salt, wrapped from sealing_keys order by number, salt")
    return [WrappedKey(*row) for row in rows]


def add_key(database: Database, number: int, *masters: MasterKey) -> None:
    """Make the data key of that number, which each of these opens; the caller has a transaction."""
    data_key = new_data_key()
    for master in masters:
        made = master.wrap(number, data_key)
        database.run(
            "insert into sealing_keys (number, salt, wrapped) values (?, ?, ?)",
            (made.number, made.salt, made.wrapped),
        )


def drop_keys_but(database: Database, number: int) -> None:
    """Destroy all data keys but one: what they sealed cannot be opened from here on."""
    database.run("delete from sealing_keys where number <> ?", (number,))


def unlocked(database: Database, database_key: str) -> Unlocked:
    """Open all data keys; raises DatabaseUnusable where the key opens none, or not every one."""
    wrapped = read_keys(database)
    master = opening_master_key(database_key, wrapped)
    if master is None:
        raise DatabaseUnusable(NOT_THE_KEY)
    keyring = master.keyring(wrapped)
    if keyring.keys.keys() != {each.number for each in wrapped}:
        raise DatabaseUnusable(BETWEEN_KEYS)
    return Unlocked(master, keyring)
