"""Times as the database keeps them: seconds since 1970 UTC.

The wall clock may be wrong for a moment before it is corrected. So an errand owed at once has a
due time before any clock, and one owed later keeps its delay together with its due time. Once the
time is confirmed, no time of ours that lies after it is believed: rows get it in its place, and
rows of the audit, which nothing changes, do not count.
"""

from datetime import UTC, datetime, timedelta

from storage.database import Database

AT_ONCE = datetime.min.replace(tzinfo=UTC).timestamp()

_CHUNK = 200  # rows in one transaction


def to_seconds(moment: datetime) -> float:
    return moment.timestamp()


def from_seconds(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def due_after(now: datetime, delay: timedelta) -> tuple[float, float]:
    """The due time and the delay of what is owed now; without a delay it is due at any time."""
    if delay <= timedelta():
        return AT_ONCE, 0.0
    return to_seconds(now + delay), delay.total_seconds()


def age(since: datetime, now: datetime) -> timedelta:
    """How long ago that was; never negative, whatever the clock was set to."""
    return max(now - since, timedelta())


def pull_in(database: Database, table: str, key: str, now: datetime) -> bool:
    """Bring forward some of what is due later than its delay from now: a wrong clock owed it.

    Returns whether more is left, as all that corrects times does.
    """
    return is_some_left(
        database,
        f"update {table} set due_at = ? + delay where {key} in"
        f" (select {key} from {table} where due_at > ? + delay limit ?)",
        (to_seconds(now), to_seconds(now)),
    )


def date_back(
    database: Database, table: str, key: str, column: str, now: datetime, *, where: str = "true"
) -> bool:
    """Move some times later than now, set by a wrong clock, to now."""
    return is_some_left(
        database,
        f"update {table} set {column} = ? where ({key}) in"
        f" (select {key} from {table} where {where} and {column} > ? limit ?)",
        (to_seconds(now), to_seconds(now)),
    )


def is_some_left(database: Database, statement: str, parameters: tuple[object, ...]) -> bool:
    """Run a statement with a limit once; returns whether there may be more."""
    return database.changed(statement, (*parameters, _CHUNK)) == _CHUNK
