"""What prompts share: the heading that counts steps, rows of buttons, the way back. Pure."""

import html
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button
from bot.screens.names import name_of
from bot.texts import plain, say
from conversations.application import Application
from conversations.dhaka import day_in_dhaka
from conversations.questions import form_of, previous_asked, step_of, steps_of

Rows = Sequence[Sequence[Button]]


def heading(application: Application, language: str) -> str:
    """The step's number and name; a step that is shown again has only its name."""
    title = name_of(application, application.asking, language)
    total = len(steps_of(form_of(application)))
    return _heading_of(language, title, step_of(application), total)


@cache
def _heading_of(language: str, title: str, number: int | None, total: int) -> str:
    if number is None:
        return f"<b>{html.escape(title, quote=False)}</b>"
    return f"<b>{say(language, 'step', number=number, total=total, title=title)}</b>"


def with_back(application: Application, language: str, rows: list[list[Button]]) -> Rows:
    if previous_asked(application) is None:
        return rows
    return [*rows, [press_button(plain(language, "button-back"), application, "back")]]


def rows_of(buttons: Sequence[Button], width: int) -> Iterator[list[Button]]:
    for start in range(0, len(buttons), width):
        yield list(buttons[start : start + width])


def today(application: Application) -> date:
    return day_in_dhaka(application.changed_at)
