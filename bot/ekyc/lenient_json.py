"""JSON as the eKYC service writes it: the standard first, then the faults of its own samples.

The document's sample replies contain a comma before a closing brace, typographic quotes, raw new
lines inside strings and a byte order mark. These, and only these, are repaired. A reply that stops
in the middle is never completed: half a reply to a submission must not read as a success.

Keys come in several spellings (`Applicant_photo_app_ec_match`) and are folded to lower case.
Numbers are kept as the text that was sent: an NID number may come as a number, and a float would
lose its last digits.
"""

import json
import re
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | None"

CURLY = frozenset("“”„‟")

# Mending takes some 0.2 µs for each of these marks, and 24 MB of quotes took 5 s. Both sides of a
# card, in base64 and with the faults of the samples, are a few megabytes with some forty marks.
_MARKS = '"“”„‟,'
_MOST_MARKS = 1_000_000
_LONGEST_MENDED = 4 * 1024 * 1024  # characters

# json.loads lets no other thread run: 13 million numbers, which 25 MB hold, stopped the loop for
# 2.4 s on a busy machine. These take 0.15 s; a log without paging that fills the 25 MB has 740,000.
_MOST_COMMAS = 800_000

# Every alternative also matches at the end of the text, so that each character is scanned once.
STRING_OR_COMMA = re.compile(
    r"""
      (?P<straight> "[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z) )
    | [“”„‟](?P<curly> [^“”„‟\\]*(?:\\.[^“”„‟\\]*)* )(?P<end>[“”„‟]|\\?\Z)
    | ,(?=\s*[}\]])
    """,
    re.VERBOSE | re.DOTALL,
)


class UnreadableJsonError(ValueError):
    """The text is not JSON, even with the known faults repaired."""


def read_json(body: bytes) -> Json:
    """Read a reply's body as UTF-8 JSON, whatever its headers say. Raises UnreadableJsonError."""
    if body.count(b",") > _MOST_COMMAS:
        raise UnreadableJsonError("The body has more values than any reply")
    text = body.decode("utf-8-sig", "replace")
    for repair in (str, mended):
        try:
            value = _load(repair(text))
            return _load(value) if isinstance(value, str) and value[:1] in {"{", "["} else value
        except (ValueError, RecursionError):
            if _is_costly(text):
                break
    raise UnreadableJsonError("The body is not JSON")


def _is_costly(text: str) -> bool:
    """Whether mending it would take seconds."""
    return len(text) > _LONGEST_MENDED or sum(map(text.count, _MARKS)) > _MOST_MARKS


def mended(text: str) -> str:
    """Remove commas before a closing bracket and straighten quotes around strings."""
    return STRING_OR_COMMA.sub(_mend, text)


def _mend(found: re.Match[str]) -> str:
    if found[0] == ",":
        return ""
    if found["end"] in CURLY:
        return '"' + re.sub(r'(?<!\\)"', r"\"", found["curly"]) + '"'
    return found[0]


def _load(text: str) -> Json:
    value: Json = json.loads(
        text,
        strict=False,  # allows control characters, such as new lines, inside strings
        parse_float=str,
        parse_int=str,
        parse_constant=lambda _: None,  # NaN and the infinities, which Python would write
        object_pairs_hook=_folded,
    )
    return value


def _folded(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """The object with its keys in lower case; a key with two values has none."""
    folded = {key.strip().lower(): value for key, value in pairs}
    if len(folded) < len(pairs):
        for key, value in pairs:
            if folded[key.strip().lower()] != value:
                folded[key.strip().lower()] = None
    return folded
