"""Values put into words: names, numbers, dates, times."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from babel.dates import format_date

from bot.screens.known_reasons import complaints_in_words, known_reason
from bot.screens.names import named_in_words, option_name
from bot.texts import has_text, in_digits, plain, say, unbroken
from conversations.application import Application
from conversations.calendar_date import possible_dates
from conversations.dhaka import DHAKA, day_in_dhaka
from conversations.erasure import masked_name
from conversations.mobile_number import grouped as grouped_mobile
from conversations.national_id import grouped as grouped_number
from conversations.national_id import masked
from conversations.options import Option, option_valued
from conversations.questions import question_of

_LONGEST_NAME = 64  # in sentences and lists; the card and the review show more
_LONGEST_OF_STAFF = 40

#: A screen has 13 values and 4,096 UTF-16 units (Bot API, sendMessage). What an agent types is
#: shorter, but a card reader may return anything.
_LONGEST_VALUE = 120
_LONGEST_ADDRESS = 600
_LONGEST_REASON = 300


def customer_of(application: Application, language: str) -> str:
    """The customer's name, or words for a customer without one.

    In Bangla the name in Bangla comes first, as the card prints it.
    """
    name = _name(application, language)
    return clipped(name, _LONGEST_NAME) or plain(language, "draft-unnamed")


def customer_in_list(application: Application, language: str) -> str:
    """The same where it begins a heading or a line of a list."""
    return clipped(_name(application, language), _LONGEST_NAME) or plain(language, "unnamed")


def customer_heading(application: Application, language: str) -> str:
    if not _name(application, language):
        return say(language, "unnamed")
    return say(language, "receipt-customer", customer=customer_of(application, language))


def masked_customer(application: Application, language: str) -> str:
    """The same name by its first letters; empty for a customer without one."""
    return masked_name(_name(application, language))


def _name(application: Application, language: str) -> str:
    is_bangla = language == "bn" and not application.remains
    in_bangla = application.last_known("name_bangla") if is_bangla else ""
    return in_bangla or application.customer


def masked_number(application: Application) -> str:
    number = application.last_known("nid_number")
    if number:
        return unbroken(masked(number))
    return unbroken((application.remains and application.remains.national_id) or "—")


def moment_in_dhaka(moment: datetime, language: str) -> str:
    """Day and time on the agent's clock."""
    day = day_in_dhaka(moment)
    return f"{day_in_words(day, language)}, {time_in_dhaka(moment, language)}"


def time_in_dhaka(moment: datetime, language: str) -> str:
    """The time on the agent's clock, such as 14:03."""
    return in_digits(f"{moment.astimezone(DHAKA):%H:%M}", language)


def day_in_words(day: date, language: str) -> str:
    """The day with the month's name, so that a swap of day and month is visible."""
    return unbroken(in_digits(format_date(day, "d MMMM y", locale=language), language))


def shown_value(application: Application, key: str, language: str) -> str:
    """A field's value for the agent; empty when it is missing."""
    given = application.answers.get(key)
    option = option_valued(_options(application, key), given) if given else None
    if option:
        return option_name(application, key, option.key, language)
    return worded(key, application.value(key), language)


def answer_in_words(application: Application, key: str, language: str) -> str:
    """A field's value, that of the nominee with the relation; empty when it is missing."""
    value = shown_value(application, key, language)
    relation = shown_value(application, "nominee_relation", language) if key == "nominee" else ""
    if not (value and relation):
        return value
    given = application.answers["nominee_relation"]
    is_ready = option_valued(_options(application, "nominee_relation"), given) is not None
    return f"{value} ({relation.lower() if is_ready else relation})"


def _options(application: Application, key: str) -> tuple[Option, ...]:
    question = question_of(application, key)
    return question.options if question else ()


def read_value(application: Application, key: str, language: str) -> str:
    """The value read from the card for that field, whatever was typed; empty if none."""
    read = application.reading.fields.get(key) if application.reading else None
    return worded(key, read, language)


def worded(key: str, value: str | None, language: str) -> str:
    """A value of that field in words; empty if there is none."""
    if value is None:
        return ""
    if key == "nid_number":
        value = unbroken(grouped_number(value))
    elif key == "mobile_number":
        value = grouped_mobile(value)
    elif key == "date_of_birth":
        value = _date_shown(value, language)
    return clipped(value, _LONGEST_ADDRESS if key.endswith("address") else _LONGEST_VALUE)


def _date_shown(written: str, language: str) -> str:
    """The date in words; as it was written where the order of day and month is unknown."""
    days = possible_dates(written)
    return day_in_words(next(iter(days)), language) if len(days) == 1 else written


def folded(lines: Iterable[str]) -> str:
    """The lines as a quote that is opened with a tap; an older app shows the whole quote."""
    return "<blockquote expandable>" + "\n".join(lines) + "</blockquote>"


def clipped(text: str, longest: int) -> str:
    """The text, cut to that many UTF-16 units, which Telegram counts."""
    if 2 * len(text) <= longest:  # no character has more than two
        return text
    kept: list[str] = []
    units = 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        if units > longest:
            return "".join(kept[:-1]) + "…"
        kept.append(character)
    return text


def clipped_name(name: str) -> str:
    """The name of somebody who works with the bot, or of a team, as lines have room for it."""
    return clipped(name, _LONGEST_OF_STAFF)


def sentence(
    application: Application,
    language: str,
    key: str,
    values: Mapping[str, str | int],
    *,
    write: Callable[..., str] = say,
) -> str:
    """The text of an effect; `write` is `plain` for places without HTML."""
    words = {name: _in_words(application, name, value, language) for name, value in values.items()}
    return write(language, key, **{"customer": customer_of(application, language), **words})


def _in_words(application: Application, name: str, value: str | int, language: str) -> str | int:
    if name == "reason":
        return reason_in_words(str(value), language)
    if name in {"field", "option"}:
        return named_in_words(application, str(value), language)
    return value


def reason_in_words(reason: str, language: str) -> str:
    """Our own reasons are text keys of several words; the service's are its own words."""
    if not reason:
        return plain(language, "reason-not-given")
    is_own = "-" in reason and has_text(language, reason)
    if is_own:
        return plain(language, reason)
    if reason.startswith("HTTP "):  # the service sent no words
        return plain(language, known_reason(reason) or "reason-not-given")
    return clipped(complaints_in_words(reason, language), _LONGEST_REASON)
