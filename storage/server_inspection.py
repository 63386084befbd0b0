"""The state of a PostgreSQL server, found without changing it while bots run."""

import contextlib
import statistics
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from storage.key_table import read_keys
from storage.obstacle import find_obstacle
from storage.postgres import PostgresDatabase
from storage.postgres_opening import open_postgres
from storage.postgres_schema import applied_step, steps
from storage.replication import Replication, find_replication
from storage.store import Store

_TRIPS = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerInspection:
    """What was found; `store` is for looking only.

    `version` is as PostgreSQL counts it (150018 is 15.18), `steps_ahead` says how many steps the
    schema is newer than this program, and `obstacle` why nothing can be written.
    """

    version: int
    encoding: str
    steps_ahead: int
    obstacle: str
    is_pooled: bool  # another backend answers than the one before
    sessions: int
    most_sessions: int
    replication: Replication
    archives: bool
    archived_at: datetime | None
    trip: timedelta
    clock_ahead: timedelta  # ours, of the server's
    is_here: bool  # on this machine
    is_encrypted: bool
    may_alter_audit: bool
    closed_tables: tuple[str, ...]  # in which the role may not do all that the bot does
    master_keys: int  # two while DATABASE_KEY changes
    store: Store = field(repr=False)


@contextlib.contextmanager
def inspected_server(
    address: str, key: str, clock: Callable[[], datetime]
) -> Generator[ServerInspection]:
    """Look at it during the block. Raises DatabaseUnusable and DatabaseFailed."""
    with contextlib.closing(open_postgres(address, key)) as database:
        archives, archived_at = _archive(database)
        is_here, is_encrypted = _wire(database)
        sessions, most_sessions = _sessions(database)
        yield ServerInspection(
            version=int(_said(database, "select current_setting('server_version_num')")),
            encoding=_said(database, "select current_setting('server_encoding')"),
            steps_ahead=applied_step(database) - max(steps()),
            obstacle=find_obstacle(database),
            is_pooled=database.is_pooled(),
            sessions=sessions,
            most_sessions=most_sessions,
            replication=find_replication(database),
            archives=archives,
            archived_at=archived_at,
            trip=_trip(database),
            clock_ahead=_clock_ahead(database, clock),
            is_here=is_here,
            is_encrypted=is_encrypted,
            master_keys=len({each.salt for each in read_keys(database)}),
            may_alter_audit=_said(database, _MAY_ALTER) == "True",
            closed_tables=tuple(name for (name,) in database.rows(_CLOSED)),
            store=Store(database),
        )


#: The triggers refuse it, but whoever may do it may also be able to remove them.
_MAY_ALTER = (
    "select has_table_privilege('audit', 'update') or has_table_privilege('audit', 'delete')"
    " or has_table_privilege('audit', 'truncate')"
)

_CLOSED = (
    "select relname from pg_class where relkind = 'r' and relname <> 'schema_steps'"
    " and relnamespace = to_regnamespace(quote_ident(current_schema()))"
    " and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')"
    " and (relname = 'audit'"
    " or has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete')))"
    " order by relname"
)


def _said(database: PostgresDatabase, query: str) -> str:
    row = database.row(query)
    return str(row[0]) if row else ""


def _sessions(database: PostgresDatabase) -> tuple[int, int]:
    """How many there are, and how many the server allows to ordinary users."""
    row = database.row(
        "select (select count(*) from pg_stat_activity where backend_type = 'client backend'),"
        " current_setting('max_connections')::int"
        " - current_setting('superuser_reserved_connections')::int"
    )
    assert row
    return int(row[0]), int(row[1])


def _archive(database: PostgresDatabase) -> tuple[bool, datetime | None]:
    row = database.row(
        "select current_setting('archive_mode') <> 'off',"
        " extract(epoch from last_archived_time)::float8 from pg_stat_archiver"
    )
    assert row
    return bool(row[0]), None if row[1] is None else datetime.fromtimestamp(row[1], UTC)


def _wire(database: PostgresDatabase) -> tuple[bool, bool]:
    row = database.row(
        "select inet_client_addr() is null or inet_client_addr() <<= '127.0.0.0/8'"
        " or inet_client_addr() = '::1' or inet_client_addr() = inet_server_addr(),"
        " coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)"
    )
    assert row
    return bool(row[0]), bool(row[1])


def _trip(database: PostgresDatabase) -> timedelta:
    """The median of a few."""

    def once() -> float:
        began = time.perf_counter()
        database.row("select 1")
        return time.perf_counter() - began

    return timedelta(seconds=statistics.median(once() for _ in range(_TRIPS)))


def _clock_ahead(database: PostgresDatabase, clock: Callable[[], datetime]) -> timedelta:
    before = clock()
    row = database.row("select extract(epoch from clock_timestamp())::float8")
    assert row
    return before + (clock() - before) / 2 - datetime.fromtimestamp(row[0], UTC)
