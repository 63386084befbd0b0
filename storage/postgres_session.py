"""A session with a PostgreSQL server: how it is opened, what is set in it, and how it fails."""

import contextlib
import logging
from collections.abc import Generator
from typing import Any

import psycopg

from storage.database import DatabaseFailed, DatabaseUnusable

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]

#: It would log a second failure of one trip in the server's words, which repeat values of the row.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)

#: How long a writer waits for another session, as for the file (storage/sqlite.py).
_LOCK_TIMEOUT = "3s"

#: A statement is prepared when it is run for the second time; there are some 250 of them.
_PREPARED_AFTER, _PREPARED = 1, 500

#: A lost server or network is noticed after 5 + 3 x 2 seconds (measured: 11.2 s). The server needs
#: the same of its side, or the seat stays taken by a machine that is gone.
_KEEPALIVE = {"idle": 5, "interval": 2, "count": 3}
_UNACKNOWLEDGED_MS = 11_000

_SESSION = (
    f"set lock_timeout = '{_LOCK_TIMEOUT}';"
    # A process that is frozen within a transaction would hold the lock of all.
    "set idle_in_transaction_session_timeout = '10s';"
    f"set tcp_keepalives_idle = {_KEEPALIVE['idle']};"
    f"set tcp_keepalives_interval = {_KEEPALIVE['interval']};"
    f"set tcp_keepalives_count = {_KEEPALIVE['count']};"
    f"set tcp_user_timeout = {_UNACKNOWLEDGED_MS};"
    # What an administrator may have set for the role or the database. A snapshot from before the
    # wait for the lock would be too old, and a time with fewer digits is another one.
    "set default_transaction_isolation = 'read committed';"
    "set extra_float_digits = 1;"
    "set client_min_messages = 'warning';"  # a commit can end with one (storage/postgres.py)
    # A crash of the server would undo what Telegram was told is safe.
    "select set_config('synchronous_commit', 'on', false)"
    " where current_setting('synchronous_commit') in ('off', 'local');"
    # Not every version has all of these.
    "select set_config(name, '0', false) from pg_settings"
    " where name in ('statement_timeout', 'transaction_timeout', 'idle_session_timeout')"
)

#: The role has no right to a table, to its schema, or to make any there.
_WITHOUT_RIGHTS = (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName)

#: A name is taken in the schema.
_TAKEN = (
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateFunction,
)


class RightMissing(DatabaseFailed, DatabaseUnusable):
    """The role may not do something, which is no fault of whatever needed it."""


class StatementRefused(Exception):
    """A statement broke the schema: a bug. The message names the kind, never a value."""


def connect(address: str) -> Connection:
    """A session with the server that may write, of several that the address names.

    Raises psycopg.Error.
    """
    given = psycopg.conninfo.conninfo_to_dict(address)
    connection = psycopg.connect(
        address,
        autocommit=True,
        prepare_threshold=_PREPARED_AFTER,
        target_session_attrs=str(given.get("target_session_attrs") or "read-write"),
        connect_timeout=given.get("connect_timeout") or 5,
        client_encoding="UTF8",
        keepalives_idle=_KEEPALIVE["idle"],
        keepalives_interval=_KEEPALIVE["interval"],
        keepalives_count=_KEEPALIVE["count"],
        tcp_user_timeout=_UNACKNOWLEDGED_MS,
        application_name="onboarding-bot",
    )
    connection.prepared_max = _PREPARED
    try:
        connection.execute(_SESSION)
    except BaseException:
        connection.close()
        raise
    return connection


def failure(error: psycopg.Error) -> Exception:
    """Ours, without the server's words, which repeat values of the row."""
    name = type(error).__name__
    if isinstance(error, psycopg.OperationalError | psycopg.InternalError):
        # Where a connection breaks off, the server has said nothing.
        return DatabaseFailed(name if error.sqlstate else "the connection broke off")
    if isinstance(error, _WITHOUT_RIGHTS):
        return RightMissing(
            f"The role of DATABASE may not do that there ({name}); see Roles in"
            " docs/high-availability.md."
        )
    if isinstance(error, _TAKEN):
        return DatabaseUnusable(
            f"The schema has tables of another program ({name}). Give the bot a schema of its own;"
            " see Roles in docs/high-availability.md. Nothing was changed."
        )
    return StatementRefused(f"{name} {error.sqlstate or ''}".strip())


@contextlib.contextmanager
def failures() -> Generator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise failure(error) from None
