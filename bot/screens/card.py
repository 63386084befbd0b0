"""The card as it was read and the review of the whole form: each field with its number.

Pure.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button, Style
from bot.screens.barcode import another_card, decidable_fields, difference_rows
from bot.screens.numbered import lines_of, number_rows, numbered
from bot.screens.phrases import reason_in_words
from bot.screens.steps import Rows, heading, today, with_back
from bot.texts import plain, say
from conversations.application import Application
from conversations.card import CARD_FIELDS, CARD_SIDES
from conversations.doubts import unseen_doubts
from conversations.questions import PICTURES
from conversations.replies import MISUNDERSTOOD

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


def card(application: Application, language: str) -> tuple[str, Rows]:
    title = heading(application, language)
    if application.reading is None:
        return _unread(application, language, title)
    missing = {key for key in CARD_FIELDS if application.value(key) is None}
    marked = missing | unseen_doubts(application, today=today(application))
    lines = [title, say(language, "card-heading"), *lines_of(application, CARD_FIELDS, language)]
    warning = another_card(application, language)
    rows: list[list[Button]] = []
    if not marked:
        lines.append(say(language, "tap-a-number"))
        rows.append([press_button(plain(language, "button-all-correct"), application, "card-ok")])
    elif marked - set(decidable_fields(application)):  # the others have rows of their own
        lines.append(f"⚠ {warning}" if warning else say(language, "card-has-marked"))
        label = plain(language, "button-continue")
        rows.append([press_button(label, application, "card-ok", style=Style.WANTED)])
    swap = swap_button(application, language, label="button-swap-short")
    rows += [
        *difference_rows(application, language),
        *number_rows(application, CARD_FIELDS, language),
        [*_photo_buttons(application, CARD_SIDES, language), swap],
    ]
    return "\n".join(lines), with_back(application, language, rows)


def _unread(application: Application, language: str, title: str) -> tuple[str, Rows]:
    reason = reason_in_words(application.reading_problem or "", language)
    problem = say(language, "card-unread", reason=reason)
    photos = [*_photo_buttons(application, CARD_SIDES, language)]
    label = plain(language, "button-read-again")
    if application.reading_problem == MISUNDERSTOOD:
        again = press_button(label, application, "read-again", style=Style.WANTED)
        rows, next_step = [[again], photos], "card-misunderstood-next"
    else:
        again = press_button(label, application, "read-again")
        rows = [photos, [swap_button(application, language)], [again]]
        next_step = "card-unread-next"
    text = f"{title}\n{problem}\n\n{say(language, next_step)}"
    return text, with_back(application, language, rows)


def swap_button(application: Application, language: str, *, label: str = "button-swap") -> Button:
    """Valid while these two pictures stay in their slots, whatever else is answered."""
    front = application.pictures["front"].ticket
    return press_button(plain(language, label), application, "swap", front)


def review(application: Application, language: str) -> tuple[str, Rows]:
    """Everything at once; the step before needs no button, since each has a number or a name."""
    lines = [
        f"<b>{say(language, 'review-heading')}</b>",
        *lines_of(application, numbered(application), language),
        say(language, "tap-a-number"),
    ]
    own = [key for key in numbered(application) if key not in CARD_FIELDS]
    rows = [
        [press_button(plain(language, "button-submit"), application, "submit")],
        *number_rows(application, CARD_FIELDS, language),
        *number_rows(application, own, language),
        [*_photo_buttons(application, PICTURES, language)],
    ]
    return "\n".join(lines), rows


def _photo_buttons(
    application: Application, slots: Iterable[str], language: str
) -> Iterator[Button]:
    """A button for each photo, to take it again."""
    for slot in slots:
        yield press_button(plain(language, f"button-new-{slot}"), application, "edit", slot)
