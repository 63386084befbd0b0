"""What looks wrong on the card's screen: a warning, or a wall where it cannot be right at all."""

from datetime import date

from conversations.application import CARD_FIELDS, Application
from conversations.bangla import is_latin_name, is_mostly_bangla
from conversations.calendar_date import possible_dates, read_date_of_birth
from conversations.invalid_answer import InvalidAnswer
from conversations.questions import QUESTIONS


def doubtful_fields(application: Application, *, today: date) -> frozenset[str]:
    """Fields whose present value the agent should compare with the card once more."""
    values = {key: application.value(key) for key in CARD_FIELDS}
    return frozenset(
        key
        for key, value in values.items()
        if value is not None
        and (refusal_of(key, value, today=today) or _looks_wrong(key, value, application))
    )


def impossible_field(application: Application, *, today: date) -> tuple[str, InvalidAnswer] | None:
    """The first field that would be refused had it been typed, and why; None when all may be."""
    for key in CARD_FIELDS:
        value = application.value(key)
        refusal = None if value is None else refusal_of(key, value, today=today)
        if refusal:
            return key, refusal
    return None


def refusal_of(key: str, value: str, *, today: date) -> InvalidAnswer | None:
    """Why that value of a card's field, read or typed, cannot be right."""
    read = QUESTIONS[key].read
    assert read is not None
    try:
        read(value, today)
    except InvalidAnswer as refusal:
        # The service writes dates in more ways than people do.
        days = possible_dates(value) if key == "date_of_birth" else ()
        return None if any(_is_possible(day, today) for day in days) else refusal
    return None


def _is_possible(day: date, today: date) -> bool:
    try:
        read_date_of_birth(day.isoformat(), today=today)
    except InvalidAnswer:
        return False
    return True


def _looks_wrong(key: str, value: str, application: Application) -> bool:
    match key:
        case "name_bangla":
            return not is_mostly_bangla(value)
        case "name_english":
            return not is_latin_name(value)
        case "nid_number" if len(value) == 17 and value.isdecimal():
            born = {day.year for day in possible_dates(application.value("date_of_birth") or "")}
            return bool(born) and int(value[:4]) not in born
        case _:
            return False
