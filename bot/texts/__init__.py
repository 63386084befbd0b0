"""Every sentence that people read, by key and language; the sentences are in the .ftl files.

There "~" ties two words, as in TeX: no line ends between them.
"""

import html
import re
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Message, Pattern

from conversations.bangla import bangla_digits

#: Where a message begins; its other lines are indented (Fluent, Syntax).
_BEGINNING = re.compile(r"^(?=[a-zA-Z])", re.MULTILINE)

_NAME = re.compile(r"[a-zA-Z][\w-]*")
_REFERENCE = re.compile(r"{ *([a-zA-Z][\w-]*) *}")


class Texts:
    """All texts of one language; each is parsed when it is first used.

    Parsing all of them takes 50 ms and 10 MB, and a start needs only the consent.
    """

    def __init__(self, language: str) -> None:
        self._parsed = FluentBundle([language], use_isolating=False)
        self._sources: dict[str, str] = {}
        for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
            for source in _BEGINNING.split(_tied(path.read_text("utf-8"))):
                if name := _NAME.match(source):
                    self._sources.setdefault(name[0], source)

    def has_message(self, name: str) -> bool:
        return name in self._sources

    def message(self, name: str) -> Message:
        """Raises KeyError for a name that no file has."""
        self._parse(name)
        return self._parsed.get_message(name)

    def format(self, pattern: Pattern, values: dict[str, str | int]) -> str:
        text, _ = self._parsed.format_pattern(pattern, values)
        return str(text)

    def _parse(self, name: str) -> None:
        """Parse the message, and those which it refers to."""
        if not self._parsed.has_message(name):
            source = self._sources[name]
            self._parsed.add_resource(FluentResource(source))
            for other in _REFERENCE.findall(source):
                self._parse(other)


@cache
def texts(language: str) -> Texts:
    return Texts(language)


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
    name, _, attribute = key.partition(".")
    message = texts(language).message(name)
    pattern = message.attributes[attribute] if attribute else message.value
    if pattern is None:
        raise KeyError(key)
    return texts(language).format(pattern, values)


def number(value: str | int, language: str) -> str:
    """A quantity in the digits of the language; strings unchanged."""
    return in_digits(str(value), language) if isinstance(value, int) else value


def in_digits(text: str, language: str) -> str:
    """The text with its digits as the language writes them."""
    return bangla_digits(text) if language == "bn" else text


def has_text(language: str, key: str) -> bool:
    return texts(language).has_message(key)
