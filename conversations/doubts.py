"""What looks wrong in a reading: a warning, or a refusal where the service cannot take it."""

from collections.abc import Iterator
from datetime import date

from conversations.application import Application
from conversations.bangla import is_latin_name, is_mostly_bangla
from conversations.calendar_date import possible_dates, read_date_of_birth
from conversations.card import CARD_FIELDS
from conversations.cross_check import is_confirmed_by_barcode, is_undecided
from conversations.field_label import has_label
from conversations.invalid_answer import InvalidAnswer
from conversations.questions import QUESTIONS

#: Refusals that hold even if the card says so: the service takes no blanks, no placeholders and
#: nothing longer, and what is not a number or a day finds nobody in the register (docs/ekyc-api.md,
#: 2.4 and 3).
_WALLS = frozenset(
    {
        "invalid-wording-empty",
        "invalid-wording-placeholder",
        "invalid-wording-too-long",
        "invalid-nid-characters",
        "invalid-date-form",
        "invalid-date-unreal",
        "invalid-date-future",
    }
)

#: The service never verifies shorter numbers (docs/ekyc-api.md, 3.1).
_FEWEST_DIGITS = 8


def doubtful_fields(application: Application, *, today: date) -> frozenset[str]:
    """Fields whose current value the agent should compare with the card once more."""
    return frozenset(
        key
        for key, value in _values(application)
        if key not in application.as_printed
        and (is_undecided(application, key) or _is_doubted(key, value, application, today))
    )


def unseen_doubts(application: Application, *, today: date) -> frozenset[str]:
    """Doubtful fields with the value that was read; what the agent typed is intended."""
    return doubtful_fields(application, today=today) - set(application.answers)


def wall_of(key: str, value: str, *, today: date) -> InvalidAnswer | None:
    """Why the service cannot take that value, even if the card says so; None when it can."""
    refusal = refusal_of(key, value, today=today)
    if refusal is None or refusal.reason in _WALLS:
        return refusal
    is_short = key == "nid_number" and len(value) < _FEWEST_DIGITS
    return refusal if is_short else None


def refusal_of(key: str, value: str, *, today: date) -> InvalidAnswer | None:
    """Why that value of a card's field, read or typed, cannot be right."""
    read = QUESTIONS[key].read
    assert read is not None
    try:
        read(value, today)
    except InvalidAnswer as refusal:
        # The service writes dates in more formats than people do.
        days = possible_dates(value) if key == "date_of_birth" else ()
        return None if any(_is_possible(day, today) for day in days) else refusal
    return None


def _values(application: Application) -> Iterator[tuple[str, str]]:
    for key in CARD_FIELDS:
        value = application.value(key)
        if value is not None:
            yield key, value


def _is_doubted(key: str, value: str, application: Application, today: date) -> bool:
    if is_confirmed_by_barcode(application, key):
        return False
    is_refused = bool(refusal_of(key, value, today=today))
    return is_refused or has_label(key, value) or _looks_wrong(key, value, application)


def _is_possible(day: date, today: date) -> bool:
    try:
        read_date_of_birth(day.isoformat(), today=today)
    except InvalidAnswer:
        return False
    return True


def _looks_wrong(key: str, value: str, application: Application) -> bool:
    match key:
        case "name_bangla" | "father_name" | "mother_name":  # printed only in Bangla
            return not is_mostly_bangla(value)
        case "name_english":
            return not is_latin_name(value)
        case "nid_number" if len(value) == 17 and value.isdecimal():
            born = {day.year for day in possible_dates(application.value("date_of_birth") or "")}
            return bool(born) and int(value[:4]) not in born
        case _:
            return False
