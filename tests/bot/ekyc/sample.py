"""The samples as replies, and the ways in which a reply can be damaged."""

import pathlib
import re
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from bot.ekyc.replies import Reply

FOLDER = pathlib.Path(__file__).parent / "samples"

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=5) | st.dictionaries(st.text(max_size=12), inside, max_size=5)
    ),
    max_leaves=20,
)
ANY_STATUS = st.sampled_from((200, 200, 200, 201, 204, 302, 400, 401, 404, 408, 429, 500, 503, 599))
ANY_HEADERS = st.dictionaries(
    st.sampled_from(("Retry-After", "Date", "Content-Type", "Location")), st.text(max_size=30)
)


def sample_names(*prefixes: str) -> list[str]:
    """The names of all samples, or of those with that beginning."""
    names = (path.name for path in FOLDER.iterdir() if path.name != "README.md")
    return sorted(name for name in names if name.startswith(prefixes or ""))


def sample_bytes(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def sample_status(name: str) -> int:
    """The HTTP status a sample came with: card_field_map.400.json; 200 when it names none."""
    found = re.search(r"\.([0-9]{3})\.", name)
    return int(found[1]) if found else 200


def sample_reply(name: str, *, hidden: Iterable[str] = (), **headers: str) -> Reply:
    """A sample as the client's reply object; retry_after= is Retry-After."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Reply.read(sample_status(name), named, sample_bytes(name), hidden=hidden)


@st.composite
def mutated_samples(draw: st.DrawFn, *prefixes: str) -> bytes:
    """A real reply with a few pieces cut out, doubled, swapped for other bytes or moved."""
    body = bytearray(sample_bytes(draw(st.sampled_from(sample_names(*prefixes)))))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 30)))
        piece = draw(
            st.binary(max_size=8)
            | st.sampled_from((b'"', b",", b"null", b"{}", b"[]", b"-1", b"1e999", "”".encode()))
            | st.just(bytes(body[start:end] * 2))
        )
        body[start:end] = piece
    return bytes(body)


@st.composite
def mutated_documents(draw: st.DrawFn, document: Any) -> Any:
    """A reply's JSON with some of its values exchanged for others or taken out."""
    if draw(st.integers(0, 9)) == 0:
        return draw(ANY_JSON)
    if isinstance(document, dict):
        return {
            k: draw(mutated_documents(v)) for k, v in document.items() if draw(st.integers(0, 9))
        }
    if isinstance(document, list):
        return [draw(mutated_documents(entry)) for entry in document]
    return document
