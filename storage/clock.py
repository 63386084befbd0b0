"""Times as the database keeps them: seconds since 1970 UTC."""

from datetime import UTC, datetime


def to_seconds(moment: datetime) -> float:
    return moment.timestamp()


def from_seconds(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
