"""What the service says about a refusal, cleaned so that it can be shown and stored.

The document gives no format for errors. Seen: `message`, `detail`, `error`, `errors`, a map of
field names to lists of sentences, and whole HTML pages. The words may repeat what was sent, so
everything personal is removed: the values of the call itself, and whatever looks like a personal
number, a mail address or a token.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from bot.ekyc.lenient_json import Json
from bot.ekyc.scalars import clean, read_count

HIDDEN = "…"
LONGEST_REASON = 200  # characters; a chat message needs room for the next step
LONGEST_SENTENCE = 500  # characters; longer is a dump, not a sentence
MOST_SENTENCES = 10

SAYING = ("message", "msg", "detail", "error", "errors", "non_field_errors")
SILENT = ("status", "status_code", "code", "uuid", "data")

PERSONAL = re.compile(
    r"""
      [\w.+…-]{1,64}@[\w.-]{1,255}                       # a mail address
    | [0-9০-৯] (?:[\s/().-]{0,2} [0-9০-৯]){3,}           # an NID or mobile number, a date
    | (?=[A-Za-z+/=_-]{0,99}[0-9]) [A-Za-z0-9+/=_-]{24,} # a token, a picture in base64
    """,
    re.VERBOSE,
)
HTML = re.compile(r"<[!a-z]", re.IGNORECASE)


def read_reason(envelope: Json, *, hidden: Iterable[str] = ()) -> str:
    """One line with what the service says, without the values in `hidden`; "" if nothing."""
    if not isinstance(envelope, dict):
        return ""
    said: dict[str, Json] = {key: envelope[key] for key in SAYING if envelope.get(key)}
    if not said:  # a map of field names to complaints
        said = {key: value for key, value in envelope.items() if key not in SILENT}
    sentences = itertools.islice(_sentences(said), MOST_SENTENCES)
    return without_personal_data(" ".join(dict.fromkeys(sentences)), hidden=hidden)


def read_code(envelope: Json) -> int | None:
    """The number that later servers give to each outcome."""
    return read_count(envelope.get("status_code")) if isinstance(envelope, dict) else None


def without_personal_data(text: str, *, hidden: Iterable[str] = ()) -> str:
    """`text` on one line of at most 200 characters, personal values replaced; "" for HTML."""
    if HTML.search(text):
        return ""
    line = clean(text)
    for word in sorted(_words(hidden), key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", HIDDEN, line, flags=re.IGNORECASE)
    line = PERSONAL.sub(HIDDEN, line)
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"


def _words(hidden: Iterable[str]) -> set[str]:
    """The values and their words; one or two letters identify nobody."""
    values = {clean(value) for value in hidden}
    return {word for value in values for word in (value, *value.split()) if len(word) > 2}


def _sentences(value: Json, depth: int = 0) -> Iterator[str]:
    """All texts in a value, each after the name of the field it belongs to."""
    if isinstance(value, str):
        if value.strip() and len(value) <= LONGEST_SENTENCE:
            yield value.strip()
    elif depth < 4 and isinstance(value, list):
        for entry in value:
            yield from _sentences(entry, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for key, entry in _by_field(value).items():
            label = "" if key in SAYING else f"{key[:40]}: "
            yield from (label + sentence for sentence in _sentences(entry, depth + 1))


def _by_field(complaint: dict[str, Json]) -> dict[str, Json]:
    """A complaint under the name of its field, also where both are values among others."""
    words = complaint.get("msg") or complaint.get("message")
    place = complaint.get("loc") or complaint.get("field")
    if words is None or place is None:
        return complaint
    field = place[-1] if isinstance(place, list) else place
    return {field if isinstance(field, str) and not field.isdecimal() else "msg": words}
