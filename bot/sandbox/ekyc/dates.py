"""Dates as the API document writes them: three ways, one for each direction."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

DHAKA = timezone(timedelta(hours=6), "Asia/Dhaka")
"""Bangladesh has one zone without daylight saving."""

_YEAR_FIRST = re.compile(r"([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")


def parse_birth_date(text: str) -> date | None:
    """Read `1980/10/1` (as step 1 gives it) or `1/10/1980` (as the example of step 2 sends it)."""
    if parts := _YEAR_FIRST.fullmatch(text):
        year, month, day = parts.groups()
    elif parts := _DAY_FIRST.fullmatch(text):
        day, month, year = parts.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def as_read_from_card(day: date) -> str:
    """Write a date of birth as the sample reply of step 1 does: `1980/10/1`."""
    return f"{day.year}/{day.month}/{day.day}"


def as_in_status(day: date) -> str:
    """Write a date of birth as the sample reply of the status does: `12/12/1980`, day first."""
    return f"{day:%d/%m/%Y}"


def as_in_log(timestamp: float) -> str:
    """Write a Unix timestamp's day in Dhaka as the sample log does: `11/12/1989`, day first."""
    return f"{datetime.fromtimestamp(timestamp, UTC).astimezone(DHAKA):%d/%m/%Y}"
