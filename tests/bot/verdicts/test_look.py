"""How far back the log was read."""

from datetime import date

import pytest

from bot.ekyc import LogRow, State
from bot.verdicts.look import day_of, is_before, may_be_since


def row(submitted_on: str) -> LogRow:
    return LogRow(
        mobile_number="01712345678",
        customer_name="",
        nid_number="",
        submitted_on=submitted_on,
        state=State.PENDING,
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
        ("23/11/2026 9:15 p.m.", date(2026, 11, 23)),
        ("23.11.2026", date(2026, 11, 23)),
        ("23 Nov 2026", date(2026, 11, 23)),
        ("Nov. 23, 2026, 9:15 p.m.", date(2026, 11, 23)),
        ("২৩/১১/২০২৬", date(2026, 11, 23)),
        ("20261123", date(2026, 11, 23)),
        ("11/23/2026", date(2026, 11, 23)),  # month first, as it can mean nothing else
        ("32/11/2026", None),
        ("23/11/26", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_day_of_a_row(text: str, day: date | None) -> None:
    assert day_of(row(text)) == day


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("05/12/2026", True),
        ("12/05/2026", True),  # in May, or month first
        ("04/12/2026", True),
        ("03/12/2026", False),
        ("2026-05-12", False),
        ("12 May 2026", False),
        ("yesterday", True),
    ],
)
def test_a_row_is_older_only_if_every_day_that_it_may_mean_is(text: str, *, may_be: bool) -> None:
    assert may_be_since(row(text), date(2026, 12, 4)) is may_be


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
