"""An agent's tally as a picture that is readable at arm's length.

It uses only the font in this folder, so it looks the same on every machine. resvg shapes Bangla as
HarfBuzz does; Pillow would need a system library for that.
"""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import resvg_py
from babel.dates import format_date

from bot.reports.counts import decided_of, rate_of
from bot.reports.tally import DAYS, Tally
from bot.screens.phrases import day_in_words
from bot.texts import number, plain
from conversations.verdict import Decision

_FONT = Path(__file__).parent / "fonts" / "AnekBangla-Medium.ttf"
_FAMILY = "Anek Bangla"

_WIDTH, _EDGE = 720, 32  # pixels
_CHART_TOP, _CHART_BASE = 270, 440
_COLUMN = (_WIDTH - 2 * _EDGE) / DAYS
_BAR, _GAP = 56, 12
_REASONS_TOP, _LINE = 570, 40

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
    height = _REASONS_TOP + (_LINE * (len(tally.reasons) + 1) if tally.reasons else -_LINE)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}">',
        f'<g font-family="{_FAMILY}" fill="#111111">',
        f"<defs>{_STRIPES}</defs>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        *_heading(tally, language),
        *_tiles(tally, language),
        *_chart(tally, language),
        *_legend(tally, language),
        *_reasons(tally, language),
        "</g></svg>",
    ]
    return resvg_py.svg_to_bytes(
        svg_string="".join(parts), skip_system_fonts=True, font_files=[str(_FONT)]
    )


def _heading(tally: Tally, language: str) -> Iterator[str]:
    today = day_in_words(tally.days[-1].day, language)
    yield _text(_EDGE, 58, 36, plain(language, "stats-heading"))
    yield _text(_WIDTH - _EDGE, 58, 26, today, anchor="end")


def _tiles(tally: Tally, language: str) -> Iterator[str]:
    """Today, the week and the rate, side by side, each with a big number."""
    rate = rate_of(tally.attempts)
    tiles = (
        ("stats-label-today", number(tally.today.total(), language), "stats-label-begun", 0),
        ("stats-label-week", number(tally.week.total(), language), "stats-label-begun", DAYS),
        (
            "stats-label-rate",
            "—" if rate.percentage is None else f"{number(rate.percentage, language)} %",
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
        yield _text(middle, 114, 26, plain(language, label, count=count), anchor="middle")
        yield _text(middle, 172, 54, figure, anchor="middle")
        yield _text(middle, 208, 24, plain(language, below, count=count), anchor="middle")


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
        yield _text(middle, base - 10, 26, total, anchor="middle")
        weekday = format_date(day.day, "EEE", locale=language)
        yield _text(middle, _CHART_BASE + 34, 26, weekday, anchor="middle")
    yield (
        f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{_CHART_BASE}" y2="{_CHART_BASE}"'
        ' stroke="#111111" stroke-width="2"/>'
    )


def _legend(tally: Tally, language: str) -> Iterator[str]:
    width = (_WIDTH - 2 * _EDGE) / len(_FILLS)
    for place, (kind, count) in enumerate(_kinds(tally.week).items()):
        left = _EDGE + place * width
        yield _box(left, 494, 26, 26, _FILLS[kind])
        yield _text(left + 36, 516, 26, plain(language, f"stats-label-{kind}", count=count))


def _reasons(tally: Tally, language: str) -> Iterator[str]:
    if tally.reasons:
        yield _text(_EDGE, _REASONS_TOP, 28, plain(language, "stats-label-reasons"))
    for place, (reason, count) in enumerate(tally.reasons, 1):
        words = f"{number(count, language)} × {plain(language, f'failure-{reason}')}"
        yield _text(_EDGE, _REASONS_TOP + place * _LINE, 26, words)


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


def _text(left: float, base: float, size: int, words: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{left}" y="{base}" font-size="{size}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
