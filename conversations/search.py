"""How an agent finds a customer again: by part of a name, or by the end of a number."""

import re

from conversations.application import Application
from conversations.bangla import comparison_key
from conversations.national_id import national_id_key
from conversations.short_answer import short_answers

_FEWEST_DIGITS, _FEWEST_LETTERS = 3, 3

_COUNTRY_CODE = re.compile(r"^(?:00)?88(?=01)")

#: What people say who look for nobody, in both scripts and in Banglish.
_GREETINGS = frozenset(
    comparison_key(
        "hi hii hello helo hallo hey salam slm assalam assalamu assalamualaikum assalamoalaikum"
        " alaikum walaikum nomoskar namaskar adab good morning afternoon evening night bye welcome"
        " thank thanks thankyou you u thx tnx dhonnobad dhonnobaad sir madam bhai bhaiya apa apu"
        " হাই হ্যালো হেলো সালাম আসসালাম আসসালামু আসসালামুআলাইকুম আলাইকুম ওয়ালাইকুম নমস্কার আদাব শুভ সকাল"
        " দুপুর বিকাল বিকেল সন্ধ্যা রাত রাত্রি ধন্যবাদ থ্যাংকস থ্যাংক ইউ স্যার ম্যাডাম ভাই ভাইয়া আপা আপু"
    ).split()
)

_NAMES, _NUMBERS = ("name_english", "name_bangla"), ("mobile_number", "nid_number")

#: The fields by which a customer is found.
SEARCHED = (*_NAMES, *_NUMBERS)


def search_text(application: Application) -> str:
    """The search text of an application: comparison keys of names, and numbers, one per line."""
    names = (application.last_known(name) for name in _NAMES)
    numbers = (application.last_known(number) for number in _NUMBERS)
    lines = [*(comparison_key(name) for name in names if name), *filter(None, numbers)]
    return "".join(f"{line}\n" for line in lines)


def is_number(typed: str) -> bool:
    """Whether these digits are enough to search for."""
    digits = _digits(typed)
    return digits.isdigit() and len(digits) >= _FEWEST_DIGITS


def _digits(typed: str) -> str:
    """The text without punctuation and spaces, in ASCII digits."""
    return re.sub(r"\W", "", comparison_key(typed))


def _is_greeting(typed: str) -> bool:
    """Whether it is a greeting, thanks, or an "ok", which would also be found within names."""
    return _GREETINGS.issuperset(comparison_key(typed).split()) or bool(short_answers(typed))


def search_patterns(typed: str) -> tuple[str, ...]:
    """Search terms of which the text must contain one; none for a greeting and for too little.

    Digits are the end of a number; a mobile number may have its country code, and a card's number
    the year of birth.
    """
    key = comparison_key(typed)
    digits = _digits(typed)
    if digits.isdigit():
        if len(digits) < _FEWEST_DIGITS:
            return ()
        meant = {digits, _COUNTRY_CODE.sub("", digits), national_id_key(digits)}
        return tuple(sorted(f"{each}\n" for each in meant))
    return (key,) if len(key) >= _FEWEST_LETTERS and not _is_greeting(typed) else ()
