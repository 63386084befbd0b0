"""Telegram's HTML: from markup to text with entities, and back for the human side."""

import html
import re
from collections.abc import Iterator

from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.markup import Reader, link, refused, tidy, utf16_length

TYPES = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
    "a": "text_link", "pre": "pre", "code": "code", "blockquote": "blockquote",
}  # fmt: skip
_VALUELESS = {("blockquote", "expandable")}
_CHARACTER = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<decimal>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NAME_TOKEN = re.compile(r"[0-9a-zA-Z.\-]*")
_LONGEST_CHARACTER = 10  # signs; a longer numeric reference is left unchanged


def parse(markup: str) -> tuple[str, list[Json]]:
    """
    Split `markup` into its text and its entities, offsets in UTF-16 code units.

    Raises BotApiError for everything that Telegram's reader refuses.
    """
    return _Reader(markup).read()


def render(text: str, entities: list[Json]) -> str:
    """Write text and entities back as HTML, all other characters escaped.

    If two entities overlap, the inner one is closed and reopened at the boundary.
    """
    waiting = sorted(entities, key=lambda each: (each["offset"], -each["length"]), reverse=True)
    opened: list[Json] = []
    written: list[str] = []
    offset = 0
    for character in [*text, ""]:
        inner: list[Json] = []
        while any(_end(entity) <= offset for entity in opened):
            entity = opened.pop()
            written.append(_tags(entity)[1])
            if _end(entity) > offset:
                inner.insert(0, entity)
        while waiting and waiting[-1]["offset"] <= offset:
            inner.append(waiting.pop())
        written += [_tags(entity)[0] for entity in inner]
        opened += inner
        written.append(html.escape(character, quote=False))
        offset += utf16_length(character)
    return "".join(written)


def _end(entity: Json) -> int:
    end: int = entity["offset"] + entity["length"]
    return end


def _tags(entity: Json) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return f'<a href="{html.escape(entity["url"])}">', "</a>"
        case "pre" if "language" in entity:
            language = html.escape(entity["language"])
            return f'<pre><code class="language-{language}">', "</code></pre>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case kind:
            tag = next((tag for tag, of_type in TYPES.items() if of_type == kind), None)
            return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


class _Tag:
    def __init__(self, name: str, attributes: dict[str, str], offset: int, begins: int) -> None:
        self.name = name
        self.attributes = attributes
        self.offset = offset  # in the text, UTF-16
        self.begins = begins  # in the list of pieces


class _Reader(Reader):
    def __init__(self, markup: str) -> None:
        super().__init__(markup)
        self._open: list[_Tag] = []

    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self._markup):
            if self._markup.startswith("</", self._at):
                self._end_tag()
            elif self._markup[self._at] == "<":
                self._start_tag()
            else:
                self._add(self._character())
        if self._open:
            raise refused(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        text = "".join(self._pieces)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise refused(
                "Text contains invalid Unicode characters after decoding HTML entities, check for "
                "unmatched surrogate code units"
            )
        return text, tidy(self._entities)

    def _character(self) -> str:
        """The next character of the text; a reference such as &lt; is one character."""
        found = _CHARACTER.match(self._markup, self._at)
        sign = _referred(found) if found else ""
        if found and sign:
            self._at = found.end()
            return sign
        self._at += 1
        return self._markup[self._at - 1]

    def _until(self, stops: str) -> str:
        """Everything up to white space, one of `stops` or the end."""
        begin = self._at
        while self._at < len(self._markup):
            sign = self._markup[self._at]
            if sign.isspace() or sign in stops:
                break
            self._at += 1
        return self._markup[begin : self._at]

    def _skip_space(self) -> str:
        """Skip white space; returns the character after it, or "" at the end."""
        while self._at < len(self._markup) and self._markup[self._at].isspace():
            self._at += 1
        return self._markup[self._at : self._at + 1]

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._until(">").lower()
        if self._at >= len(self._markup):
            raise refused(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if name not in TYPES:
            raise refused(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        attributes = dict(self._attributes(name, begin))
        self._at += 1  # the closing >
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise refused(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}'
            )
        self._open.append(_Tag(name, attributes, self._offset, len(self._pieces)))

    def _attributes(self, tag: str, begin: int) -> Iterator[tuple[str, str]]:
        place = f'tag "{tag}" at byte offset {self._bytes(begin)}'
        while self._skip_space() != ">":
            name = self._until("=>")
            after = self._skip_space()
            if (tag, name) in _VALUELESS and after != "=":
                yield name, ""
                continue
            if not name:
                raise refused(
                    f"Empty attribute name in the {place}" if after else f"Unclosed start {place}"
                )
            if after != "=":
                raise refused(f"Expected equal sign in declaration of an attribute of the {place}")
            self._at += 1
            if not self._skip_space():
                raise refused(f"Unclosed start {place}")
            yield name, self._value()
            if self._at >= len(self._markup):
                raise refused(f"Unclosed start tag at byte offset {self._bytes(begin)}")

    def _value(self) -> str:
        quote = self._markup[self._at]
        if quote not in "'\"":
            token = _NAME_TOKEN.match(self._markup, self._at)
            begin, self._at = self._at, token.end() if token else self._at
            following = self._markup[self._at : self._at + 1]
            if following and not following.isspace() and following != ">":
                raise refused(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
            return self._markup[begin : self._at].lower()
        self._at += 1
        signs: list[str] = []
        while self._at < len(self._markup) and self._markup[self._at] != quote:
            signs.append(self._character())
        self._at += 1
        return "".join(signs)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise refused(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self._at += 2
        name = self._until(">").lower()
        if self._skip_space() != ">":
            raise refused(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self._at += 1
        tag = self._open.pop()
        if name and name != tag.name:
            raise refused(
                f"Unmatched end tag at byte offset {self._bytes(begin)}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self._offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        entity: Json = {"type": TYPES[tag.name], "offset": tag.offset}
        entity["length"] = self._offset - tag.offset
        match tag.name:
            case "a":
                url = tag.attributes.get("href") or "".join(self._pieces[tag.begins :])
                if not (url := link(url)):
                    return
                entity["url"] = url
            case "tg-emoji":
                if not tag.attributes.get("emoji-id", "").isdigit():
                    raise refused("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = tag.attributes["emoji-id"]
            case "tg-time":
                if not tag.attributes.get("unix", "").isdigit():
                    raise refused("Invalid date specified")
                entity["unix_time"] = int(tag.attributes["unix"])
                entity["date_time_format"] = tag.attributes.get("format", "")
            case "code" if tag.attributes.get("class", "").startswith("language-"):
                entity["language"] = tag.attributes["class"].removeprefix("language-")
            case "blockquote" if "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
        self._entities.append(entity)


def _referred(reference: re.Match[str]) -> str:
    """The character that &name; or &#number; means, or "" if Telegram leaves it unchanged."""
    if reference["name"]:
        return _NAMED.get(reference["name"], "")
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    too_long = len(reference.group().removesuffix(";")) >= _LONGEST_CHARACTER
    return "" if too_long or not 0 < number < 0x10FFFF else chr(number)
