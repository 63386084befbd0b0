"""The number of a National ID card (NID).

10 digits on smart cards, 13 on old laminated ones, 17 when the year of birth precedes the 13. No
checksum is public, so only what cannot be a number at all is refused.
"""

import re
from datetime import date

from conversations.bangla import ascii_digits, normalise
from conversations.invalid_answer import InvalidAnswer

_LENGTHS = (10, 13, 17)
_LONGEST_WITHOUT_YEAR = 13
_FIRST_BIRTH_YEAR = 1900
_ISSUED_FROM_AGE = 16  # years

_FIRST_TO_LAST_DIGIT = re.compile(r"[0-9](?:.*[0-9])?")
_SEPARATORS = re.compile(r"[\W_]+")
_NOT_DIGITS = re.compile(r"[^0-9]+")


def read_national_id(text: str, *, today: date) -> str:
    """The number as digits; separators, Bangla digits and words around it are accepted.

    Raises InvalidAnswer.
    """
    written = _FIRST_TO_LAST_DIGIT.search(ascii_digits(normalise(text)))
    number = _SEPARATORS.sub("", written[0]) if written else ""
    if not number.isascii() or not number.isdigit():
        raise InvalidAnswer("invalid-nid-characters")
    if len(number) not in _LENGTHS:
        raise InvalidAnswer("invalid-nid-length", count=len(number))
    if len(set(number)) == 1:
        raise InvalidAnswer("invalid-nid-repeated")
    if len(number) > _LONGEST_WITHOUT_YEAR:
        year = int(number[:4])
        if not _FIRST_BIRTH_YEAR <= year <= today.year - _ISSUED_FROM_AGE:
            raise InvalidAnswer("invalid-nid-birth-year", year=year)
    return number


def national_id_key(number: str) -> str:
    """What two numbers of one person share: the last 13 digits of the longer forms.

    A 10-digit number cannot be derived from the others and is its own key.
    """
    return _digits(number)[-_LONGEST_WITHOUT_YEAR:]


def comparable_national_id(number: str) -> str:
    """The key without leading zeros.

    Later versions of the service send an integer, which loses those of the first districts.
    """
    return national_id_key(number).lstrip("0")


def is_same_national_id(one: str, other: str) -> bool:
    """Whether two numbers, typed or sent by the service, identify the same card."""
    key = comparable_national_id(one)
    return bool(key) and key == comparable_national_id(other)


def grouped(number: str) -> str:
    """The number in groups as smart cards print it, for reading aloud: "326 848 3744"."""
    year, rest = (number[:4], number[4:]) if len(number) == max(_LENGTHS) else ("", number)
    threes = [rest[start : start + 3] for start in range(0, max(len(rest) - 4, 0), 3)]
    return " ".join([year, *threes, rest[len("".join(threes)) :]]).strip()


def masked(number: str) -> str:
    """The number with only its last four digits readable: "•••• 7487"."""
    return f"•••• {number[-4:]}" if len(number) >= min(_LENGTHS) else "••••"


def _digits(number: str) -> str:
    return _NOT_DIGITS.sub("", ascii_digits(number))
