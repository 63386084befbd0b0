"""How a database on a PostgreSQL server is opened, and how its schema is brought up to date."""

import functools

import psycopg

from storage.database import DatabaseUnusable
from storage.postgres import PostgresDatabase
from storage.postgres_refusals import refusal
from storage.postgres_schema import apply_steps, check_encoding, check_steps, make_hash_key
from storage.postgres_session import connect


def open_postgres(address: str, key: str) -> PostgresDatabase:
    """Open a database whose schema is there and fits this program.

    Raises DatabaseUnusable for what the operator must correct, DatabaseFailed when the server does
    not answer or nobody may write there now.
    """
    database = _session(address, key)
    try:
        check_steps(database)
        database.unlock(key)
    except BaseException:
        database.close()
        raise
    return database


def _session(address: str, key: str) -> PostgresDatabase:
    if not key:
        raise DatabaseUnusable("DATABASE_KEY is empty; without it the database stays closed.")
    again = functools.partial(connect, address)
    try:
        return PostgresDatabase(again(), again)
    except psycopg.ProgrammingError:  # psycopg cannot read the address; its words repeat it
        raise DatabaseUnusable("DATABASE is not an address of PostgreSQL.") from None
    except psycopg.Error as error:
        raise refusal(str(error)) from None


def migrate_postgres(address: str, key: str) -> int:
    """Bring the schema up to date in one transaction; returns how many steps were missing.

    A new database gets the data key that only `key` opens; of any other, it must be the key.
    Running bots go on meanwhile. Raises as `open_postgres` does.
    """
    database = _session(address, key)
    try:
        check_encoding(database)
        with database.transaction():
            applied = apply_steps(database, database.run_script)
            database.unlock(key, is_new=True)
            make_hash_key(database)
        return applied
    finally:
        database.close()
