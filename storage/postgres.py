"""The same face over PostgreSQL: one session, one kind of transaction, one writer at a time.

A transaction begins with an advisory lock that only one session can hold, as SQLite's `begin
immediate` takes its lock. So what is true within one process is true of all of them together: no
two decide at once, none fails because of another, and rows are numbered in the order of the
commits. The seat is a second lock, held by the very session that writes: who has lost the session
has lost the seat, and can no longer commit anything.
"""

import contextlib
import functools
import hashlib
import os
from collections.abc import Callable, Generator, Sequence
from typing import Any

import psycopg

from storage.database import DatabaseFailed, DatabaseUnusable, Rows
from storage.key_table import BETWEEN_KEYS, Unlocked, add_key, read_keys, unlocked
from storage.master_keys import MasterKey
from storage.postgres_session import Connection, failures
from storage.postgres_trips import Trips
from storage.sealing import NONCE_BYTES, KeyUnknown

_WRITER, _SEAT, _MASTER, _REKEY = 1, 2, 3, 4  # the classes of our advisory locks

#: A process that serves or waits to serve asks something five times a second. A frozen one loses
#: its session, and with it the seat (PostgreSQL 14 and later).
_LONGEST_SILENCE = "10s"

#: It may also be cut off or frozen in the middle of a trip, or after one of several statements,
#: behind whose Sync psycopg sends a Flush. Then no time-out of the server counts, since it sets
#: them only when it says that it is ready (PostgresMain).
_END_WHO_FELL_SILENT = (
    "select pg_terminate_backend(pid) from pg_stat_activity join pg_locks using (pid)"
    " where datname = current_database() and locktype = 'advisory' and granted"
    f" and classid in ({_WRITER}, {_SEAT}) and objid = ?"
    " and pg_has_role(usesysid, 'member')"  # of others, the administrator decides
    f" and wait_event = 'ClientRead' and state_change < now() - interval '{_LONGEST_SILENCE}'"
)

#: Where the server warns that a commit has succeeded although nobody knows whether the standby has
#: it: somebody cancelled the wait (tried). Other warnings have the same class, such as those of
#: triggers, and of a server that must be vacuumed soon, which it repeats at each commit.
_UNSURE = "SyncRepWaitForLSN"

#: Only the schema that has our tables, or will have them: another one may appear in front of it,
#: such as one named like the role, with other tables of the same names.
_STAY_IN_SCHEMA = (
    "select nspname, set_config('search_path', quote_ident(nspname), false) from pg_namespace"
    " where oid = coalesce((select relnamespace from pg_class"
    " where oid = to_regclass('schema_steps')), to_regnamespace(quote_ident(current_schema())))"
)

#: Asked when a transaction begins, after the lock was taken.
_DATA_KEYS = "select number from sealing_keys"


class PostgresDatabase:
    """`storage.database.Database` over one session with a server."""

    is_sealed = True

    def __init__(
        self,
        connection: Connection,
        connect: Callable[[], Connection],
        keys: Unlocked | None = None,
    ) -> None:
        """`connect` opens another session with the same server and schema.

        Without `keys` nothing can be sealed before `unlock`.
        """
        self._connection = connection
        self._connect = connect
        self._keys = keys
        self._trips = Trips(connection)
        self._found_keys: Callable[[], Rows] | None = None  # until the transaction seals something
        self._is_unsure = False
        self._is_candidate = False
        self._is_announcing = False
        self.moment = 0
        connection.add_notice_handler(self._hear)
        row = self.row(_STAY_IN_SCHEMA)
        # Advisory locks count for the whole database, of which a bot may have but one schema.
        name = str(row and row[0]).encode()
        self._number = int.from_bytes(hashlib.sha256(name).digest()[:3], "big")

    def _hear(self, notice: psycopg.errors.Diagnostic) -> None:
        self._is_unsure |= notice.source_function == _UNSURE

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """See `Database`. READ COMMITTED is as good as serial, since all writers take one lock."""
        with self._transaction():
            yield

    @contextlib.contextmanager
    def repeatable(self) -> Generator[None]:
        with self._transaction("set local synchronous_commit = off"):
            yield

    @contextlib.contextmanager
    def _transaction(self, *settings: str) -> Generator[None]:
        if self._trips.is_gathering:
            with self._part():
                yield
            return
        lock = f"select pg_advisory_xact_lock({_WRITER}, {self._number})"
        with self._open("begin", *settings, lock):
            self._found_keys = self.soon(_DATA_KEYS) if self._keys else None
            yield
            if self._is_announcing:
                self.run(f"notify {self._channel}")
            # PostgreSQL ends a transaction in which something failed without an error.
            if self._trips.ask("commit").statusmessage != "COMMIT":
                raise DatabaseFailed("a failed transaction was to be committed")
        if self._is_unsure:
            raise DatabaseFailed("a commit may not have reached the standby")

    @contextlib.contextmanager
    def _open(self, *statements: str) -> Generator[None]:
        self._is_unsure, self._trips.is_gathering = False, True
        self.moment += 1
        try:
            for statement in statements:
                self.run(statement)
            yield
        finally:
            self._trips.is_gathering, self._found_keys = False, None
            self._trips.roll_back()

    @contextlib.contextmanager
    def _part(self) -> Generator[None]:
        # One name for all of them: the innermost is meant, as in SQLite. It waits at both ends, so
        # that what fails in it was told in it.
        self._trips.ask("savepoint part")
        try:
            yield
            self._trips.ask("release part")
        except BaseException:
            self.moment += 1
            self._trips.forget()
            with contextlib.suppress(DatabaseFailed):  # the error itself says more
                self._trips.tell_at_once("rollback to part; release part")
            raise

    @contextlib.contextmanager
    def snapshot(self) -> Generator[None]:
        if self._trips.is_gathering:
            yield
            return
        with self._open("begin isolation level repeatable read read only"):
            yield

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        self._trips.tell(_in_dialect(statement), parameters)

    def changed(self, statement: str, parameters: Sequence[object] = ()) -> int:
        return self._trips.ask(_in_dialect(statement), parameters).rowcount

    def rows(self, query: str, parameters: Sequence[object] = ()) -> Rows:
        return self._trips.ask(_in_dialect(query), parameters).fetchall()

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        return self._trips.ask(_in_dialect(query), parameters).fetchone()

    def soon(self, query: str, parameters: Sequence[object] = ()) -> Callable[[], Rows]:
        return self._trips.ask_soon(_in_dialect(query), parameters)

    def run_script(self, statements: str) -> None:
        """Run several statements without parameters."""
        self._trips.tell_at_once(statements)

    def seal(self, text: str, column: str, row: object) -> str:
        """See `Database`. It takes the newest data key: `rekey` destroys an older one."""
        assert self._keys
        if not self._trips.is_gathering:
            self._learn_keys()
        elif self._found_keys:
            (newest,) = max(self._found_keys(), default=(0,))  # to plan `max` takes 18 µs there
            self._found_keys = None
            if newest != self._keys.keyring.current:
                self._learn_keys()
        return self._keys.keyring.seal(text, column, row, nonce=os.urandom(NONCE_BYTES))

    def unseal(self, sealed: str, column: str, row: object) -> str:
        """See `Database`; raises SealBroken for a text that was changed or moved."""
        assert self._keys
        try:
            return self._keys.keyring.unseal(sealed, column, row)
        except KeyUnknown:
            self._learn_keys()
            return self._keys.keyring.unseal(sealed, column, row)

    def unlock(self, key: str, *, is_new: bool = False) -> None:
        """Open the data keys with that DATABASE_KEY; a new database gets its first one.

        While this session lives, `rekey` keeps what this DATABASE_KEY opens. Raises
        DatabaseUnusable.
        """
        if is_new and not read_keys(self):
            add_key(self, 1, MasterKey.made(key))
        keys = unlocked(self, key)
        if not self.hold_master(keys.master.salt):
            raise DatabaseUnusable(BETWEEN_KEYS)
        self._keys = keys

    def hold_master(self, salt: str, *, alone: bool = False) -> bool:
        """Keep others from ending that master key; `alone`, from using it. False if they do so."""
        number = int.from_bytes(bytes.fromhex(salt)[:3], "big")
        return self._try_lock(_MASTER, number, "" if alone else "_shared")

    def take_turn_to_rekey(self) -> bool:
        """False while another session does."""
        return self._try_lock(_REKEY, self._number)

    def _try_lock(self, kind: int, number: int, share: str = "") -> bool:
        row = self.row(f"select pg_try_advisory_lock{share}({kind}, {number})")
        return row is not None and bool(row[0])

    def _learn_keys(self) -> None:
        """Open the data keys again, since there is another one."""
        assert self._keys
        wrapped = read_keys(self)
        found = self._keys.master.keyring(wrapped)
        if max((each.number for each in wrapped), default=0) not in found.keys:
            raise DatabaseFailed("DATABASE_KEY does not open the newest data key")
        keyring = self._keys.keyring.with_keys_of(found)
        self._keys = Unlocked(self._keys.master, keyring)

    def scrub(self) -> bool:
        """True: dead rows are the server's, which vacuums them; see docs/privacy.md."""
        return True

    def take_seat(self) -> bool:
        if not self._is_candidate:
            if self.is_pooled():
                raise DatabaseUnusable(
                    "A pooler gives each transaction another backend, so no process can keep the"
                    " seat. Let DATABASE lead to PostgreSQL itself, or to a pooler in session mode."
                )
            self.run(f"set idle_session_timeout = '{_LONGEST_SILENCE}'")
            self._is_candidate = True
        self.rows(_END_WHO_FELL_SILENT, (self._number,))
        return self._try_lock(_SEAT, self._number)

    def is_pooled(self) -> bool:
        """Whether another session that begins a transaction gets the backend of this one."""
        backend = self._backend()
        if backend == self._connection.info.backend_pid:
            return False  # a pooler of any kind tells a number of its own
        with contextlib.closing(self.for_reading()) as other, other.snapshot():
            other.row("select 1")
            return self._backend() != backend

    def _backend(self) -> int:
        """The number of the one that answers; not prepared, or another one would not know it."""
        with failures():
            row = self._connection.execute("select pg_backend_pid()", prepare=False).fetchone()
        return int(row[0]) if row else 0

    def announce(self) -> None:
        self._is_announcing = True

    def listen(self, hear: Callable[[], None]) -> None:
        self._connection.add_notify_handler(lambda _: hear())
        self.run(f"listen {self._channel}")

    @property
    def _channel(self) -> str:
        return f"onboarding_bot_{self._number}"

    def for_reading(self) -> "PostgresDatabase":
        with failures():
            connection = self._connect()
            # Not among its options: libpq would look for a server that may be written.
            connection.execute("set default_transaction_read_only = on")
        return PostgresDatabase(connection, self._connect, self._keys)

    def close(self) -> None:
        self._connection.close()


@functools.lru_cache(maxsize=1024)
def _in_dialect(statement: str) -> str:
    """Our statements mark parameters as SQLite does, and use `?` and `%` for nothing else."""
    return statement.replace("%", "%%").replace("?", "%s")
