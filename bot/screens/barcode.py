"""Where the barcode of a card says something else than was read: both values, a button for each.

Pure.
"""

from collections.abc import Iterator

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button
from bot.screens.phrases import clipped, read_value, worded
from bot.texts import plain, say
from conversations.application import Application
from conversations.cross_check import (
    barcode_of,
    barcode_value,
    differing_fields,
    differs_from_barcode,
    seems_of_another_card,
)

_LONGEST_NAME = 64


def value_in_barcode(application: Application, key: str, language: str) -> str:
    """What the barcode says about that field, in words; empty if nothing."""
    return worded(key, barcode_value(application, key), language)


def difference(application: Application, key: str, language: str) -> str:
    """What the barcode says about a field that differs, as HTML; empty for any other field."""
    if key not in differing_fields(application):
        return ""
    return say(language, "barcode-says", value=value_in_barcode(application, key, language))


def another_card(application: Application, language: str) -> str:
    """The warning that front and back seem to be of two cards, as HTML; empty if they do not."""
    barcode = barcode_of(application)
    if barcode is None or not differing_fields(application):
        return ""
    if not seems_of_another_card(application):
        return ""
    return say(language, "barcode-of-another", name=clipped(barcode.name or "", _LONGEST_NAME))


def decidable_fields(application: Application) -> tuple[str, ...]:
    """The fields that differ; none if the barcode seems to be of another card."""
    return () if seems_of_another_card(application) else differing_fields(application)


def difference_rows(application: Application, language: str) -> Iterator[list[Button]]:
    """A row for each field that can be decided."""
    for key in decidable_fields(application):
        row = [barcode_button(application, key, language)]
        if read_value(application, key, language):
            field = plain(language, f"{key}.short")
            label = plain(language, "button-as-read", field=field)
            row.append(press_button(label, application, "as-read", key))
        yield row


def barcode_row(application: Application, key: str, language: str) -> list[list[Button]]:
    """The barcode's value for a field that is asked, unless it is the current one."""
    if not differs_from_barcode(application, key) or seems_of_another_card(application):
        return []
    return [[barcode_button(application, key, language)]]


def barcode_button(application: Application, key: str, language: str) -> Button:
    label = plain(language, "button-barcode", field=plain(language, f"{key}.short"))
    return press_button(label, application, "barcode", key)
