"""A range of whole days in Dhaka, as an export asks for it: by name or by dates. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from conversations.bangla import ascii_digits
from conversations.dhaka import DHAKA, day_in_dhaka

LONGEST = 366  # days

#: Offered by buttons, in their order.
NAMES = ("today", "7", "31", "month", "last-month")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, inclusive."""

    first: date
    last: date

    @classmethod
    def between(cls, since: datetime, until: datetime) -> Self:
        """The days that the time from `since` up to `until` touches."""
        return cls(day_in_dhaka(since), day_in_dhaka(until - timedelta(microseconds=1)))

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time.min, DHAKA)

    @property
    def until(self) -> datetime:
        """The midnight after the last day."""
        return datetime.combine(self.last, time.min, DHAKA) + _DAY

    def __str__(self) -> str:
        """As buttons carry it, and `read_period` reads it."""
        return f"{self.first}.{self.last}"


def period_named(name: str, today: date) -> Period | None:
    """The period with that name of `NAMES`, as of today; None for any other name."""
    match name:
        case "today":
            return Period(today, today)
        case "7" | "31":
            return Period(today - (int(name) - 1) * _DAY, today)
        case "month":
            return Period(today.replace(day=1), today)
        case "last-month":
            last = today.replace(day=1) - _DAY
            return Period(last.replace(day=1), last)
    return None


def read_period(words: list[str]) -> Period | None:
    """The period between two dates like 2026-11-30 in either order, or of one date.

    None for anything else, and for more than `LONGEST` days.
    """
    try:
        days = sorted(date.fromisoformat(ascii_digits(word)) for word in words)
    except ValueError:
        return None
    if not 1 <= len(days) <= 2 or (days[-1] - days[0]).days >= LONGEST or days[0].year < 2000:
        return None
    return Period(days[0], days[-1]) if days[-1].year < 9999 else None
