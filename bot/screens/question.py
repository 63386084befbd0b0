"""The screen of one question of the form: how it is asked, and what can be tapped. Pure."""

import html
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button
from bot.screens.barcode import barcode_row, value_in_barcode
from bot.screens.labels import fitted, room
from bot.screens.names import option_name, prompt_of
from bot.screens.phrases import read_value, shown_value
from bot.screens.steps import Rows, heading, rows_of, today, with_back
from bot.texts import plain, say
from conversations.application import Application
from conversations.card import CARD_FIELDS
from conversations.cross_check import differs_from_barcode
from conversations.doubts import doubtful_fields, refusal_of, wall_of
from conversations.invalid_answer import InvalidAnswer
from conversations.options import Option
from conversations.questions import (
    PICTURES,
    Question,
    question_of,
)
from conversations.relatives import relatives

#: More options than these fill rows of three: with the row of habits and the way back, a screen
#: has six rows at most.
_MOST_IN_PAIRS = 8

_MOST_ROWS = 6

_MOST_HABITS = 3  # one row


def on_one_screen(rows: list[Sequence[Button]]) -> Rows:
    """Six rows: of more, the last two, to keep the answer and to go back, share one."""
    if len(rows) <= _MOST_ROWS:
        return rows
    *others, keep, back = rows
    halves = (replace(button, text=fitted(button.text, space=room(2))) for button in (*keep, *back))
    return [*others, list(halves)]


def question_screen(application: Application, language: str) -> tuple[str, Rows]:
    question = question_of(application, application.asking)
    assert question is not None
    asked = prompt_of(application, question.key, language)
    text = f"{heading(application, language)}\n{asked}"
    if question.key in CARD_FIELDS:
        text += _as_read(application, question.key, language)
    rows: list[list[Button]] = []
    if not _is_only_option_given(application, question):
        rows += _option_rows(application, question, language)
    rows += barcode_row(application, question.key, language)
    if question.key in CARD_FIELDS and _may_take_reading(application, question.key):
        read = read_value(application, question.key, language)
        label = fitted(plain(language, "button-as-on-card", value=read))
        rows.append([press_button(label, application, "as-on-card")])
    if question.key == "nominee":
        offered = list(_relative_rows(application, language))
        rows += offered
        text += f" {say(language, 'nominee-offered' if offered else 'nominee-typed')}"
    if _is_keepable(application, question):
        if question.key in PICTURES:
            keep = plain(language, "button-keep-picture")
        else:
            value = shown_value(application, question.key, language)
            keep = plain(language, "button-keep", value=value)
        rows.append([press_button(fitted(keep), application, "keep")])
    return text, with_back(application, language, rows)


def _relative_rows(application: Application, language: str) -> Iterator[list[Button]]:
    """People on the card: one tap answers who the nominee is and how they are related."""
    for field, relation in relatives(application).items():
        label = relative_label(application, field, relation, language)
        yield [press_button(label, application, "relative", field)]


def relative_label(application: Application, field: str, relation: Option, language: str) -> str:
    name = shown_value(application, field, language)
    return fitted(f"{plain(language, f'nominee_relation-{relation.key}')}: {name}")


def _option_rows(
    application: Application, question: Question, language: str
) -> Iterator[list[Button]]:
    """The options, each always at its place; above them those that this agent picks most.

    The row above is left out where a row to keep the answer or to use a photo takes its place.
    """
    is_crowded = _is_keepable(application, question) or any(map(application.may_insist, PICTURES))
    habit = () if is_crowded else application.habits.get(question.key, ())[:_MOST_HABITS]
    usual = [option for option in question.options if option.key in habit]
    if usual:
        yield _option_buttons(application, question, usual, language)
    grid = [option for option in question.options if not option.is_rare]
    is_wide = len(grid) == 3 or len(grid) > _MOST_IN_PAIRS
    buttons = _option_buttons(application, question, grid, language)
    yield from rows_of(buttons, 3 if is_wide else 2)


def _option_buttons(
    application: Application, question: Question, options: Iterable[Option], language: str
) -> list[Button]:
    return [
        press_button(
            option_name(application, question.key, option.key, language),
            application,
            "pick",
            question.key,
            option.key,
        )
        for option in options
    ]


def _as_read(application: Application, key: str, language: str) -> str:
    """The read and the typed value of a card field, and what is doubtful about it."""
    shown = []
    if read := read_value(application, key, language):
        shown.append(("as-read", read))
    if key in application.answers and (not read or application.is_changed_from_card(key)):
        shown.append(("as-typed", shown_value(application, key, language)))
    if differs_from_barcode(application, key):
        shown.append(("in-barcode", value_in_barcode(application, key, language)))
    text = "".join(
        f"\n{say(language, title)}: <b>{html.escape(value, quote=False)}</b>"
        for title, value in shown
    )
    if shown and key in doubtful_fields(application, today=today(application)):
        refusal = refusal_of(key, application.value(key) or "", today=today(application))
        doubt = refusal or InvalidAnswer("review-mark-doubtful")
        text += f"\n⚠ {say(language, doubt.reason, **doubt.values)}"
    elif shown and key in application.doubted:
        text += f"\n⚠ {say(language, 'field-failed')}"
    return text


def _may_take_reading(application: Application, key: str) -> bool:
    """Whether the typed value differs from the read one, and the read one can be sent."""
    read = application.reading.fields.get(key) if application.reading else None
    return (
        read is not None
        and application.is_changed_from_card(key)
        and not wall_of(key, read, today=today(application))
    )


def _is_keepable(application: Application, question: Question) -> bool:
    """Whether the existing answer may stay: for card fields, any value that can be sent."""
    if question.key not in CARD_FIELDS:
        return question.is_answered(application)
    value = application.value(question.key)
    return value is not None and not wall_of(question.key, value, today=today(application))


def _is_only_option_given(application: Application, question: Question) -> bool:
    """Whether the button to keep the answer says the same as the only option."""
    return [application.answers.get(question.key)] == [each.value for each in question.options]
