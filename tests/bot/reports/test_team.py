"""The supervisor's report: what it counts, why customers failed, and what is stalled."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.reports.team import is_stalled, report_page
from conversations.application import Phase
from storage.figures import DayCount
from tests.support.forms import AGENT, FAILED, NOW, PASSED, decided, pending, until

TODAY, YESTERDAY = date(2026, 11, 23), date(2026, 11, 22)
COUNTS = (
    DayCount(AGENT, TODAY, "passed", 3),
    DayCount(AGENT, TODAY, "pending", 1),
    DayCount(2002, TODAY, "failed", 1),
    DayCount(AGENT, YESTERDAY, "invalid", 1),
)
NAMES = {AGENT: "Rahim", 2002: "Karim <b>"}


def text(*, language: str = "en") -> str:
    page = report_page(
        COUNTS,
        [decided(FAILED), decided(PASSED)],
        [pending()],
        NAMES,
        days=7,
        now=NOW + timedelta(days=2),
        language=language,
    )
    return page.text


def test_it_sums_up_by_state_agent_and_day() -> None:
    lines = text().splitlines()

    assert "passed 3 · failed 1 · not found 1 · pending 1" in lines
    assert "Pass rate: 60 % of 5 decided" in lines
    assert "Rahim: passed 3 · not found 1 · pending 1" in lines
    assert "23 November 2026: passed 3 · failed 1 · pending 1" in lines
    assert "22 November 2026: not found 1" in lines


def test_names_of_agents_are_text_and_not_html() -> None:
    assert "Karim &lt;b&gt;: failed 1" in text()


def test_overdue_applications_are_marked_and_masked() -> None:
    (line,) = [line for line in text().splitlines() if "ABCD2345" in line]

    assert line == "1. ⚠ ABCD2345 · M••• A••• M••• · pending · Rahim · 48 h"


def test_in_bangla_the_digits_are_bangla() -> None:
    assert "সফলতার হার: ফল হওয়া ৫টির ৬০ %" in text(language="bn")


@pytest.mark.parametrize(
    ("phase", "hours"),
    [
        (Phase.FILLING, 24),
        (Phase.REVIEWING, 4),
        (Phase.SUBMITTING, 1),
        (Phase.CHECKING, 1),
        (Phase.PENDING, 24),
    ],
)
def test_each_phase_may_take_its_time(phase: Phase, hours: int) -> None:
    application = replace(until("gender"), phase=phase, changed_at=NOW)

    assert not is_stalled(application, NOW + timedelta(hours=hours))
    assert is_stalled(application, NOW + timedelta(hours=hours, minutes=1))


def test_what_is_decided_is_never_stalled() -> None:
    assert not is_stalled(decided(), NOW + timedelta(days=99))
