"""Splits texts too long for one message into parts that Telegram accepts. Pure."""

import html
import re
from collections.abc import Iterator

LONGEST_TEXT = 4096  # UTF-16 units of what is seen; Bot API, sendMessage
LONGEST_CAPTION = 1024  # the same; sendPhoto
LONGEST_NOTICE = 200  # the same, without HTML; answerCallbackQuery

#: A tag, an entity, or one character.
_TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[a-z-]+)[^>]*>|&(?:[a-z]+|#\w+);|.", re.DOTALL)


def units(text: str) -> int:
    """The length of a text without HTML, as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_within(text: str, most: int) -> bool:
    """Whether the visible part of the HTML is no longer than that."""
    return units(text) <= most or sum(_seen(token) for token in _TOKEN.finditer(text)) <= most


def in_parts(text: str, most: int = LONGEST_TEXT) -> list[str]:
    """The HTML in as few parts as splits between lines allow; tags are closed and reopened."""
    if is_within(text, most):
        return [text]
    parts, part, length = [], "", 0
    for line, size in _lines(text, most):
        if part and length + size > most:
            parts.append(part)
            part, length = "", 0
        part, length = part + line, length + size
    return [each for each in _balanced([*parts, part]) if each.strip()]


def _lines(text: str, most: int) -> Iterator[tuple[str, int]]:
    """The lines with their lengths; one that is too long is split after a space, if it has any."""
    line, length = "", 0
    after_space: tuple[int, int] | None = None  # characters and units up to the last space
    for token in _TOKEN.finditer(text):
        size = _seen(token)
        if length + size > most:
            cut, taken = after_space or (len(line), length)
            yield line[:cut], taken
            line, length, after_space = line[cut:], length - taken, None
        line, length = line + token[0], length + size
        if token[0] == "\n":
            yield line, length
            line, length, after_space = "", 0, None
        elif token[0] == " ":
            after_space = (len(line), length)
    yield line, length


def _seen(token: re.Match[str]) -> int:
    return 0 if token["name"] else units(html.unescape(token[0]))


def _balanced(parts: list[str]) -> Iterator[str]:
    """Each part with the tags open before it, and all closed at its end."""
    opened: list[tuple[str, str]] = []  # name and tag
    for part in parts:
        before = "".join(tag for _, tag in opened)
        for token in _TOKEN.finditer(part):
            if token["name"] and token["close"]:
                opened = opened[:-1]
            elif token["name"]:
                opened = [*opened, (token["name"], token[0])]
        yield before + part.rstrip() + "".join(f"</{name}>" for name, _ in reversed(opened))
