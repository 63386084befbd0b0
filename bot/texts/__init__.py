"""Every sentence that people read, by key and language; the sentences are in the .ftl files."""

import html
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("bn", "en")


@cache
def bundle(language: str) -> FluentBundle:
    """All texts of one language; read once."""
    texts = FluentBundle([language], use_isolating=False)
    for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
        texts.add_resource(FluentResource(path.read_text("utf-8")))
    return texts


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
    """The text for places that know no HTML: buttons, notices, menus."""
    texts = bundle(language)
    name, _, attribute = key.partition(".")
    message = texts.get_message(name)
    pattern = message.attributes[attribute] if attribute else message.value
    if pattern is None:
        raise KeyError(key)
    text, _ = texts.format_pattern(pattern, values)
    return str(text)


def has_text(language: str, key: str) -> bool:
    return bundle(language).has_message(key)
