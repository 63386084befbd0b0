"""The work of an agent or of a team as a picture that is readable at arm's length."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.dates import format_date

from bot.reports.counts import Rate, decided_of, rate_of
from bot.reports.svg import picture, text
from bot.reports.tally import DAYS, Tally
from bot.reports.team_day import TeamDay
from bot.screens.labels import fitted
from bot.screens.phrases import day_in_words
from bot.texts import number, plain
from conversations.verdict import Decision

_WIDTH, _EDGE = 720, 32  # pixels
_CHART_TOP, _CHART_BASE = 270, 440
_COLUMN = (_WIDTH - 2 * _EDGE) / DAYS
_BAR, _GAP = 56, 12
_LEGEND_BASE, _SECTION, _LINE, _MARGIN = 516, 50, 36, 14

#: The room for a name in its line, as labels of 15 pixels are measured.
_NAME_OF_AGENT, _NAME_OF_WAITING = 260, 150

#: Passed is filled, not passed is striped and open is empty, so form and words carry the meaning
#: and colours only help.
_FILLS = {"passed": "#137a3f", "failed": "url(#stripes)", "open": "#ffffff"}
_STRIPES = (
    '<pattern id="stripes" width="10" height="10" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="10" height="10" fill="#ffffff"/>'
    '<rect width="5" height="10" fill="#b3261e"/></pattern>'
)


def tally_picture(tally: Tally, language: str) -> bytes:
    """A PNG, 720 pixels wide; drawing takes some hundredths of a second."""
    return _drawn(
        [
            *_heading("stats-heading", tally, language),
            *_tiles(tally, rate_of(tally.attempts), "rate", language),
            *_chart(tally, language),
            *_legend(tally, language),
        ],
        list(_reason_lines(tally, language)),
    )


def team_picture(team: TeamDay, language: str) -> bytes:
    """The same for a team: with its first attempts, its people, and waiting work."""
    tally = team.tally
    return _drawn(
        [
            *_heading("evening-heading", tally, language),
            *_tiles(tally, team.first, "first", language),
            *_chart(tally, language),
            *_legend(tally, language),
        ],
        [
            *_agent_lines(team, language),
            *_reason_lines(tally, language),
            *_waiting_lines(team, language),
        ],
    )


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    is_title: bool = False


def _drawn(above: Iterable[str], lines: Sequence[_Line]) -> bytes:
    """The parts of the picture, with the lines below them."""
    below, base = [], _LEGEND_BASE
    for line in lines:
        base += _SECTION if line.is_title else _LINE
        below.append(text(_EDGE, base, 28 if line.is_title else 26, line.words))
    return picture(_WIDTH, base + _MARGIN, (*above, *below), definitions=_STRIPES)


def _heading(key: str, tally: Tally, language: str) -> Iterator[str]:
    today = day_in_words(tally.days[-1].day, language)
    yield text(_EDGE, 58, 36, plain(language, key))
    yield text(_WIDTH - _EDGE, 58, 26, today, anchor="end")


def _tiles(tally: Tally, rate: Rate, name: str, language: str) -> Iterator[str]:
    """Today, the week and the rate of that name, side by side, each with a big number."""
    tiles = (
        ("stats-label-today", number(tally.today.total(), language), "stats-label-begun", 0),
        ("stats-label-week", number(tally.week.total(), language), "stats-label-begun", DAYS),
        (
            f"stats-label-{name}",
            _percentage(rate, language),
            "stats-label-decided",
            rate.decided,
        ),
    )
    step = (_WIDTH - 2 * _EDGE + _GAP) / len(tiles)
    width = step - _GAP
    for place, (label, figure, below, count) in enumerate(tiles):
        left = _EDGE + place * step
        yield f'<rect x="{left}" y="82" width="{width}" height="138" rx="12" fill="#eef2f6"/>'
        middle = left + width / 2
        yield text(middle, 114, 26, plain(language, label, count=count), anchor="middle")
        yield text(middle, 172, 54, figure, anchor="middle")
        yield text(middle, 208, 24, plain(language, below, count=count), anchor="middle")


def _chart(tally: Tally, language: str) -> Iterator[str]:
    """A bar for each day, with its number above and its weekday below."""
    most = max(day.states.total() for day in tally.days) or 1
    unit = (_CHART_BASE - _CHART_TOP) / most
    for place, day in enumerate(tally.days):
        middle = _EDGE + (place + 0.5) * _COLUMN
        base = float(_CHART_BASE)
        for kind, count in _kinds(day.states).items():
            if count:
                base -= count * unit
                yield _box(middle - _BAR / 2, base, _BAR, count * unit, _FILLS[kind])
        total = number(day.states.total(), language)
        yield text(middle, base - 10, 26, total, anchor="middle")
        weekday = format_date(day.day, "EEE", locale=language)
        yield text(middle, _CHART_BASE + 34, 26, weekday, anchor="middle")
    yield (
        f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{_CHART_BASE}" y2="{_CHART_BASE}"'
        ' stroke="#111111" stroke-width="2"/>'
    )


def _legend(tally: Tally, language: str) -> Iterator[str]:
    width = (_WIDTH - 2 * _EDGE) / len(_FILLS)
    for place, (kind, count) in enumerate(_kinds(tally.week).items()):
        left = _EDGE + place * width
        yield _box(left, _LEGEND_BASE - 22, 26, 26, _FILLS[kind])
        yield text(left + 36, _LEGEND_BASE, 26, plain(language, f"stats-label-{kind}", count=count))


def _percentage(rate: Rate, language: str) -> str:
    return "—" if rate.percentage is None else f"{number(rate.percentage, language)}%"


def _reason_lines(tally: Tally, language: str) -> Iterator[_Line]:
    if tally.reasons:
        yield _Line(plain(language, "stats-label-reasons"), is_title=True)
    for reason, count in tally.reasons:
        words = f"{number(count, language)} × {plain(language, f'failure-{reason}')}"
        yield _Line(words)


def _agent_lines(team: TeamDay, language: str) -> Iterator[_Line]:
    if team.agents:
        yield _Line(plain(language, "evening-agents"), is_title=True)
    for each in team.agents:
        words = plain(
            language,
            "evening-agent",
            name=fitted(each.name, space=_NAME_OF_AGENT),
            count=each.begun,
            rate=_percentage(each.first, language),
        )
        yield _Line(words)
    if team.more:
        yield _Line(plain(language, "evening-more", count=team.more))


def _waiting_lines(team: TeamDay, language: str) -> Iterator[_Line]:
    if team.waiting:
        yield _Line(plain(language, "evening-waiting"), is_title=True)
    for each in team.waiting:
        name = fitted(each.name, space=_NAME_OF_WAITING)
        words = plain(
            language, "evening-wait", reference=each.reference, name=name, hours=each.hours
        )
        yield _Line(f"! {words}" if each.is_stalled else words)


def _kinds(states: Mapping[str, int]) -> dict[str, int]:
    """Passed, not passed and open; "not found" counts as not passed."""
    passed = states.get(Decision.PASSED, 0)
    decided = decided_of(states)
    return {"passed": passed, "failed": decided - passed, "open": sum(states.values()) - decided}


def _box(left: float, top: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{fill}"'
        ' stroke="#111111" stroke-width="2"/>'
    )
