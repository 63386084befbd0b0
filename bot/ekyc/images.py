"""Pictures inside replies: base64 in every known wrapping, checked by content.

Seen so far: bare base64 broken into lines (document, section A), a data URI labelled png around a
JPEG, the same around the repr of Python bytes (`base64,b'/9j/…'`), the path of a file on the
service, and nothing. A picture is only a preview for the agent, so a bad one is not an error.
"""

import base64
import binascii
import re

from bot.ekyc.lenient_json import Json

JPEG_START, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
TRAILER = 1024  # bytes that some cameras append to a picture

# data:image/png;base64,b'…' with every part but the last optional
WRAPPING = re.compile(rb"(?:data:[^,]{0,100},)?\s*(?:b(?=['\"]))?", re.IGNORECASE)
STANDARD_ALPHABET = bytes.maketrans(b"-_", b"+/")


def read_image(value: Json) -> bytes | None:
    """The JPEG or PNG in `value`; None when it is missing, broken, cut short or not a picture."""
    if not isinstance(value, str) or not value.isascii():
        return None
    wrapped = value.strip().encode()
    start = found.end() if (found := WRAPPING.match(wrapped)) else 0
    encoded = wrapped[start:].replace(b"\\n", b"").translate(STANDARD_ALPHABET, b"'\" \t\r\n=")
    try:
        content = base64.b64decode(encoded + b"=" * (-len(encoded) % 4), validate=True)
    except binascii.Error:
        return None
    return content if is_whole_picture(content) else None


def is_whole_picture(content: bytes) -> bool:
    """Whether the bytes begin and end like a JPEG or PNG."""
    tail = content[-TRAILER:]
    return (content.startswith(JPEG_START) and JPEG_END in tail) or (
        content.startswith(PNG_START) and PNG_END in tail
    )
