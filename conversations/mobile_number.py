"""Mobile numbers of Bangladesh: 01[3-9] and eight more digits.

The eKYC service takes 11 digits without the country code.
"""

import re

import phonenumbers

from conversations.bangla import ascii_digits, normalise
from conversations.invalid_answer import InvalidAnswer

_COUNTRY_CODE = 880
_FIRST_TO_LAST_DIGIT = re.compile(r"[0-9](?:.*[0-9])?")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_MOBILE = re.compile(r"01[3-9][0-9]{8}")
_ONE = r"(?:(?:00)?88)?0?(1[3-9][0-9]{8})"
_SEVERAL = re.compile(rf"(?:{_ONE}){{2,}}")

#: Of a list or a second phone, "1. 01712345678": only before a number that is whole without it,
#: and only if all digits together are none: the "8" of "+8 8 01712345678" is of the country code.
_LIST_NUMBER = re.compile(
    r"(?<![0-9+])[1-9][0-9]?\W+(?=(?:\+?(?:00)?88\W*)?01[3-9](?:[\W_]{0,3}[0-9]){8}(?![0-9]))"
)


def read_mobile_number(text: str) -> str:
    """The number as 01XXXXXXXXX, however it is written; raises InvalidAnswer.

    Accepted: +880, 880, 00880, no leading zero, any signs and spaces between the digits, digits
    of any script, words before or after the number, its number in a list, and the same one again.
    """
    plain = ascii_digits(normalise(text))
    try:
        return _number_in(plain)
    except InvalidAnswer as refusal:
        listed = _LIST_NUMBER.sub("", plain)
        if listed == plain or refusal.reason == "invalid-mobile-several":
            raise
    return _number_in(listed)


def _number_in(plain: str) -> str:
    found = _FIRST_TO_LAST_DIGIT.search(plain)
    digits = _NOT_DIGITS.sub("", found[0]) if found else ""
    if _SEVERAL.fullmatch(digits):
        if len(said := set(re.findall(_ONE, digits))) == 1:
            return f"0{said.pop()}"
        raise InvalidAnswer("invalid-mobile-several")
    if found is None or any(sign.isalpha() or sign.isnumeric() for sign in _between(found[0])):
        raise InvalidAnswer("invalid-mobile-characters")
    is_international = plain[: found.start()].rstrip(" (").endswith("+")
    # "+01785…" is a slip for "01785…": no country code begins with 0.
    prefix = "+" if is_international and not digits.startswith("0") else ""
    number = _in_national_form(prefix + digits)
    if len(number) != 11:
        # What is too long already does not lack its 0.
        is_whole = number == f"0{digits}" and len(digits) > 11
        count = len(digits) if is_whole else len(number)
        raise InvalidAnswer("invalid-mobile-length", count=count)
    if not _MOBILE.fullmatch(number):
        raise InvalidAnswer("invalid-mobile-prefix")
    return number


def _between(written: str) -> str:
    return re.sub(r"[0-9]", "", written)


def _in_national_form(written: str) -> str:
    """The number without its country code; `written` has digits only, and a + if one was there."""
    try:
        parsed = phonenumbers.parse(written, "BD")
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise InvalidAnswer("invalid-mobile-foreign") from None
        raise InvalidAnswer("invalid-mobile-length", count=len(written.lstrip("+"))) from None
    if parsed.country_code != _COUNTRY_CODE:
        raise InvalidAnswer("invalid-mobile-foreign")
    return f"0{parsed.national_number}"


def grouped(number: str) -> str:
    """The number as people say it: "01785-478964"."""
    return f"{number[:5]}-{number[5:]}"
