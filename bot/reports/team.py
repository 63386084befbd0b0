"""What a supervisor needs to know: counts, pass rate, reasons, waiting applications. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.reports.counts import earlier_of, rate_lines, reason_lines, states_in_words, summed
from bot.reports.team_figures import TeamFigures
from bot.screens.labels import width_of
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import day_in_words, masked_customer
from bot.screens.steps import rows_of
from bot.texts import number, plain, say
from conversations.application import Application, Phase
from storage.figures import AttemptCount, DayCount

PERIODS = (1, 7, 30)  # days
MOST_REASONS = 5
MOST_AGEING = 8  # lines; the oldest matter

#: Pixels of a page without its heading and the rows that turn it, so that a phone shows all of it.
_TALLEST = 420
_LINE, _ROW = 20, 48  # of text, of buttons
_TAG = re.compile(r"</?\w+>")
_TEXT_WIDTH = 265  # of a bubble on a screen 360 pixels wide, in 15 px Medium

#: How long each of them may take; one that takes longer is stalled.
STALLED_AFTER: Mapping[Phase, timedelta] = {
    Phase.FILLING: timedelta(days=1),
    Phase.REVIEWING: timedelta(hours=4),
    Phase.SUBMITTING: timedelta(hours=1),
    Phase.CHECKING: timedelta(hours=1),
    Phase.PENDING: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """`about` is the application that it names, which its button opens."""

    text: str
    button: Button | None = None
    about: str = ""


def report_pages(
    figures: TeamFigures,
    *,
    days: int,
    now: datetime,
    language: str,
    is_evening_off: bool = False,
) -> list[Send]:
    """The report about the last `days` days, in as many messages as needed.

    A person who has turned the evening picture off is told so; one button turns it on again.
    """
    evening = [say(language, "evening-is-off")] if is_evening_off else []
    heading = f"<b>{_days(days, 'report-heading', language)}</b>"
    pages = _filled(_sections(figures, now, language), language)
    return [
        Send(
            text="\n".join([heading, *(line.text for line in lines), *evening]),
            keyboard=[
                *rows_of([line.button for line in lines if line.button], 2),
                *turning_row(
                    Page(number, 1, len(pages)),
                    "report",
                    language,
                    argument=lambda page: f"{days}.{page}",
                ),
                [
                    menu_button(_days(period, "button-days", language), "report", str(period))
                    for period in PERIODS
                ]
                + ([menu_button("🔔", "evening", "on")] if is_evening_off else []),
            ],
            about=[line.about for line in lines if line.about],
            is_masked=True,
        )
        for number, lines in enumerate(pages)
    ]


def _days(count: int, key: str, language: str) -> str:
    """The days of a report in words; they end today, so one is today."""
    return plain(language, "period-today") if count == 1 else plain(language, key, count=count)


def _sections(
    figures: TeamFigures, now: datetime, language: str
) -> Iterator[tuple[str, list[_Line]]]:
    """Each heading, if any, with its lines."""
    counts, attempts = figures.counts, figures.attempts
    overview = [
        say(language, "report-states", states=_outcome(counts, attempts, language)),
        *rate_lines(attempts, language),
        *reason_lines(figures.reasons.most_common(MOST_REASONS), language),
    ]
    yield "", [_Line(text) for text in overview if counts] or [_Line(say(language, "report-empty"))]
    yield "report-ageing", list(_ageing(figures, now, language))
    yield "report-agents", [_Line(text) for text in _agent_lines(figures, language)]
    yield "report-days", [_Line(text) for text in _day_lines(counts, language)]


def _filled(sections: Iterable[tuple[str, list[_Line]]], language: str) -> list[list[_Line]]:
    """The lines on pages that a phone shows whole; a continued heading is repeated."""
    pages: list[list[_Line]] = [[]]
    for key, lines in sections:
        heading = [_Line(""), _Line(f"<b>{say(language, key)}</b>")] if key else []
        is_headed = False
        for line in lines:
            if pages[-1] and _height([*pages[-1], *heading, line]) > _TALLEST:
                pages.append([])
                is_headed = False
            if not is_headed:
                pages[-1] += heading
                is_headed = True
            pages[-1].append(line)
    return pages


def _height(lines: Sequence[_Line]) -> int:
    """In pixels on a phone, at most."""
    rows = ceil(sum(1 for line in lines if line.button) / 2)
    return rows * _ROW + sum(
        _LINE * max(1, ceil(width_of(_TAG.sub("", line.text)) / _TEXT_WIDTH)) for line in lines
    )


def is_stalled(application: Application, now: datetime) -> bool:
    """Whether it takes longer than it should."""
    longest = STALLED_AFTER.get(application.phase)
    return longest is not None and now - application.changed_at > longest


def hours_at_rest(application: Application, now: datetime) -> int:
    """The full hours since it moved."""
    return (now - application.changed_at) // timedelta(hours=1)


def _outcome(counts: Iterable[DayCount], attempts: Iterable[AttemptCount], language: str) -> str:
    states = summed(counts)
    return states_in_words(states, language, earlier=earlier_of(attempts, states))


def _agent_lines(figures: TeamFigures, language: str) -> list[str]:
    own: dict[int, list[DayCount]] = {}
    for each in figures.counts:
        own.setdefault(each.agent_id, []).append(each)
    tried: dict[int, list[AttemptCount]] = {}
    for attempt in figures.attempts:
        tried.setdefault(attempt.agent_id, []).append(attempt)
    lines = []
    for agent_id, begun in own.items():
        name = figures.names.get(agent_id, str(agent_id))
        words = _outcome(begun, tried.get(agent_id, ()), language)
        lines.append(say(language, "report-agent", name=name, states=words))
    return lines


def _day_lines(counts: Sequence[DayCount], language: str) -> list[str]:
    days: dict[date, Counter[str]] = {}
    for each in counts:
        days.setdefault(each.day, Counter())[each.state] += each.count
    return [
        say(
            language,
            "report-day",
            day=day_in_words(day, language),
            states=states_in_words(states, language),
        )
        for day, states in days.items()
    ]


def _ageing(figures: TeamFigures, now: datetime, language: str) -> Iterator[_Line]:
    for place, application in enumerate(figures.unfinished, 1):
        shown = number(place, language)
        line = _ageing_line(application, figures.names, now, language)
        label = f"{shown}. {application.id.upper()}"
        button = menu_button(label, "view", application.id)
        yield _Line(f"{shown}. {line}", button, about=application.id)


def _ageing_line(
    application: Application, names: Mapping[int, str], now: datetime, language: str
) -> str:
    """The customer appears only by first letters."""
    line = say(
        language,
        "report-waiting",
        reference=application.id.upper(),
        customer=masked_customer(application, language) or "—",
        state=plain(language, f"short-{application.phase}"),
        name=names.get(application.agent, ""),
        count=hours_at_rest(application, now),
    )
    return f"⚠ {line}" if is_stalled(application, now) else line
