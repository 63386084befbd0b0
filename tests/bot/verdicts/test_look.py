"""How far back the log was read."""

from datetime import date

import pytest

from bot.ekyc import LogRow, Verdict
from bot.verdicts.look import day_of, is_before


def row(submitted_on: str) -> LogRow:
    return LogRow(
        mobile_number="01712345678",
        customer_name="",
        nid_number="",
        submitted_on=submitted_on,
        verdict=Verdict.PENDING,
        raw_status="pending",
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23/11/2026", date(2026, 11, 23)),
        ("3/4/2026", date(2026, 4, 3)),  # day first, as the document writes it
        ("23-11-2026", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-11-23T09:15:00+06:00", date(2026, 11, 23)),
        ("23/11/2026 09:15", date(2026, 11, 23)),
        ("11/23/2026", None),  # month first
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_day_of_a_row(text: str, day: date | None) -> None:
    assert day_of(row(text)) == day


DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "is_read_far_enough"),
    [
        (["23/11/2026", "22/11/2026", "21/11/2026"], True),
        (["22/11/2026", "21/11/2026"], True),
        (["23/11/2026", "22/11/2026"], False),  # more of that day may follow
        (["21/11/2026"], False),  # a log that shows nothing so new may begin with the oldest
        (["23/11/2026", "21/11/2026", "22/11/2026"], False),  # in no order
        (["20/11/2026", "21/11/2026", "23/11/2026"], False),
        (["23/11/2026", "", "21/11/2026"], False),
        ([], False),
    ],
)
def test_rows_lead_back_beyond_a_day_only_in_the_order_of_their_dates(
    days: list[str], *, is_read_far_enough: bool
) -> None:
    assert is_before([row(day) for day in days], DAY) is is_read_far_enough
