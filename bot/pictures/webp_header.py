"""The size of a WebP from its header (RFC 9649, 2.5 to 2.7 and 3.4).

Pillow's reader allocates the whole canvas as soon as it opens one.
"""


def pixels_of(content: bytes) -> int:
    """Width times height; 0 for an incomplete header, which the reader then reports."""
    kind, body = content[12:16], content[20:30]
    if len(body) < 10:
        return 0
    match kind:
        case b"VP8X":
            width, height = (1 + int.from_bytes(body[at : at + 3], "little") for at in (4, 7))
        case b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        case _:
            return 0
    return width * height
