"""What a file is, by its first bytes alone: names and declared types may be wrong.

Only the kinds that phones produce are ever decoded. Pillow knows many others, some of which start
programs.
"""

from enum import StrEnum

from bot.pictures.tiff import is_raw_photo


class FileKind(StrEnum):
    """The kinds that are distinguished; those up to HEIF are decoded."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    TIFF = "tiff"
    AVIF = "avif"
    HEIF = "heif"
    RAW = "raw"
    OTHER_PICTURE = "other-picture"
    PDF = "pdf"
    VIDEO = "video"
    UNKNOWN = "unknown"


_STARTS = {
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n": FileKind.PNG,
    b"GIF8": FileKind.GIF,
    b"BM": FileKind.BMP,
    b"FUJIFILMCCD-RAW": FileKind.RAW,
    b"IIRO": FileKind.RAW,  # Olympus
    b"IIRS": FileKind.RAW,
    b"MMOR": FileKind.RAW,
    b"IIU\0": FileKind.RAW,  # Panasonic
    b"FOVb": FileKind.RAW,  # Sigma
    b"\0MRM": FileKind.RAW,  # Minolta
    b"II\x1a\0\0\0HEAPCCDR": FileKind.RAW,  # Canon before 2004
    b"\0\0\0\x0cjP  \r\n\x87\n": FileKind.OTHER_PICTURE,  # JPEG 2000
    b"\xffO\xffQ": FileKind.OTHER_PICTURE,  # JPEG 2000 without a container
    b"\0\0\0\x0cJXL \r\n\x87\n": FileKind.OTHER_PICTURE,  # JPEG XL
    b"\xff\x0a": FileKind.OTHER_PICTURE,  # JPEG XL without a container
    b"II\xbc": FileKind.OTHER_PICTURE,  # JPEG XR
    b"8BPS": FileKind.OTHER_PICTURE,  # Photoshop
    b"gimp xcf": FileKind.OTHER_PICTURE,
    b"\0\0\1\0": FileKind.OTHER_PICTURE,  # an icon
    b"qoif": FileKind.OTHER_PICTURE,
    b"\x1aE\xdf\xa3": FileKind.VIDEO,  # WebM and MKV
}
_TIFF_STARTS = (b"II*\0", b"MM\0*")

#: Brands of ISO media files (ISO/IEC 14496-12); the first that is known decides.
_BRANDS = {
    b"crx ": FileKind.RAW,  # Canon's CR3
    b"avif": FileKind.AVIF,
    b"avis": FileKind.AVIF,
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), FileKind.HEIF
    ),
}
_MOST_BRANDS = 16


def kind_of(content: bytes) -> FileKind:
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    if content.startswith(_TIFF_STARTS):
        return FileKind.RAW if is_raw_photo(content) else FileKind.TIFF
    if content[:4] == b"RIFF":
        return {b"WEBP": FileKind.WEBP, b"AVI ": FileKind.VIDEO}.get(
            bytes(content[8:12]), FileKind.UNKNOWN
        )
    if content[4:8] == b"ftyp":
        return _of_brands(content)
    return FileKind.PDF if b"%PDF-" in content[:1024] else FileKind.UNKNOWN


def _of_brands(content: bytes) -> FileKind:
    """An AVIF may name mif1 first, so specific brands come before general ones."""
    size = min(int.from_bytes(content[:4]), 8 + 4 * _MOST_BRANDS)
    brands = {bytes(content[start : start + 4]) for start in range(8, size, 4)}
    return next((kind for brand, kind in _BRANDS.items() if brand in brands), FileKind.VIDEO)
