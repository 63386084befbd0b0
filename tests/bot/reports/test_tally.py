"""An agent's own numbers: which days they are about, and what they say."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from bot.reports.tally import Tally, beginning, tally_in_words, tally_of
from bot.sandbox.telegram.screen import as_read
from conversations.verdict import Decision
from storage.figures import AttemptCount, DayCount
from tests.support.forms import AGENT, NOW

COUNTS = (
    DayCount(AGENT, date(2026, 11, 23), "passed", 2),
    DayCount(AGENT, date(2026, 11, 23), "filling", 1),
    DayCount(AGENT, date(2026, 11, 17), "failed", 1),
    DayCount(AGENT, date(2026, 11, 17), "passed", 1),
)


def tally(*counts: DayCount) -> Tally:
    attempts = [
        AttemptCount(AGENT, is_first=True, decision=Decision.PASSED, count=3),
        AttemptCount(AGENT, is_first=True, decision=Decision.FAILED, count=1),
    ]
    return tally_of(counts, attempts, Counter(name_bangla=1), NOW)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 23, 17, 59, tzinfo=UTC), datetime(2026, 11, 16, 18, tzinfo=UTC)),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), datetime(2026, 11, 17, 18, tzinfo=UTC)),
    ],
)
def test_days_begin_at_midnight_in_dhaka(now: datetime, first: datetime) -> None:
    assert beginning(now) == first


def test_a_single_day_is_today() -> None:
    assert beginning(NOW, 1) == datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_seven_days_are_counted_and_those_without_work_are_empty() -> None:
    found = tally(*COUNTS)

    assert [day.day.day for day in found.days] == [17, 18, 19, 20, 21, 22, 23]
    assert [day.states.total() for day in found.days] == [2, 0, 0, 0, 0, 0, 3]
    assert found.today == {"passed": 2, "filling": 1}
    assert found.week == {"passed": 3, "filling": 1, "failed": 1}
    assert found.reasons == (("name_bangla", 1),)


def test_the_numbers_are_said_in_four_lines() -> None:
    assert as_read(tally_in_words(tally(*COUNTS), "en")).splitlines() == [
        "Today: passed 2 · draft 1",
        "The last 7 days: passed 3 · failed 1 · draft 1",
        "Pass rate: 75% (of 4 attempts)",
        "Reasons for failure: name in Bangla 1",
    ]


def test_a_day_without_work_is_said_in_words() -> None:
    assert tally_in_words(tally(*COUNTS[2:]), "en").startswith("Today: nothing started\n")


def test_in_bangla_the_numbers_are_bangla() -> None:
    words = as_read(tally_in_words(tally(*COUNTS), "bn"))

    assert "গত ৭ দিন: যাচাই সফল ৩" in words
    assert "৭৫%" in words
