"""Every sentence that people read, by key and language; the sentences are in the .ftl files.

There "~" ties two words, as in TeX: no line ends between them.
"""

import html
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from conversations.bangla import bangla_digits


@cache
def bundle(language: str) -> FluentBundle:
    """All texts of one language, read once."""
    texts = FluentBundle([language], use_isolating=False)
    for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
        texts.add_resource(FluentResource(_tied(path.read_text("utf-8"))))
    return texts


def _tied(source: str) -> str:
    """The source with a no-break space for "~", and no line's end after the dash of a range."""
    return source.replace("~", "\u00a0").replace("}–{", "}–\u2060{")


def unbroken(text: str) -> str:
    """The text, which stays on one line where there is room for it: a number, a date."""
    return text.replace(" ", "\u00a0")


def say(language: str, key: str, **values: str | int) -> str:
    """The text as Telegram HTML, with the values escaped.

    `key` is a message, or `message.attribute`. Raises KeyError for a key that no file has.
    """
    escaped = {
        name: html.escape(value, quote=False) if isinstance(value, str) else value
        for name, value in values.items()
    }
    return plain(language, key, **escaped)


def plain(language: str, key: str, **values: str | int) -> str:
    """The text for places without HTML: buttons, notices, menus.

    Numbers are written in the digits of the language; numbers that identify something (a card, a
    phone, a reference) come as strings and stay unchanged.
    """
    if not values:
        return _fixed(language, key)
    if language == "bn":
        values = {name: number(value, language) for name, value in values.items()}
    return _formatted(language, key, values)


@cache
def _fixed(language: str, key: str) -> str:
    """A text without values; a screen is drawn from a dozen of these."""
    return _formatted(language, key, {})


def _formatted(language: str, key: str, values: dict[str, str | int]) -> str:
    texts = bundle(language)
    name, _, attribute = key.partition(".")
    message = texts.get_message(name)
    pattern = message.attributes[attribute] if attribute else message.value
    if pattern is None:
        raise KeyError(key)
    text, _ = texts.format_pattern(pattern, values)
    return str(text)


def number(value: str | int, language: str) -> str:
    """A quantity in the digits of the language; strings unchanged."""
    return in_digits(str(value), language) if isinstance(value, int) else value


def in_digits(text: str, language: str) -> str:
    """The text with its digits as the language writes them."""
    return bangla_digits(text) if language == "bn" else text


def has_text(language: str, key: str) -> bool:
    return bundle(language).has_message(key)
