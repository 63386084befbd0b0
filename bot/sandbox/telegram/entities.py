"""What Telegram detects in a text, and the formats in which a bot may send one."""

import re
from collections.abc import Iterator

from bot.sandbox.telegram import fields, html, markdown
from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.markup import tidy, utf16_length

LONGEST_TEXT = 4096  # signs after the entities are taken out
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
# These keep Telegram from finding anything inside them.
_SEALED = frozenset({"pre", "code", "text_link"})
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/]))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d_][\wঀ-৿]*)"  # \w lacks the vowel signs of Bangla
)


def found_in(text: str, given: list[Json]) -> list[Json]:
    """`given` and the commands, links, mentions, addresses and hashtags in `text`, in order."""
    sealed = [
        (each["offset"], each["offset"] + each["length"])
        for each in given
        if each["type"] in _SEALED
    ]
    added = [
        entity
        for entity in _found(text)
        if not any(begin < entity["offset"] + entity["length"] and entity["offset"] < end
                   for begin, end in sealed)
    ]  # fmt: skip
    return sorted([*given, *added], key=lambda each: (each["offset"], -each["length"]))


def _found(text: str) -> Iterator[Json]:
    offset = position = 0
    for match in _FOUND.finditer(text):
        offset += utf16_length(text[position : match.start()])
        length = utf16_length(match.group())
        yield {"type": match.lastgroup, "offset": offset, "length": length}
        offset, position = offset + length, match.end()


def formatted(text: str, parse_mode: str, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """
    The text and the entities of what a bot sends.

    Raises BotApiError for an unknown parse mode, for bad markup and for entities outside the text.
    """
    match parse_mode.lower():
        case "html":
            text, found = html.parse(text)
        case "":
            found = tidy(
                [_checked(each) for each in fields.objects(entities or [], "MessageEntity")]
            )
        case "markdownv2":
            text, found = markdown.parse_v2(text)
        case "markdown":
            text, found = markdown.parse_legacy(text)
        case _:
            raise bad_request("unsupported parse_mode")
    text, found = _trimmed(text, found)
    return text, found_in(text, found)[:MOST_ENTITIES]


def _checked(entity: Json) -> Json:
    kind = fields.string(entity, "type")
    offset, length = fields.integer(entity, "offset", -1), fields.integer(entity, "length")
    if not kind or offset < 0 or length < 1:
        raise bad_request("can't parse MessageEntity: type, offset and length are required")
    return entity | {"type": kind, "offset": offset, "length": length}


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without surrounding white space, and its entities cut to match."""
    shift = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept: list[Json] = []
    for entity in entities:
        begins = max(entity["offset"] - shift, 0)
        ends = min(entity["offset"] + entity["length"] - shift, end)
        if begins < ends:
            kept.append(entity | {"offset": begins, "length": ends - begins})
    return text, kept
