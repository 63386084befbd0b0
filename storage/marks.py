"""Parts of statements that SQLite and PostgreSQL both read."""

from collections.abc import Collection

#: For `limit ?` where everything is wanted: the largest number of both engines.
NO_LIMIT = 2**63 - 1


def marks(values: Collection[object]) -> str:
    """The question marks for `in (…)`; `null`, which equals nothing, where there are no values."""
    return ", ".join("?" * len(values)) or "null"


def rows_of_marks(rows: int, columns: int) -> str:
    """The question marks for `values …` of that many rows."""
    return ", ".join([f"({', '.join('?' * columns)})"] * rows)
