"""How values are worded for the reader: names, numbers, dates, times."""

from datetime import date, datetime

from babel.dates import format_date

from bot.texts import has_text, say
from conversations.application import Application
from conversations.calendar_date import possible_dates
from conversations.filling import DHAKA
from conversations.mobile_number import grouped as grouped_mobile
from conversations.national_id import grouped as grouped_number
from conversations.options import option_valued
from conversations.questions import QUESTIONS

_LONGEST_ON_BUTTON = 32  # characters; longer ones are cut by phones anyway


def customer_of(application: Application, language: str) -> str:
    """The customer's name, or words for one who has none yet."""
    return application.customer or say(language, "draft-unnamed")


def moment_in_dhaka(moment: datetime, language: str) -> str:
    """Day and time as the agent's clock shows them."""
    local = moment.astimezone(DHAKA)
    return f"{day_in_words(local.date(), language)}, {local:%H:%M}"


def day_in_words(day: date, language: str) -> str:
    """The day with the name of its month, so that a swap of day and month is seen."""
    return format_date(day, "d MMMM y", locale=language)


def shown_value(application: Application, key: str, language: str) -> str:
    """A field's value as the agent should read it; empty when it is missing."""
    given = application.answers.get(key)
    option = option_valued(QUESTIONS[key].options, given) if given else None
    if option:
        return say(language, f"{key}-{option.key}")
    value = application.value(key)
    if value is None:
        return ""
    if key == "nid_number":
        return grouped_number(value)
    if key == "mobile_number":
        return grouped_mobile(value)
    if key == "date_of_birth":
        return _date_shown(value, is_read=key not in application.answers, language=language)
    return value


def _date_shown(written: str, *, is_read: bool, language: str) -> str:
    """The date in words; beside it what the card reader wrote, for that is what is sent."""
    days = possible_dates(written)
    if len(days) != 1:  # the order of day and month is anybody's guess
        return written
    words = day_in_words(next(iter(days)), language)
    return f"{words} ({written})" if is_read else words


def shortened(text: str) -> str:
    """The text cut to what fits on a button."""
    return text if len(text) <= _LONGEST_ON_BUTTON else f"{text[: _LONGEST_ON_BUTTON - 1]}…"


def reason_in_words(reason: str, language: str) -> str:
    """Our own reasons are text keys; the service's come in its own words."""
    is_key = " " not in reason and has_text(language, reason)
    return say(language, reason) if is_key else reason
