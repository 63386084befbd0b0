"""Parts of statements that SQLite and PostgreSQL both read."""

from collections.abc import Collection
from typing import TypeVar

Value = TypeVar("Value")

#: For `limit ?` where everything is wanted: the largest number of both engines.
NO_LIMIT = 2**63 - 1


def marks(values: Collection[object]) -> str:
    """The question marks for `in (…)`; `null`, which equals nothing, where there are no values."""
    return ", ".join("?" * len(values)) or "null"


def rows_of_marks(rows: int, columns: int) -> str:
    """The question marks for `values …` of that many rows."""
    return ", ".join([f"({', '.join('?' * columns)})"] * rows)


def padded(values: Collection[Value]) -> tuple[Value, ...]:
    """The values, the last one repeated up to a power of two.

    So few statements are prepared, however many values there are.
    """
    given = tuple(values)
    length = 1 << max(len(given) - 1, 0).bit_length()
    return given + given[-1:] * (length - len(given)) if given else ()


def but_for(column: str, values: Collection[object]) -> tuple[str, tuple[object, ...]]:
    """A condition, to be joined to others, that the column has none of the values; parameters."""
    given = padded(values)
    return (f" and {column} not in ({marks(given)})" if given else "", given)
