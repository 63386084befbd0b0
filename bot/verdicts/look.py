"""What one look at the service showed for a mobile number; pure values and readings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from bot.ekyc import LogRow, LogSweep, Status
from conversations.application import Application
from conversations.calendar_date import possible_dates
from conversations.dhaka import day_in_dhaka

#: The service may date a submission in another zone, and its clock may differ from ours.
_ZONES = timedelta(days=1)

#: What may follow the date; cut off, as thousands of rows share a few days.
_TIME_OF_DAY = re.compile(r"[T ,]\s*[0-9]{1,2}:[0-9]{2}.*")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The status reply and the log, as far as available.

    `is_denied`: the service clearly knows no such number. `is_nobody_shown`: the status call showed
    a page of HTTP 404, or a success without any record. `rows` are the log's rows with the mobile
    number; None when it was not read or unreadable. `is_complete`: the log was read whole, or back
    beyond the submission; `is_whole`: nothing of it is missing.
    """

    status: Status | None = None
    is_denied: bool = False
    is_nobody_shown: bool = False
    is_answered: bool = False  # the status call was answered, whatever the answer
    rows: tuple[LogRow, ...] | None = field(default=None, repr=False)
    is_complete: bool = False
    is_whole: bool = False


def begin_of(application: Application) -> date:
    """The earliest day that the service can have given the submission."""
    return day_in_dhaka(application.handed_in.pressed_at) - _ZONES


def day_of(row: LogRow) -> date | None:
    """The day of a row; where that is unclear, day-first as the document writes it."""
    return next(iter(_days_of(row)), None)


def date_of(row: LogRow) -> str:
    """The date as written; "" for one in other words, such as "3 days ago", which changes alone."""
    is_date = _days_of(row) or row.submitted_on.isdecimal()
    return row.submitted_on if is_date else ""


def may_be_since(row: LogRow, day: date) -> bool:
    """Whether the row may be of that day or later, in any order of day and month."""
    days = _days_of(row)
    return not days or max(days) >= day


def _days_of(row: LogRow) -> Sequence[date]:
    return _days_written(_TIME_OF_DAY.sub("", row.submitted_on.strip()))


@lru_cache(maxsize=1024)
def _days_written(text: str) -> Sequence[date]:
    """Every day that it may mean, that of the day-first reading first."""
    number = _NUMBER.search(text)
    first = int(number[0]) if number else 0
    return sorted(possible_dates(text), key=lambda day: day.day != first)


def reaches(sweep: LogSweep, day: date) -> bool:
    """Whether no row of that day or later can be missing.

    The document promises no order, so the rows must be sorted by date, from that day or later to
    before it, or be all of them.
    """
    return sweep.is_whole or is_before(sweep.rows, day)


def is_before(rows: Sequence[LogRow], day: date) -> bool:
    """Whether the rows, newest first, lead from that day or later to before it."""
    days = [day_of(row) for row in rows]
    known = [each for each in days if each is not None]
    if not known or len(known) < len(days):
        return False
    is_in_order = all(later >= earlier for later, earlier in pairwise(known))
    return is_in_order and known[0] >= day > known[-1]
