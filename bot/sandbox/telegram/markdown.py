"""Telegram's MarkdownV2 and its older Markdown: from markup to text with entities.

Source of the rules and words: the public source of TDLib (MessageEntity.cpp).
"""

import dataclasses
import re

from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.markup import Reader, link, refused, tidy

_RESERVED = "_*[]()~`>#+-=|{}.!\n"
_MARKS = {  # the longer of two that begin alike comes first
    "__": "underline", "||": "spoiler", "```": "pre", "![": "custom_emoji",
    "_": "italic", "*": "bold", "~": "strikethrough", "`": "code", "[": "text_link",
}  # fmt: skip
_ENDS = {kind: mark for mark, kind in _MARKS.items()} | {"text_link": "]", "custom_emoji": "]"}
_NAMES = {
    "underline": "Underline", "spoiler": "Spoiler", "pre": "Pre", "custom_emoji": "CustomEmoji",
    "italic": "Italic", "bold": "Bold", "strikethrough": "Strikethrough", "code": "Code",
    "text_link": "TextUrl", "blockquote": "BlockQuote",
}  # fmt: skip
_VERBATIM = ("code", "pre")
_LANGUAGE = re.compile(r"(?P<language>[^\s`]+)(?=\s)")
_LINE_BREAK = re.compile(r"\r\n|\n\r|\n|\r")
_EMOJI = re.compile(r"tg://emoji\?id=(?P<number>[0-9]+)")


def parse_v2(markup: str) -> tuple[str, list[Json]]:
    """
    Split MarkdownV2 into its text and its entities, offsets in UTF-16 code units.

    Raises BotApiError for everything that Telegram's reader refuses.
    """
    return _Reader(markup).read()


def parse_legacy(markup: str) -> tuple[str, list[Json]]:
    """Split the older Markdown, which has no nesting; raises BotApiError as Telegram refuses."""
    return _LegacyReader(markup).read()


@dataclasses.dataclass(slots=True)
class _Open:
    """An entity whose end is still to come."""

    kind: str
    offset: int  # in the text, UTF-16
    begins_at: int  # in the markup
    first_piece: int
    language: str = ""


class _Markdown(Reader):
    def _next_is(self, signs: str) -> bool:
        return self._markup.startswith(signs, self._at)

    def _skip_language(self) -> str:
        """Skip what follows ``` up to the code; returns the language, if one is named."""
        named = _LANGUAGE.match(self._markup, self._at)
        self._at = named.end() if named else self._at
        if line_break := _LINE_BREAK.match(self._markup, self._at):
            self._at = line_break.end()
        return named["language"] if named else ""

    def _close(self, opened: _Open, kind: str, **more: str) -> None:
        entity: Json = {"type": kind, "offset": opened.offset}
        entity["length"] = self._offset - opened.offset
        self._entities.append(entity | more)


class _Reader(_Markdown):
    def __init__(self, markup: str) -> None:
        super().__init__(markup)
        self._open: list[_Open] = []
        self._quoting = False
        self._line_begins = True  # a > begins a quotation only there

    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self._markup):
            sign = self._markup[self._at]
            following = self._markup[self._at + 1 : self._at + 2]
            verbatim = self._open and self._open[-1].kind in _VERBATIM
            if sign == "\\" and "\0" < following < "\x7f":
                self._at += 1
                self._take(following)
            elif sign not in ("`" if verbatim else _RESERVED):
                self._take(sign)
            elif sign == "\n":
                self._end_line()
            elif self._open and self._ends(self._open[-1].kind):
                self._end()
            else:
                self._begin(sign)
        if self._quoting:
            self._end_quotation()
        if self._open:
            raise self._endless()
        return "".join(self._pieces), tidy(self._entities)

    def _take(self, sign: str) -> None:
        self._add(sign)
        self._at += 1
        if sign != "\r":
            self._line_begins = sign == "\n"

    def _ends(self, kind: str) -> bool:
        if kind == "blockquote":
            return False
        if kind == "italic":
            return self._next_is("_") and not self._next_is("__")
        return self._next_is(_ENDS[kind])

    def _begin(self, sign: str) -> None:
        if sign == ">" and self._line_begins:
            if not self._quoting:
                self._push("blockquote", 1)
                self._quoting = True
            else:
                self._at += 1
            return
        mark = next((each for each in _MARKS if self._next_is(each)), None)
        if mark is None:
            raise refused(
                f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
            )
        self._push(_MARKS[mark], len(mark))
        if mark == "```":
            self._open[-1].language = self._skip_language()

    def _push(self, kind: str, marks: int) -> None:
        self._open.append(_Open(kind, self._offset, self._at, len(self._pieces)))
        self._at += marks

    def _end(self) -> None:
        opened = self._open.pop()
        self._at += len(_ENDS[opened.kind])
        more: dict[str, str] = {}
        match opened.kind:
            case "text_link":
                more["url"] = self._address(opened)
                if not more["url"]:
                    return
            case "custom_emoji":
                if not self._next_is("("):
                    raise refused("Custom emoji entity must contain a tg://emoji URL")
                found = _EMOJI.fullmatch(self._in_brackets("a custom emoji URL"))
                if found is None:
                    raise refused("Custom emoji URL must have an emoji identifier")
                more["custom_emoji_id"] = found["number"]
            case "pre" if opened.language:
                more["language"] = opened.language
        if self._offset > opened.offset:
            self._close(opened, opened.kind, **more)

    def _address(self, opened: _Open) -> str:
        if self._next_is("("):
            return link(self._in_brackets("a URL"))
        return link("".join(self._pieces[opened.first_piece :]))  # the text is the address

    def _in_brackets(self, what: str) -> str:
        self._at += 1
        begins_at = self._at
        signs: list[str] = []
        while self._at < len(self._markup) and not self._next_is(")"):
            following = self._markup[self._at + 1 : self._at + 2]
            self._at += bool(self._next_is("\\") and "\0" < following < "\x7f")
            signs.append(self._markup[self._at])
            self._at += 1
        if self._at == len(self._markup):
            raise refused(f"Can't find end of {what} at byte offset {self._bytes(begins_at)}")
        self._at += 1
        return "".join(signs)

    def _end_line(self) -> None:
        self._at += 1
        if self._quoting and not self._next_is(">"):
            self._end_quotation(with_line_break=True)
            return
        self._add("\n")
        self._line_begins = True

    def _end_quotation(self, *, with_line_break: bool = False) -> None:
        """Close the quotation; || right before its end makes it expandable."""
        kind, line_end = "blockquote", self._at - with_line_break
        before = self._markup[:line_end].removesuffix("\r")
        if self._open[-1].kind == "spoiler" and self._open[-1].begins_at == len(before) - 2:
            self._open.pop()
            kind = "expandable_blockquote"
        if self._open[-1].kind != "blockquote":
            raise self._endless()
        opened = self._open.pop()
        self._quoting = False
        if self._offset > opened.offset or with_line_break:
            self._close(opened, kind)
        if with_line_break:
            self._add("\n")
            self._line_begins = True

    def _endless(self) -> Exception:
        last = self._open[-1]
        name = "PreCode" if last.language else _NAMES[last.kind]
        where = self._bytes(last.begins_at)
        return refused(f"Can't find end of {name} entity at byte offset {where}")


class _LegacyReader(_Markdown):
    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self._markup):
            if re.match(r"\\[_*`\[]", self._markup[self._at : self._at + 2]):
                self._at += 1
            elif self._markup[self._at] in "_*`[":
                self._entity()
                continue
            self._add(self._markup[self._at])
            self._at += 1
        return "".join(self._pieces), tidy(self._entities)

    def _entity(self) -> None:
        mark = next(each for each in ("```", "_", "*", "`", "[") if self._next_is(each))
        opened = _Open(_MARKS[mark], self._offset, self._at, len(self._pieces))
        self._at += len(mark)
        if mark == "```":
            opened.language = self._skip_language()
        end = self._markup.find(_ENDS[opened.kind], self._at)
        if end < 0:
            where = self._bytes(opened.begins_at)
            raise refused(f"Can't find end of the entity starting at byte offset {where}")
        inside = self._markup[self._at : end]
        self._add(inside)
        self._at = end + len(_ENDS[opened.kind])
        if not inside:
            return
        more = {"language": opened.language} if opened.language else {}
        if opened.kind == "text_link":
            url = inside
            if self._next_is("("):
                url, _, _ = self._markup[self._at + 1 :].partition(")")
                self._at += len(url) + 2
            if not (more := {"url": link(url)})["url"]:
                return
        self._close(opened, opened.kind, **more)
