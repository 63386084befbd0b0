"""The team's day: who began most, how first attempts ended, the longest waits."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.reports.counts import Rate
from bot.reports.team_day import MOST_AGENTS, team_day, team_day_in_words
from bot.reports.team_figures import TeamFigures
from bot.sandbox.telegram.screen import as_read
from conversations.verdict import Decision
from storage.figures import AttemptCount, DayCount
from tests.support.forms import AGENT, NOW, until

TODAY = date(2026, 11, 23)
NAMES = {AGENT: "Rahim", 2002: "Karim", **{3000 + at: f"Agent {at}" for at in range(9)}}


def attempt(agent: int, decision: Decision, count: int, *, is_first: bool = True) -> AttemptCount:
    return AttemptCount(agent, is_first=is_first, decision=decision, count=count)


def test_agents_come_by_what_they_began_today_and_the_rest_are_counted() -> None:
    counts = [DayCount(3000 + at, TODAY, "passed", at + 1) for at in range(9)]
    counts.append(DayCount(AGENT, TODAY - timedelta(days=1), "passed", 99))

    team = team_day(TeamFigures(counts=counts, names=NAMES), NOW)

    assert [(each.name, each.begun) for each in team.agents] == [
        (f"Agent {at}", at + 1) for at in range(8, 8 - MOST_AGENTS, -1)
    ]
    assert team.more == 9 - MOST_AGENTS
    assert not team.is_empty


def test_only_first_attempts_count_for_the_rate() -> None:
    counts = [DayCount(AGENT, TODAY, "passed", 3)]
    attempts = [
        attempt(AGENT, Decision.PASSED, 3),
        attempt(AGENT, Decision.FAILED, 1),
        attempt(AGENT, Decision.PASSED, 5, is_first=False),
        attempt(2002, Decision.FAILED, 4),
    ]

    figures = TeamFigures(counts=counts, attempts=attempts, reasons=Counter(selfie=2), names=NAMES)
    team = team_day(figures, NOW)

    assert team.first == Rate(3, 8)
    assert [each.first for each in team.agents] == [Rate(3, 4)]
    assert team.tally.reasons == (("selfie", 2),)


def test_the_longest_waits_are_named_without_the_customer() -> None:
    waiting = [
        replace(until("gender"), id=f"abcd234{at}", changed_at=NOW - timedelta(hours=70 - 30 * at))
        for at in range(2)
    ]

    team = team_day(TeamFigures(unfinished=waiting, names=NAMES), NOW)

    assert [(each.reference, each.name, each.hours, each.is_stalled) for each in team.waiting] == [
        ("ABCD2340", "Rahim", 70, True),
        ("ABCD2341", "Rahim", 40, True),
    ]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_day_without_work_is_one_sentence(language: str) -> None:
    waiting = [replace(until("gender"), changed_at=NOW - timedelta(hours=7))]
    team = team_day(TeamFigures(unfinished=waiting, names=NAMES), NOW)

    assert team.is_empty
    words = as_read(team_day_in_words(team, language))
    assert "\n" not in words
    assert ("৭" if language == "bn" else "7 h") in words
