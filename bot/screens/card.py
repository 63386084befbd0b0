"""The card as it was read and the review of the whole form: each field with the way to change it.

Pure.
"""

import html
from collections.abc import Iterable, Iterator, Mapping

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button, Style
from bot.screens.names import name_of
from bot.screens.phrases import read_value, reason_in_words, shown_value
from bot.screens.steps import Rows, heading, rows_of, today, with_back
from bot.texts import plain, say
from conversations.application import CARD_FIELDS, CARD_SIDES, Application
from conversations.doubts import doubtful_fields, unseen_doubts
from conversations.questions import PICTURES, asked_of

#: The part of the front, or the side, on which each field of the card is printed; `Preview`
#: shows it by that name.
PART_OF_FIELD: Mapping[str, str] = {
    "nid_number": "numbers",
    "date_of_birth": "numbers",
    "name_bangla": "names",
    "name_english": "names",
    "father_name": "names",
    "mother_name": "names",
    "present_address": "back",
}


def _reviewed(application: Application) -> tuple[str, ...]:
    """The fields of the review in the order of the form; the card's own come first."""
    return (*CARD_FIELDS, *asked_of(application))


def card(application: Application, language: str) -> tuple[str, Rows]:
    title = heading(application, language)
    new_pictures = [
        press_button(plain(language, f"button-new-{side}"), application, "edit", side)
        for side in CARD_SIDES
    ]
    swap = swap_button(application, language)
    if application.reading is None:
        reason = reason_in_words(application.reading_problem or "", language)
        problem = say(language, "card-unread", reason=reason)
        text = f"{title}\n{problem}\n\n{say(language, 'card-unread-next')}"
        again = press_button(plain(language, "button-read-again"), application, "read-again")
        return text, with_back(application, language, [new_pictures, [swap], [again]])
    is_clear = all(application.value(key) is not None for key in CARD_FIELDS) and not unseen_doubts(
        application, today=today(application)
    )
    lines = [title, say(language, "card-heading"), ""]
    lines += _field_lines(application, CARD_FIELDS, language)
    if not is_clear:
        lines += ["", say(language, "card-has-marked")]
    confirm = plain(language, "button-all-correct" if is_clear else "button-continue")
    rows = [
        [press_button(confirm, application, "card-ok", style=None if is_clear else Style.WANTED)],
        *_edit_rows(application, CARD_FIELDS, language),
        new_pictures,
        [swap],
    ]
    return "\n".join(lines), with_back(application, language, rows)


def swap_button(application: Application, language: str) -> Button:
    """Valid while these two pictures stay in their slots, whatever else is answered."""
    front = application.pictures["front"].ticket
    return press_button(plain(language, "button-swap"), application, "swap", front)


def review(application: Application, language: str) -> tuple[str, Rows]:
    lines = [f"<b>{say(language, 'review')}</b>", say(language, "review-heading"), ""]
    lines += _field_lines(application, _reviewed(application), language)
    lines.append(f"📷 {say(language, 'review-photos')}")
    submit = press_button(plain(language, "button-submit"), application, "submit")
    rows = [[submit], *_edit_rows(application, (*_reviewed(application), *PICTURES), language)]
    return "\n".join(lines), with_back(application, language, rows)


def _field_lines(application: Application, keys: Iterable[str], language: str) -> Iterator[str]:
    doubtful = doubtful_fields(application, today=today(application))
    for key in keys:
        title = html.escape(name_of(application, key, language), quote=False)
        value = html.escape(shown_value(application, key, language), quote=False)
        if not value:
            yield f"⚠ <b>{title}</b>: {say(language, 'card-missing')}"
            continue
        line = f"<b>{title}</b>: {value}"
        if application.is_changed_from_card(key):
            line += f" {say(language, 'review-mark-edited')}"
        elif key in CARD_FIELDS and not read_value(application, key, language):
            line += f" {say(language, 'review-mark-typed')}"
        if key == "father_name" and application.is_spouse_named:
            line += f" {say(language, 'review-mark-spouse')}"
        if key in application.early:
            line += f" {say(language, 'review-mark-early')}"
        if key in doubtful:
            line += f" {say(language, 'review-mark-doubtful')}"
        yield f"⚠ {line}" if key in application.early | doubtful else line


def _edit_rows(application: Application, keys: Iterable[str], language: str) -> list[list[Button]]:
    buttons = [
        press_button(
            plain(language, "button-edit", field=name_of(application, key, language)),
            application,
            "edit",
            key,
        )
        for key in keys
    ]
    return list(rows_of(buttons, 2))
