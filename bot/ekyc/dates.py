"""Dates whose order of day and month nobody promised.

The document writes 1980/10/1, 1/10/1980, 12/12/1980 and 11/12/1989; other versions and clients
1980/12/12/ with a stray slash and 15/Oct/1994. So a written date is read as the set of days that
it may mean, and two dates agree when their sets meet.
"""

import datetime as dt
import re

from .scalars import BANGLA_DIGITS

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = re.compile(r"[0-9]+|[a-z]{3,}")


def possible_dates(text: str) -> frozenset[dt.date]:
    """Every day that `text` may mean, empty when it is no date; a time of day is ignored.

    Year first means year, month, day. Otherwise it is day first, as people in Bangladesh write,
    or month first, as software may have turned it.
    """
    parts = PARTS.findall(text.translate(BANGLA_DIGITS).lower())[:3]
    if len(parts) < 3:
        return frozenset()
    first, second, third = (_number(part) for part in parts)
    if len(parts[0]) == 4:
        orders = [(first, second, third)]
    elif parts[0].isalpha():
        orders = [(third, first, second)]
    elif parts[1].isalpha():
        orders = [(third, second, first)]
    else:
        orders = [(third, second, first), (third, first, second)]
    return frozenset(date for order in orders if (date := _date(*order)) is not None)


def _number(part: str) -> int:
    """The number itself, the number of a month's name, or 0 for any other word."""
    if part.isalpha():
        return MONTHS.index(part[:3]) + 1 if part[:3] in MONTHS else 0
    return int(part) if len(part) <= 4 else 0


def _date(year: int, month: int, day: int) -> dt.date | None:
    if year < 1900:  # what stood there was no year
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
