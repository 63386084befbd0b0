"""What one statement says of several parts of a table: rows that are due, and the next times.

Each row begins with the name of its part, then a time, then the number of the row if it has one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.clock import from_seconds
from storage.database import Rows


def parts_of(rows: Iterable[Sequence[Any]]) -> Mapping[str, Rows]:
    """The rows by the name of their part, the earliest first; engines promise no order."""
    found: dict[str, Rows] = {}
    for part, *row in rows:
        found.setdefault(part, []).append(tuple(row))
    for part_rows in found.values():
        part_rows.sort()
    return found


def first_time(rows: Rows | None) -> datetime | None:
    """The earliest time in a part; None if it has no row."""
    return from_seconds(rows[0][0]) if rows else None
