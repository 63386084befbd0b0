"""The supervisor's report: what it counts, why customers failed, and what is stalled."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from bot.reports.team import is_stalled, report_pages
from bot.reports.team_figures import TeamFigures
from bot.sandbox.telegram.screen import as_read
from bot.screens.phrases import day_in_words
from conversations.application import Phase
from conversations.verdict import Decision
from storage.figures import AttemptCount, DayCount
from tests.support.forms import AGENT, NOW, decided, pending, until

TODAY, YESTERDAY = date(2026, 11, 23), date(2026, 11, 22)
COUNTS = (
    DayCount(AGENT, TODAY, "passed", 3),
    DayCount(AGENT, TODAY, "pending", 1),
    DayCount(2002, TODAY, "failed", 1),
    DayCount(AGENT, YESTERDAY, "invalid", 1),
)
ATTEMPTS = (
    AttemptCount(AGENT, is_first=True, decision=Decision.PASSED, count=3),
    AttemptCount(AGENT, is_first=True, decision=Decision.INVALID, count=1),
    AttemptCount(2002, is_first=True, decision=Decision.FAILED, count=1),
)
NAMES = {AGENT: "Rahim", 2002: "Karim <b>"}


def text(*, language: str = "en") -> str:
    figures = TeamFigures(
        counts=COUNTS,
        attempts=ATTEMPTS,
        reasons=Counter(nid=1),
        unfinished=[pending()],
        names=NAMES,
    )
    pages = report_pages(figures, days=7, now=NOW + timedelta(days=2), language=language)
    return as_read("\n".join(page.text for page in pages))


def test_it_sums_up_by_state_agent_and_day() -> None:
    lines = text().splitlines()

    assert "passed 3 · failed 1 · not found 1 · pending 1" in lines
    assert "Pass rate: 60% (of 5 attempts)" in lines
    assert "Rahim: passed 3 · not found 1 · pending 1" in lines
    assert "23 November 2026: passed 3 · failed 1 · pending 1" in lines
    assert "22 November 2026: not found 1" in lines


@pytest.mark.parametrize(("language", "word"), [("en", "Today"), ("bn", "আজ")])
def test_a_single_day_is_today(language: str, word: str) -> None:
    (page,) = report_pages(TeamFigures(names={}), days=1, now=NOW, language=language)

    assert page.text.splitlines()[0] == f"<b>{word}</b>"
    assert page.keyboard[0][0].text == word


def test_names_of_agents_are_text_and_not_html() -> None:
    assert "Karim &lt;b&gt;: failed 1" in text()


def test_overdue_applications_are_marked_and_masked() -> None:
    (line,) = [line for line in text().splitlines() if "ABCD2345" in line]

    assert line == "1. ⚠ ABCD2345 · M••• A••• M••• · pending · Rahim · 48 h"


def test_in_bangla_the_digits_are_bangla() -> None:
    assert "সফলতার হার: ৫টি চেষ্টার মধ্যে ৬০%" in text(language="bn")


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


def test_a_decided_application_is_never_stalled() -> None:
    assert not is_stalled(decided(), NOW + timedelta(days=99))


REASONS = ("nid", "name_bangla", "father_name", "selfie", "card-photo")


def test_however_many_agents_and_days_every_page_can_be_sent_and_nothing_is_left_out() -> None:
    """500 agents with long names, 30 days in which everything happened, in Bangla."""
    states = ("passed", "failed", "invalid", "filling", "reviewing", "submitting", "checking")
    days = [TODAY - timedelta(days=back) for back in range(30)]
    agents = range(5_000_000_000, 5_000_000_500)
    counts = [
        DayCount(each, day, state, 12_345)
        for each in agents
        for day in days[:1]
        for state in states
    ]
    counts += [DayCount(agents[0], day, state, 12_345) for day in days[1:] for state in states]
    names = {each: f"মোহাম্মদ <আব্দুর> & রহমান {each % 1000}" for each in agents}

    figures = TeamFigures(
        counts=counts,
        reasons=Counter(dict.fromkeys(REASONS, 1000)),
        unfinished=[replace(pending(), id=f"abcd{number:04}") for number in range(8)],
        names=names,
    )
    pages = report_pages(figures, days=30, now=NOW + timedelta(days=20), language="bn")

    for page in pages:
        shown = unescape(re.sub(r"<[^>]+>", "", page.text))
        assert len(shown.encode("utf-16-le")) // 2 <= 4096
        assert page.text.count("<b>") == page.text.count("</b>")
    everything = "\n".join(page.text for page in pages)
    for day in days:
        assert everything.count(f"\n{day_in_words(day, 'bn')}:") == 1
    assert everything.count("মোহাম্মদ") == 500
    assert sum("8. ABCD0007" in str(page.keyboard) for page in pages) <= 1


def test_pages_are_turned_by_buttons_that_keep_the_period() -> None:
    many = [DayCount(agent, TODAY, "passed", 1) for agent in range(2000, 2500)]
    names = {agent: f"Agent with a long name {agent}" for agent in range(2000, 2500)}
    figures = TeamFigures(counts=many, names=names)
    pages = report_pages(figures, days=30, now=NOW, language="en")

    assert len(pages) > 2
    targets = [[button.data for row in page.keyboard for button in row] for page in pages]
    assert any("30.1" in str(data) for data in targets[0])
    assert not any("30.0" in str(data) for data in targets[0])
    assert any("30.0" in str(data) for data in targets[1])
    assert any("30.2" in str(data) for data in targets[1])
