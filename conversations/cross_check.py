"""Compares what step 1 read from the card with the barcode on its back.

Neither is trusted: where they agree there is no doubt, and where they differ the agent decides.
"""

from difflib import SequenceMatcher

from conversations.application import Application
from conversations.bangla import comparison_key, is_latin_name
from conversations.calendar_date import possible_dates
from conversations.card import CARD_SIDES, CardReading
from conversations.card_barcode import CardBarcode
from conversations.national_id import is_same_national_id, national_id_key

#: The fields of the card that the barcode has as well.
CROSS_CHECKED = ("nid_number", "date_of_birth")

_SMART_CARD_DIGITS = 10

#: Of 1. A name that was misread keeps more of its letters in their order; the names of two
#: specimens share at most 0.49.
_ALIKE = 0.6


def barcode_of(application: Application) -> CardBarcode | None:
    """The barcode of the card; sides in each other's place do not matter."""
    pictures = (application.pictures.get(side) for side in reversed(CARD_SIDES))
    return next((one.barcode for one in pictures if one and one.barcode), None)


def barcode_value(application: Application, key: str) -> str | None:
    """What the barcode says about that field, as the form stores it; None when it does not."""
    barcode = barcode_of(application) if key in CROSS_CHECKED else None
    if barcode is None:
        return None
    if key == "nid_number":
        return barcode.nid_number
    return barcode.date_of_birth.isoformat() if barcode.date_of_birth else None


def is_confirmed_by_barcode(application: Application, key: str) -> bool:
    """Whether the current value of that field is also the barcode's."""
    value, in_barcode = application.value(key), barcode_value(application, key)
    return value is not None and in_barcode is not None and bool(_agree(key, value, in_barcode))


def differs_from_barcode(application: Application, key: str) -> bool:
    """Whether the current value of that field is not the barcode's; a missing value is not."""
    value, in_barcode = application.value(key), barcode_value(application, key)
    return in_barcode is not None and (value is None or _agree(key, value, in_barcode) is False)


def differing_fields(application: Application) -> tuple[str, ...]:
    """Fields that were read otherwise than the barcode says, until the agent has decided.

    What the agent typed, or confirmed as printed, is decided.
    """
    return tuple(key for key in CROSS_CHECKED if is_undecided(application, key))


def is_undecided(application: Application, key: str) -> bool:
    """Whether the barcode says something else than was read, and the agent decided on neither."""
    if application.reading is None or key not in CROSS_CHECKED:
        return False
    is_decided = key in application.answers or key in application.as_printed
    return not is_decided and differs_from_barcode(application, key)


def is_from_barcode(application: Application, key: str) -> bool:
    """Whether the agent took the barcode's value of that field."""
    in_barcode = barcode_value(application, key)
    return in_barcode is not None and application.answers.get(key) == in_barcode


def seems_of_another_card(application: Application) -> bool:
    """Whether the barcode names another person than was read: number, date and name all differ."""
    barcode, reading = barcode_of(application), application.reading
    if barcode is None or barcode.name is None or reading is None:
        return False
    for key in CROSS_CHECKED:
        read, in_barcode = reading.fields.get(key), barcode_value(application, key)
        if read is None or in_barcode is None or _agree(key, read, in_barcode) is not False:
            return False
    name = reading.fields.get("name_english", "")
    are_comparable = is_latin_name(name) and is_latin_name(barcode.name)
    return are_comparable and _likeness(name, barcode.name) < _ALIKE


def are_of_two_cards(one: CardReading, other: CardReading) -> bool:
    """Whether number, date and name were read from both, and all of them differ."""
    number, date, name = "nid_number", "date_of_birth", "name_english"
    if not {number, date, name} <= one.fields.keys() & other.fields.keys():
        return False
    return (
        not is_same_national_id(one.fields[number], other.fields[number])
        and possible_dates(one.fields[date]).isdisjoint(possible_dates(other.fields[date]))
        and _likeness(one.fields[name], other.fields[name]) < _ALIKE
    )


def _agree(key: str, value: str, in_barcode: str) -> bool | None:
    """Whether two values of a field are the same; None when they cannot be compared."""
    if key == "date_of_birth":
        return in_barcode in {day.isoformat() for day in possible_dates(value)}
    if national_id_key(value) == national_id_key(in_barcode):
        return True
    if is_same_national_id(value, in_barcode):
        return False  # zeros were lost at the beginning: the barcode has the whole number
    # A person's number of 10 digits is another one than that of 13; laminated cards of later years
    # print the first, and their barcodes hold the second.
    is_short = [len(number) == _SMART_CARD_DIGITS for number in (value, in_barcode)]
    return None if is_short[0] != is_short[1] else False


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, comparison_key(one), comparison_key(other)).ratio()
