"""The chunks of a PNG (ISO/IEC 15948) that its pixels need; profiles and texts may be bombs."""

from bot.pictures.results import PictureDefect, UnusablePicture

_SIGNATURE_BYTES = 8
_KEPT = (b"tRNS", b"eXIf")  # transparency and orientation, besides the critical chunks
_MOST_CHUNKS = 10_000  # encoders write one for every 8 kB or more
_LARGEST_EXIF = 65_535  # as large as it may be in a JPEG


def only_pixels(content: bytes) -> bytes:
    """The same without what its pixels do not need; raises UnusablePicture (TOO_COMPLEX)."""
    kept = [content[:_SIGNATURE_BYTES]]
    at, count = _SIGNATURE_BYTES, 0
    while at < len(content):
        count += 1
        if count > _MOST_CHUNKS:
            raise UnusablePicture(PictureDefect.TOO_COMPLEX)
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + size  # length, kind and checksum
        is_critical = kind[:1].isupper()
        if is_critical or (kind in _KEPT and size <= _LARGEST_EXIF):
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
