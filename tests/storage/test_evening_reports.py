"""The day of the last evening report, and whether it is wanted."""

from datetime import date, timedelta

import pytest

from storage import Store
from tests.support.forms import AGENT, NOW

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_a_day_is_noted_once(store: Store) -> None:
    noted = [
        store.evening_reports.note_sent(AGENT, day)
        for day in (TODAY, TODAY, TODAY - DAY, TODAY + DAY)
    ]

    assert noted == [True, False, False, True]


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_wish_lasts_and_does_not_touch_the_day(store: Store, *, is_wanted: bool) -> None:
    assert store.evening_reports.is_wanted(AGENT)
    store.evening_reports.note_sent(AGENT, TODAY)
    store.evening_reports.want(AGENT, is_wanted=is_wanted)

    assert store.evening_reports.is_wanted(AGENT) is is_wanted
    assert not store.evening_reports.note_sent(AGENT, TODAY)


def test_a_day_in_the_future_becomes_today(store: Store) -> None:
    store.evening_reports.note_sent(AGENT, TODAY + 9 * DAY)
    store.evening_reports.date_back(NOW)

    assert not store.evening_reports.note_sent(AGENT, TODAY)
    assert store.evening_reports.note_sent(AGENT, TODAY + DAY)
