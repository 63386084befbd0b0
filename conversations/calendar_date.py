"""Dates as people and the eKYC service write them.

The everyday order is day, month, year; year first only where the first part has four digits.
Nobody in Bangladesh writes the month first, except as a word.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from conversations.bangla import comparison_key
from conversations.invalid_answer import InvalidAnswer

_YOUNGEST = 16  # years; the Election Commission issues cards from this age
_OLDEST = 120  # years; beyond the oldest person on record it is a slip
_FIRST_YEAR_IN_FULL = 100  # a smaller number was written with two digits

_ENGLISH_MONTHS = (
    "january february march april may june july august september october november december"
)
#: In the spelling that `_words` normalises to: ি for ী, স্ট for ষ্ট.
_BANGLA_MONTHS = "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"
_MONTHS = tuple(
    unicodedata.normalize("NFC", name)
    for months in (_ENGLISH_MONTHS, _BANGLA_MONTHS)
    for name in months.split()
)
_LIKENESS = 0.8  # of a misspelt month, "Octobar"; "Juny" is like June and July, at 0.75
_SHORTEST_ABBREVIATION = 3  # letters and signs: Jan, ফেব

#: Endings of day numbers and words around a date, in the spelling that `_words` makes.
_FILLERS = frozenset(
    unicodedata.normalize("NFC", word)
    for words in (
        "st nd rd th of on is was the my born date birth birthdate birthday dob d o b ad a ce",
        "লা রা ঠা ই শে জন্ম জন্মতারিখ জন্মদিন তারিখ তাং সাল সালের সন রোজ",
        "ইং ইংরেজি খ্রি খ্রিস্টাব্দ খৃ খৃস্টাব্দ",
        "sunday monday tuesday wednesday thursday friday saturday",
        "sun mon tue tues wed thu thur thurs fri sat",
        "রবিবার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার",
        "রবি সোম মঙ্গল বুধ বৃহস্পতি বৃহ শুক্র শনি",
    )
    for word in words.split()
)

_MONTHS_OF_A_YEAR = 12
#: A date in numbers, with the year first or last.
_SHAPE = re.compile(
    r"(?:(?P<year>[0-9]{4})|[0-9]{1,2})(?P<separator>[/.-])(?P<second>[0-9]{1,2})(?P=separator)"
    r"(?(year)[0-9]{1,2}|[0-9]{4})"
)
_WORD = re.compile(r"[0-9]+|[a-z]+|[\u0980-\u09e5\u09f0-\u09ff]+")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}.*")


def read_date_of_birth(text: str, *, today: date) -> date:
    """The date of birth of somebody old enough to have a card; raises InvalidAnswer.

    Accepted: 25/10/1980, 25-10-1980, 25.10.1980, 25101980, 1980/10/25, 25 Oct 1980,
    October 25, 1980, ২৫/১০/১৯৮০, ২৫ অক্টোবর ১৯৮০, also with a weekday, with "Date of birth" or
    "ইং", and with a visarga for a colon. A year of two digits is asked back in full.
    """
    born = _real_date(*_in_full(_day_month_year(_words(text)), today))
    if born > today:
        raise InvalidAnswer("invalid-date-future")
    age = _age(born, today)
    if age < _YOUNGEST:
        raise InvalidAnswer("invalid-date-too-young", age=age)
    if age > _OLDEST:
        raise InvalidAnswer("invalid-date-too-old", age=age)
    return born


def possible_dates(text: str) -> frozenset[date]:
    """Every date that a text from the service may mean; empty when it means none.

    The service's documents contradict each other on the order of day and month, so both count.
    """
    words = _words(_TIME_OF_DAY.sub("", text.strip()))
    try:
        first_reading = _day_month_year(words)
    except InvalidAnswer:
        return frozenset()
    if first_reading[2] < _FIRST_YEAR_IN_FULL:
        return frozenset()
    return frozenset(_real_dates(first_reading, is_swappable=_is_day_first_in_numbers(words)))


def as_service_writes(day: date, read: str) -> str:
    """The date as the service wrote the one that it read; as its document does, "1980/10/1",
    where that is no guide.

    The document has it as 1/10/1980, too, so what a server takes is what it gives. Where the order
    of 3/5/1979 is unknown, it is day first as in the document's example of step 2, unless the other
    order makes it this very date.
    """
    shape = _SHAPE.fullmatch(read.strip())
    if shape and day in possible_dates(read):
        return read
    if shape is None or int(shape["second"]) > _MONTHS_OF_A_YEAR:  # as where the month is first
        return f"{day.year}/{day.month}/{day.day}"
    separator = shape["separator"]
    may_be_iso = separator == "-" and not re.search(r"\b[0-9]\b", read)
    width = 2 if may_be_iso or re.search(r"\b0", read) else 1
    parts = [f"{day.day:0{width}}", f"{day.month:0{width}}", f"{day.year}"]
    return separator.join(reversed(parts) if shape["year"] else parts)


def _words(text: str) -> list[str]:
    """Numbers and words in one spelling, without the words around a date."""
    plain = comparison_key(text).replace("ী", "ি").replace("ষ্ট", "স্ট")
    # No word of a date has a visarga; on Bangla keyboards it replaces a colon or full stop.
    words = _WORD.findall(plain.replace("ঃ", " "))
    return [word for word in words if word not in _FILLERS]


def _day_month_year(words: Sequence[str]) -> tuple[int, int, int]:
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit()]
    if not names and len(numbers) == 1 and len(numbers[0]) == 8:
        return _run_together(numbers[0])
    if len(names) == 1 and len(numbers) == 2:
        month = _month_named(names[0])
        numbers = [numbers[0], str(month), numbers[1]]
    elif names or len(numbers) != 3:
        raise InvalidAnswer("invalid-date-form")
    first, month_number, last = numbers
    match len(first), len(month_number), len(last):
        case 4, 1 | 2, 1 | 2:
            return int(last), int(month_number), int(first)
        case 1 | 2, 1 | 2, 4:
            return int(first), int(month_number), int(last)
        case 1 | 2, 1 | 2, 2:
            return int(first), int(month_number), int(last)
        case 1 | 2, 1 | 2, 1:
            raise InvalidAnswer("invalid-date-year")
        case _:
            raise InvalidAnswer("invalid-date-form")


def _in_full(written: tuple[int, int, int], today: date) -> tuple[int, int, int]:
    """The same; raises InvalidAnswer with the possible year if the year has two digits."""
    day, month, year = written
    if year >= _FIRST_YEAR_IN_FULL:
        return written
    readings = ((day, month, century + year) for century in (1900, 2000))
    possible = [born for reading in readings for born in _real_dates(reading, is_swappable=False)]
    if not possible:
        raise InvalidAnswer("invalid-date-unreal")
    likely = [born for born in possible if _YOUNGEST <= _age(born, today) <= _OLDEST]
    if not likely:
        raise InvalidAnswer("invalid-date-year")
    dates = " / ".join(f"{day}/{month}/{born.year}" for born in likely)
    raise InvalidAnswer("invalid-date-century", dates=dates)


def _age(born: date, today: date) -> int:
    """Full years; without a 29 February the birthday is the next day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _run_together(digits: str) -> tuple[int, int, int]:
    """Eight digits in a row; no date of this or the last century can be read both ways."""
    if digits[:2] in {"19", "20"} and "01" <= digits[4:6] <= "12":
        return int(digits[6:]), int(digits[4:6]), int(digits[:4])
    return int(digits[:2]), int(digits[2:4]), int(digits[4:])


def _month_named(name: str) -> int:
    months = {
        index % 12 + 1
        for index, month in enumerate(_MONTHS)
        if name == month or (len(name) >= _SHORTEST_ABBREVIATION and month.startswith(name))
    }
    if not months:
        close = get_close_matches(name, _MONTHS, cutoff=_LIKENESS)
        months = {_MONTHS.index(month) % 12 + 1 for month in close}
    if len(months) != 1:
        raise InvalidAnswer("invalid-date-form")
    return months.pop()


def _real_date(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidAnswer("invalid-date-unreal") from None


def _real_dates(reading: tuple[int, int, int], *, is_swappable: bool) -> Iterator[date]:
    day, month, year = reading
    orders = {(day, month), (month, day)} if is_swappable else {(day, month)}
    for possible_day, possible_month in orders:
        try:
            yield date(year, possible_month, possible_day)
        except ValueError:
            continue


def _is_day_first_in_numbers(words: Sequence[str]) -> bool:
    return all(word.isdigit() for word in words) and len(words) == 3 and len(words[0]) != 4
