"""What each person's newest search has found, so that its pages can be turned.

References are kept and no words, which would name customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Database

MOST_KEPT = 500  # references, 4.5 KB; nobody turns a hundred pages


@dataclass(frozen=True, slots=True)
class Search:
    """The references that were found, newest first; `total` counts those that are not kept, too.

    Each search of a person has a higher `number` than the one before.
    """

    number: int
    found: tuple[str, ...]
    total: int


class Searches:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, person: int, found: Sequence[str]) -> Search:
        """Keep the first of these in the place of the person's earlier search."""
        kept = tuple(found[:MOST_KEPT])
        row = self._database.row(
            "insert into searches (person, number, found, total) values (?, 1, ?, ?)"
            " on conflict (person) do update set number = searches.number + 1,"
            " found = excluded.found, total = excluded.total returning number",
            (person, " ".join(kept), len(found)),
        )
        assert row is not None
        return Search(int(row[0]), kept, len(found))

    def of(self, person: int) -> Search | None:
        row = self._database.row(
            "select number, found, total from searches where person = ?", (person,)
        )
        return Search(row[0], tuple(row[1].split()), row[2]) if row else None
