"""Mobile numbers of Bangladesh: 01[3-9] and eight more digits.

The eKYC service takes 11 digits without the country code.
"""

import re

import phonenumbers

from conversations.bangla import ascii_digits, normalise
from conversations.invalid_answer import InvalidAnswer

_COUNTRY_CODE = 880
_FIRST_TO_LAST_DIGIT = re.compile(r"[0-9](?:.*[0-9])?")
_MOBILE = re.compile(r"01[3-9][0-9]{8}")


def read_mobile_number(text: str) -> str:
    """The number as 01XXXXXXXXX, however it is written; raises InvalidAnswer.

    Accepted: +880, 880, 00880, no leading zero, spaces, hyphens, brackets, Bangla digits, and
    words before or after the number.
    """
    plain = ascii_digits(normalise(text))
    found = _FIRST_TO_LAST_DIGIT.search(plain)
    if found is None or any(character.isalpha() for character in found[0]):
        raise InvalidAnswer("invalid-mobile-characters")
    is_international = plain[: found.start()].rstrip(" (").endswith("+")
    # "+01785…" is a slip for "01785…": no country code begins with 0.
    prefix = "+" if is_international and not found[0].startswith("0") else ""
    number = _in_national_form(prefix + found[0])
    if len(number) != 11:
        raise InvalidAnswer("invalid-mobile-length", count=len(number))
    if not _MOBILE.fullmatch(number):
        raise InvalidAnswer("invalid-mobile-prefix")
    return number


def _in_national_form(written: str) -> str:
    try:
        parsed = phonenumbers.parse(written, "BD")
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise InvalidAnswer("invalid-mobile-foreign") from None
        digits = sum(character.isdigit() for character in written)
        raise InvalidAnswer("invalid-mobile-length", count=digits) from None
    if parsed.extension:
        raise InvalidAnswer("invalid-mobile-characters")
    if parsed.country_code != _COUNTRY_CODE:
        raise InvalidAnswer("invalid-mobile-foreign")
    return f"0{parsed.national_number}"


def grouped(number: str) -> str:
    """The number as people say it: "01785-478964"."""
    return f"{number[:5]}-{number[5:]}"
