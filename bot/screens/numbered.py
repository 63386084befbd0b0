"""The numbered lines of a form, and the buttons with these numbers. Pure."""

import html
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button
from bot.screens.barcode import difference
from bot.screens.names import name_of, short_name_of
from bot.screens.phrases import answer_in_words, read_value
from bot.screens.steps import rows_of, today
from bot.texts import in_digits, say
from conversations.application import Application
from conversations.card import CARD_FIELDS
from conversations.cross_check import is_from_barcode
from conversations.doubts import doubtful_fields
from conversations.nominee import is_named_like_customer
from conversations.options import SAME_ADDRESS
from conversations.questions import FORM, asked_of
from conversations.relatives import is_spouse_odd

#: The bot's own fields in the order of their numbers: first those of the card, then the agent's
#: answers. The two addresses are neighbours, since they may share a line.
NUMBERED = (
    *CARD_FIELDS,
    "permanent_address",
    *(key for key in asked_of(FORM) if key != "permanent_address"),
)

_MOST_IN_A_ROW = 8  # buttons; Telegram's apps draw no more next to each other


def numbered(application: Application) -> tuple[str, ...]:
    """`NUMBERED`, with the organisation's own questions."""
    return (*NUMBERED, *(question.key for question in application.extra))


def number_of(application: Application, key: str, language: str) -> str:
    """The number of that field, which is the same on both screens."""
    return in_digits(str(numbered(application).index(key) + 1), language)


def number_rows(
    application: Application, keys: Sequence[str], language: str
) -> Iterator[list[Button]]:
    buttons = [
        press_button(number_of(application, key, language), application, "edit", key)
        for key in keys
    ]
    return rows_of(buttons, _MOST_IN_A_ROW)


def lines_of(application: Application, keys: Sequence[str], language: str) -> Iterator[str]:
    """A line for each field, with its number; two that say one thing together share a line."""
    doubtful = doubtful_fields(application, today=today(application))
    joined = {first: second for first, second in _joined(application).items() if second in keys}
    for key in keys:
        if key in joined.values():
            continue
        shared = (key, joined[key]) if key in joined else (key,)
        numbers = " · ".join(number_of(application, each, language) for each in shared)
        yield f"<b>{numbers}.</b> {_line(application, shared, doubtful, language)}"


def _joined(application: Application) -> Mapping[str, str]:
    """Fields whose line also says the value of another field."""
    joined = {}
    if application.answers.get("permanent_address") == SAME_ADDRESS:
        joined["present_address"] = "permanent_address"
    if application.value("nominee") and application.value("nominee_relation"):
        joined["nominee"] = "nominee_relation"
    return joined


def _line(
    application: Application, keys: Sequence[str], doubtful: Collection[str], language: str
) -> str:
    key = keys[0]
    named = short_name_of if key in CARD_FIELDS else name_of  # as on the buttons about them
    title = html.escape(named(application, key, language), quote=False)
    if "permanent_address" in keys[1:]:
        title = say(language, "both-addresses")
    barcode = difference(application, key, language)
    below = f"\n{barcode}" if barcode else ""
    value = html.escape(answer_in_words(application, key, language), quote=False)
    if not value:
        return f"⚠ {title}: <b>{say(language, 'card-missing')}</b>{below}"
    is_early = not application.early.isdisjoint(keys)
    is_doubtful = key in doubtful and not barcode
    odd = [*_oddities(application)] if key == "nominee" else []
    marks = [*_marks(application, key, language, is_early=is_early, is_doubtful=is_doubtful), *odd]
    line = " ".join([f"{title}: {value}", *(say(language, mark) for mark in marks)])
    return f"⚠ {line}{below}" if is_early or odd or key in doubtful else line


def _oddities(application: Application) -> Iterator[str]:
    """Marks of a nominee who is hardly the one that is meant."""
    if is_named_like_customer(application):
        yield "review-mark-own-name"
    if is_spouse_odd(application):
        yield "review-mark-spouse-odd"


def _marks(
    application: Application, key: str, language: str, *, is_early: bool, is_doubtful: bool
) -> Iterator[str]:
    if is_from_barcode(application, key):
        yield "review-mark-barcode"
    elif application.is_changed_from_card(key):
        yield "review-mark-edited"
    elif key in CARD_FIELDS and not read_value(application, key, language):
        yield "review-mark-typed"
    if key == "father_name" and application.is_spouse_named:
        yield "review-mark-spouse"
    if is_early:
        yield "review-mark-early"
    if is_doubtful:
        yield "review-mark-doubtful"
