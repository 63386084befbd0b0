"""What an export asks, and what its file is called. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.screens.phrases import clipped_name, day_in_words, moment_in_dhaka
from bot.texts import plain, say

#: Formats that are better known by the program that opens them.
_PROGRAMS = {"xlsx": "Excel (XLSX)"}


def days_question(kind: str, names: Sequence[str], language: str) -> Send:
    """Ask for the days; `kind` is masked or full, `names` the periods on the buttons."""
    buttons = [
        menu_button(plain(language, f"period-{name}"), "export-days", f"{kind}.{name}")
        for name in names
    ]
    rows = [buttons[:3], buttons[3:]]
    example = "/export full" if kind == "full" else "/export"
    lines = [say(language, f"export-{kind}"), say(language, "export-by-dates", command=example)]
    text = "\n".join(lines)
    return Send(text=text, keyboard=[row for row in rows if row])


def format_question(
    kind: str, first: date, last: date, formats: Sequence[str], language: str
) -> Send:
    row = [
        menu_button(_PROGRAMS.get(each, each.upper()), "export", f"{each}.{kind}.{first}.{last}")
        for each in formats
    ]
    again = [menu_button(plain(language, "button-other-days"), "export-days", kind)]
    text = say(
        language,
        "export-as",
        days=days_in_words(first, last, language),
        kind=plain(language, f"export-kind-{kind}"),
    )
    return Send(text=text, keyboard=[row, again])


def days_in_words(first: date, last: date, language: str) -> str:
    begin, end = day_in_words(first, language), day_in_words(last, language)
    return begin if first == last else f"{begin} – {end}"


def caption(
    first: date,
    last: date,
    *,
    kind: str,
    rows: int,
    part: int,
    made_at: datetime,
    made_by: str,
    language: str,
) -> str:
    """What the file is; `part` is 0 for one that holds everything."""
    lines = [
        say(language, "export-caption", days=days_in_words(first, last, language)),
        say(language, f"export-kind-{kind}"),
        say(language, "export-rows", count=rows),
        *([say(language, "export-part", count=part)] if part else []),
        say(
            language,
            "export-made",
            time=moment_in_dhaka(made_at, language),
            name=clipped_name(made_by),
        ),
    ]
    return "\n".join(lines)
