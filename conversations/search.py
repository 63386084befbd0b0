"""How an agent finds a customer again: by part of a name, or by the end of a number."""

import re

from conversations.application import Application
from conversations.bangla import comparison_key

_FEWEST_DIGITS, _FEWEST_LETTERS = 3, 2

_NAMES, _NUMBERS = ("name_english", "name_bangla"), ("mobile_number", "nid_number")

#: The fields by which a customer is found.
SEARCHED = (*_NAMES, *_NUMBERS)


def search_text(application: Application) -> str:
    """The search text of an application: comparison keys of names, and numbers, one per line."""
    names = (application.value(name) for name in _NAMES)
    numbers = (application.value(number) for number in _NUMBERS)
    lines = [*(comparison_key(name) for name in names if name), *filter(None, numbers)]
    return "".join(f"{line}\n" for line in lines)


def is_number(typed: str) -> bool:
    """Whether these digits are enough to search for."""
    digits = _digits(typed)
    return digits.isdigit() and len(digits) >= _FEWEST_DIGITS


def _digits(typed: str) -> str:
    """The text without punctuation and spaces, in ASCII digits."""
    return re.sub(r"\W", "", comparison_key(typed))


def search_patterns(typed: str) -> tuple[str, ...]:
    """Search terms of which the text must contain one; none when too little was typed.

    Digits are the end of a number; a mobile number may have its country code.
    """
    key = comparison_key(typed)
    digits = _digits(typed)
    if digits.isdigit():
        if len(digits) < _FEWEST_DIGITS:
            return ()
        as_dialled_here = digits.removeprefix("88") if digits.startswith("8801") else digits
        return tuple(sorted({f"{digits}\n", f"{as_dialled_here}\n"}))
    return (key,) if len(key) >= _FEWEST_LETTERS else ()
