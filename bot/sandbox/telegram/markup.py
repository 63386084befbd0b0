"""What Telegram's markup languages have in common: offsets, links, the order of entities."""

import re
from collections.abc import Iterator

from bot.sandbox.telegram.errors import BotApiError, Json, bad_request

SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_OUTERMOST_FIRST = (  # of entities over the same signs
    "blockquote", "expandable_blockquote", "pre", "code", "text_link",
    "bold", "italic", "underline", "strikethrough", "spoiler", "date_time", "custom_emoji",
)  # fmt: skip


def utf16_length(text: str) -> int:
    """The length as Telegram counts offsets: in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


class Reader:
    """A markup being read, and the text so far."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0
        self._offset = 0
        self._pieces: list[str] = []
        self._entities: list[Json] = []

    def _add(self, signs: str) -> None:
        self._pieces.append(signs)
        self._offset += utf16_length(signs)

    def _bytes(self, position: int) -> int:
        return len(self._markup[:position].encode(errors="surrogatepass"))


def link(url: str) -> str:
    """The address as Telegram stores it: with a scheme and a path, or nothing if it is none."""
    url = url.strip()
    if re.match(r"(?:https?|tg|ton|mailto|tel):", url, re.IGNORECASE) is None:
        url = f"http://{url}"
    found = re.fullmatch(r"(https?://[^\s/?#]+\.[^\s/?#]+|https?://localhost\S*)(.*)", url)
    if found is None:
        return url if re.match(r"(?:tg|ton|mailto|tel):", url) else ""
    return url if found[2] or "localhost" in found[1] else f"{url}/"


def refused(words: str) -> BotApiError:
    """The error for a text with wrong markup."""
    return bad_request(f"can't parse entities: {words}")


def tidy(entities: list[Json]) -> list[Json]:
    """Entities in Telegram's order, with code free of other styles and neighbours joined."""
    blocks = list(_unnested(_join_language(entities)))
    verbatim = [each for each in blocks if each["type"] in ("pre", "code")]
    kept: list[Json] = []
    for entity in blocks:
        if entity["type"] not in SPLITTABLE:
            kept.append(entity)
            continue
        pieces = [(entity["offset"], entity["offset"] + entity["length"])]
        for block in verbatim:
            pieces = [rest for piece in pieces for rest in _without(piece, block)]
        kept += [entity | {"offset": begin, "length": end - begin} for begin, end in pieces]
    return sorted(_join(kept), key=_place)


def _unnested(entities: list[Json]) -> Iterator[Json]:
    """The entities without quotes inside quotes, which Telegram drops without a word.

    Source: the public source of TDLib (MessageEntity.cpp, fix_entities).
    """
    ends = 0
    for entity in sorted(entities, key=_place):
        if entity["type"] in _QUOTES:
            if entity["offset"] < ends:
                continue
            ends = entity["offset"] + entity["length"]
        yield entity


def _join_language(entities: list[Json]) -> list[Json]:
    """<pre><code class="language-…"> is one entity; a language elsewhere is dropped."""
    spans = {(each["offset"], each["length"]): each for each in entities if each["type"] == "pre"}
    kept: list[Json] = []
    for entity in entities:
        if entity["type"] == "code":
            language = entity.pop("language", None)
            around = spans.get((entity["offset"], entity["length"]))
            if around is not None:
                around.update({"language": language} if language else {})
                continue
        kept.append(entity)
    return kept


def _without(piece: tuple[int, int], block: Json) -> Iterator[tuple[int, int]]:
    begin, end = block["offset"], block["offset"] + block["length"]
    if end <= piece[0] or begin >= piece[1]:
        yield piece
        return
    if piece[0] < begin:
        yield piece[0], begin
    if end < piece[1]:
        yield end, piece[1]


def _join(entities: list[Json]) -> list[Json]:
    """One entity for each unbroken run of one style."""
    joined: list[Json] = []
    last: dict[str, Json] = {}
    for entity in sorted(entities, key=_place):
        before = last.get(entity["type"])
        if before and entity["type"] in SPLITTABLE:
            end = before["offset"] + before["length"]
            if entity["offset"] <= end:
                ends = max(end, entity["offset"] + entity["length"])
                before["length"] = ends - before["offset"]
                continue
        last[entity["type"]] = entity
        joined.append(entity)
    return joined


def _place(entity: Json) -> tuple[int, int, int]:
    kind = entity["type"]
    rank = _OUTERMOST_FIRST.index(kind) if kind in _OUTERMOST_FIRST else len(_OUTERMOST_FIRST)
    return entity["offset"], -entity["length"], rank
