"""What looks wrong without being impossible: a warning on the screen, never a wall."""

from datetime import date

from conversations.application import Application
from conversations.bangla import is_latin_name, is_mostly_bangla
from conversations.calendar_date import possible_dates, read_date_of_birth
from conversations.invalid_answer import InvalidAnswer
from conversations.national_id import read_national_id


def doubtful_fields(application: Application, *, today: date) -> frozenset[str]:
    """Fields whose present value the agent should compare with the card once more."""
    return frozenset(
        key
        for key, is_doubtful in (
            ("nid_number", _is_number_doubtful),
            ("date_of_birth", _is_date_doubtful),
            ("name_bangla", lambda name, _, __: not is_mostly_bangla(name)),
            ("name_english", lambda name, _, __: not is_latin_name(name)),
        )
        if (value := application.value(key)) is not None and is_doubtful(value, application, today)
    )


def _is_number_doubtful(number: str, application: Application, today: date) -> bool:
    try:
        digits = read_national_id(number, today=today)
    except InvalidAnswer:
        return True
    born = {day.year for day in possible_dates(application.value("date_of_birth") or "")}
    return len(digits) == 17 and bool(born) and int(digits[:4]) not in born


def _is_date_doubtful(written: str, application: Application, today: date) -> bool:
    try:
        read_date_of_birth(written, today=today)
    except InvalidAnswer:
        return True
    return False
