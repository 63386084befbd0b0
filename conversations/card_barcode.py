"""The text of the barcode on the back of an old laminated card.

The Election Commission publishes no layout. Public clients that read or print it agree on tagged
text, whose tags and spellings differ by years:

    <pin>…</pin><name>…</name><DOB>01 Oct 1980</DOB><FP>…</FP><rnd>…</rnd><ds>…</ds>
    <pin>…</pin><name>…</name><DOB>01 Oct 1980</DOB><FP></FP><F>Right Index</F><TYPE>A</TYPE>
    <V>2.0</V><ds>…</ds>

`pin` has 13 digits, or 17 with the year of birth before them; `ds` is a signature whose key is not
public. So nothing here is proof: what is not understood counts as absent, and what is understood
is only compared.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from conversations.bangla import normalise
from conversations.calendar_date import read_date_of_birth
from conversations.invalid_answer import InvalidAnswer
from conversations.national_id import read_national_id

_LONGEST_NAME = 200  # characters

#: A value ends at the next tag, whichever that is: some layouts do not close theirs.
_TAGGED = re.compile(r"<\s*(pin|nid|name|dob)\s*>([^<]*)", re.IGNORECASE)
_NAME_OF_TAG = {"nid": "pin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBarcode:
    """What was understood of a barcode; at least the number or the date of birth is known.

    The number has 10, 13 or 17 digits.
    """

    nid_number: str | None = field(default=None, repr=False)
    date_of_birth: date | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)


def read_card_barcode(text: str, *, today: date) -> CardBarcode | None:
    """What that text says about the card; None when neither number nor date is understood."""
    values: dict[str, set[str]] = {}
    for tag, written in _TAGGED.findall(text):
        name = tag.lower()
        if value := normalise(unescape(written)):
            values.setdefault(_NAME_OF_TAG.get(name, name), set()).add(value)
    # A tag with two values is of a layout that is not understood.
    known = {tag: each.pop() for tag, each in values.items() if len(each) == 1}
    number = _number(known.get("pin", ""), today)
    born = _date(known.get("dob", ""), today)
    if number is None and born is None:
        return None
    name = known.get("name", "")[:_LONGEST_NAME] or None
    return CardBarcode(nid_number=number, date_of_birth=born, name=name)


def _number(text: str, today: date) -> str | None:
    try:
        return read_national_id(text, today=today)
    except InvalidAnswer:
        return None


def _date(text: str, today: date) -> date | None:
    try:
        return read_date_of_birth(text, today=today)
    except InvalidAnswer:
        return None
