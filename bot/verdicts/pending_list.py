"""The service's list of pending applications, compared from one reading to the next; pure.

The document promises no order of the log. While several pages are read, rows leave and others move
up, so a row can slip from the next page to one already read. Within a page nothing moves: a row
that used to be between two rows of one page, and is missing there now, has left.
"""

from collections.abc import Iterable, Sequence

from bot.ekyc import LogRow, LogSweep, State
from conversations.national_id import comparable_national_id

#: The mobile number and the comparable digits of the national ID, empty if not shown.
Person = tuple[str, str]


def person(mobile_number: str, national_id: str) -> Person:
    """The key by which a row of the log and an application are compared."""
    return mobile_number, comparable_national_id(national_id)


class PendingList:
    """`is_whole` says whether the last reading was complete; only then do absences mean anything.

    `requests` is how many calls it took; `decided` are rows with a final verdict, which a service
    shows that ignores `status=pending`; `left` are those who were on the list the time before.
    `is_moving` is set once somebody has left it before a status call told why: a list that nobody
    leaves may be one that the service never brings up to date.
    """

    def __init__(self) -> None:
        self.is_whole = False
        self.requests = 1
        self.is_moving = False
        self.decided: frozenset[Person] = frozenset()
        self.left: frozenset[Person] = frozenset()
        self._order: list[Person] = []
        self._listed: frozenset[Person] = frozenset()
        self._doubtful: frozenset[Person] = frozenset()

    def __contains__(self, someone: Person) -> bool:
        """Whether the person is on it, as far as known."""
        return someone in self._listed

    def take(self, sweep: LogSweep) -> None:
        """Compare with the rows read now."""
        self.is_whole = sweep.is_whole
        self.requests = sweep.requests
        pages = [
            [person(row.mobile_number, row.nid_number) for row in _open(page)]
            for page in sweep.pages
        ]
        seen = dict.fromkeys(someone for page in pages for someone in page)
        self.decided = frozenset(
            person(row.mobile_number, row.nid_number)
            for row in sweep.rows
            if row.state is not State.PENDING
        )
        slipped = frozenset(self._order) - seen.keys() - self._gone(pages)
        self._doubtful = slipped - self._doubtful  # a row missing twice has left
        self._order = [*seen, *self._doubtful]
        before, self._listed = self._listed, frozenset(self._order)
        self.left = before - self._listed

    def _gone(self, pages: Sequence[Sequence[Person]]) -> set[Person]:
        """Rows that used to be between two rows of one page, or at either end of the list."""
        place = {someone: number for number, someone in enumerate(self._order)}
        between: set[Person] = set()
        for number, page in enumerate(pages):
            places = [place[someone] for someone in page if someone in place]
            first = 0 if number == 0 else min(places, default=0)
            last = len(self._order) - 1 if number == len(pages) - 1 else max(places, default=-1)
            between.update(self._order[first : last + 1])
        return between


def _open(rows: Iterable[LogRow]) -> Iterable[LogRow]:
    return (row for row in rows if row.state is State.PENDING)
