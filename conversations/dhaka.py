"""The time of Bangladesh."""

from datetime import date, datetime, timedelta, timezone

DHAKA = timezone(timedelta(hours=6))  # one zone, and no summer time


def day_in_dhaka(moment: datetime) -> date:
    """The date in Bangladesh at that moment (aware, in any zone)."""
    return moment.astimezone(DHAKA).date()
