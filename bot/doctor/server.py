"""The PostgreSQL server: whether it is what the bot needs, near, and safe."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.doctor.database_error import judge_error
from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.doctor.limits import (
    FEWEST_FREE_SESSIONS,
    LONGEST_TRIP,
    LONGEST_UNARCHIVED,
    OLDEST_POSTGRES,
    SERVER_CLOCK_AGREES,
)
from bot.doctor.replication import judge_replication
from bot.doctor.work import find_work, judge_work
from bot.settings.database import PostgresAddress
from storage import DatabaseFailed, DatabaseUnusable

_LOOK = "Look at the server, the network and DATABASE."


def examine_server(
    address: PostgresAddress, key: str, clock: Callable[[], datetime]
) -> Iterator[Finding]:
    """Ask the server. Takes as long as a network does, so not in the event loop."""
    try:
        # Only this address needs the driver.
        from storage.server_inspection import inspected_server  # noqa: PLC0415 - see above
    except ModuleNotFoundError:
        words = "DATABASE=postgresql://... needs a package."
        yield broken("database", words, "pip install 'onboarding-bot[postgres]'")
        return
    try:
        with inspected_server(address.uri, key, clock) as found:
            yield fine("database", f"{address} opens with DATABASE_KEY.")
            yield judge_keys(found.master_keys)
            yield judge_steps(found.steps_ahead)
            yield judge_version(found.version, found.encoding)
            yield judge_writing(found.obstacle)
            yield judge_sessions(found.sessions, found.most_sessions)
            yield judge_pooler(is_pooled=found.is_pooled)
            yield judge_replication(found.replication)
            yield judge_archive(found.archived_at, clock(), archives=found.archives)
            yield judge_trip(found.trip)
            yield judge_server_clock(found.clock_ahead)
            yield judge_encryption(
                address.sslmode, is_here=found.is_here, is_encrypted=found.is_encrypted
            )
            yield judge_role(found.closed_tables, may_alter_audit=found.may_alter_audit)
            yield from judge_work(find_work(found.store, clock()), clock())
    except (DatabaseUnusable, DatabaseFailed) as error:
        yield judge_error(error, address, _LOOK)


def judge_keys(count: int) -> Finding:
    """`count` is of the keys that open the database, or a part of it."""
    if count == 1:
        return fine("keys", "No other DATABASE_KEY opens it.")
    return doubtful(
        "keys",
        "An older or newer DATABASE_KEY opens it as well.",
        "Restart each process with the new one, then run: python -m bot rekey --finish",
    )


def judge_steps(ahead: int) -> Finding:
    if not ahead:
        return fine("schema", "The tables are of this release.")
    return doubtful(
        "schema",
        "The tables are of the next release.",
        "Restart each process with that release; python -m bot migrate has prepared it.",
    )


def judge_version(version: int, encoding: str) -> Finding:
    """`version` as PostgreSQL counts it: 150018 is 15.18."""
    words = f"The server is PostgreSQL {version // 10_000}.{version % 10_000} with {encoding}."
    if version // 10_000 < OLDEST_POSTGRES:
        return broken("server", words, f"Upgrade it to PostgreSQL {OLDEST_POSTGRES} or newer.")
    if encoding != "UTF8":
        return broken("server", words, "Make the database again: create database … encoding 'UTF8'")
    return fine("server", words)


def judge_writing(obstacle: str) -> Finding:
    if not obstacle:
        return fine("writing", "The database can be written.")
    return broken(
        "writing",
        f"The database cannot be written: {obstacle.removesuffix('.')}.",
        "Give the role what docs/high-availability.md says; for LockNotAvailable end the session"
        " that holds the lock (pg_locks).",
    )


def judge_sessions(used: int, most: int) -> Finding:
    words = f"{used} of {most} sessions are in use."
    if most - used >= FEWEST_FREE_SESSIONS:
        return fine("sessions", words)
    return doubtful(
        "sessions",
        words,
        "Raise max_connections, or end what else uses the server: each process of the bot needs"
        " one, one more for each report or export, and with a webhook one more while it waits.",
    )


def judge_pooler(*, is_pooled: bool) -> Finding:
    if not is_pooled:
        return fine("pooler", "Each session has a backend of its own.")
    return broken(
        "pooler",
        "A pooler gives each transaction another backend, so no process can keep the seat.",
        "Let DATABASE lead to PostgreSQL itself, or to a pooler in session mode.",
    )


def judge_archive(at: datetime | None, now: datetime, *, archives: bool) -> Finding:
    """`at` is when the server last archived a piece of its log."""
    cure = "Set up pgBackRest or the like; nothing if the provider makes copies in its own way."
    if not archives or at is None:
        return doubtful("archive", "The server archives nothing of its log.", cure)
    words = f"The server last archived its log on {at:%Y-%m-%d at %H:%M} UTC."
    if now - at > LONGEST_UNARCHIVED:
        return doubtful("archive", words, "Look at pg_stat_archiver and archive_timeout.")
    return fine("archive", words)


def judge_trip(trip: timedelta) -> Finding:
    words = f"A question takes {trip / timedelta(milliseconds=1):.2f} ms there and back."
    if trip <= LONGEST_TRIP:
        return fine("trip", words)
    return doubtful(
        "trip",
        words,
        "Run the bot near the server: a form step makes some 5 such trips, one after the other.",
    )


def judge_server_clock(ahead: timedelta) -> Finding:
    """`ahead` is how far our clock is ahead of the server's."""
    side = "ahead of" if ahead > timedelta() else "behind"
    words = f"This clock is {abs(ahead).total_seconds():,.1f} seconds {side} the server's."
    if abs(ahead) <= SERVER_CLOCK_AGREES:
        return fine("time", words)
    return doubtful(
        "time", words, "Have both clocks set by a time service: timedatectl set-ntp true."
    )


def judge_encryption(sslmode: str, *, is_here: bool, is_encrypted: bool) -> Finding:
    """`sslmode` is that of the address."""
    if is_here:
        return fine("encryption", "The server is on this machine.")
    cure = "Add sslmode=verify-full and sslrootcert=FILE to DATABASE."
    if not is_encrypted:
        return broken("encryption", "The connection with the server is not encrypted.", cure)
    if sslmode != "verify-full":
        words = "The connection is encrypted, but the server's certificate is not verified."
        return doubtful("encryption", words, cure)
    return fine("encryption", "The connection is encrypted, and the server's name is verified.")


def judge_role(closed_tables: Sequence[str], *, may_alter_audit: bool) -> Finding:
    """`closed_tables` are those in which the role may not do all that the bot does."""
    if closed_tables:
        return broken(
            "role",
            f"The role of DATABASE lacks rights on: {', '.join(closed_tables)}.",
            "Grant select, insert, update and delete; see Roles in docs/high-availability.md.",
        )
    if not may_alter_audit:
        return fine("role", "The role of DATABASE may only add to the audit.")
    return doubtful(
        "role",
        "The role of DATABASE may change the audit.",
        "Give the bot a role that does not own the tables; see docs/high-availability.md.",
    )
