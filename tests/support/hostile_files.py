"""Files that cost far more than they weigh, or are not what they say."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping

from PIL import Image
from pillow_heif import from_pillow

from tests.support.image_files import encoded

MEGABYTE = 1024 * 1024


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def zeros(count: int) -> bytes:
    """So many of them, packed as zlib would (RFC 1950), but each megabyte only once."""
    packer = zlib.compressobj(9, wbits=-15)
    megabyte = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(bytes(count % MEGABYTE)) + packer.flush()
    checksum = count % 65521 << 16 | 1
    return b"\x78\xda" + megabyte * (count // MEGABYTE) + rest + struct.pack(">I", checksum)


def png_with(*chunks: bytes, side: int = 500) -> bytes:
    """A PNG with these chunks before its pixels."""
    plain = encoded(Image.new("RGB", (side, side), "navy"), "PNG")
    head = 8 + 25  # the signature and IHDR
    return plain[:head] + b"".join(chunks) + plain[head:]


def png_of(width: int, height: int, *, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG of one colour and any size, compressed as much as possible."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    rows = zeros(height * (1 + -(-width * channels * depth // 8)))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    palette = chunk(b"PLTE", bytes(3)) if colour == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + palette
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def with_scans(side: int, count: int) -> bytes:
    """A JPEG whose last scan is repeated `count` times."""
    whole = encoded(Image.new("L", (side, side), 90), progressive=True, quality=50)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * count + b"\xff\xd9"


def with_segments(kind: int, count: int, content: bytes = b"") -> bytes:
    """A small JPEG that begins with `count` equal segments."""
    plain = encoded(Image.new("RGB", (600, 400), "navy"))
    segment = bytes((0xFF, kind)) + struct.pack(">H", 2 + len(content)) + content
    return plain[:2] + segment * count + plain[2:]


def tiff(*tags: tuple[int, int, int, int], behind: bytes = b"") -> bytes:
    """A little-endian TIFF with one directory of tags: number, type, count, value."""
    entries = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(4) + behind


def overlapping_tiff() -> bytes:
    """A thousand tags that all have the same megabytes as their value."""
    size = 10 * MEGABYTE
    return tiff(*((40_000 + number, 1, size, 20_000) for number in range(1000)), behind=bytes(size))


def wide_tile_tiff() -> bytes:
    """A TIFF of 600 by 400 pixels in one tile of 60,000 by 60,000, packed."""
    tags = {256: 600, 257: 400, 258: 8, 259: 8, 262: 1, 277: 1, 322: 60_000, 323: 60_000}
    pixels = zlib.compress(bytes(600 * 400))
    end = 8 + 2 + 12 * (len(tags) + 2) + 4
    return tiff(
        *((tag, 4, 1, value) for tag, value in tags.items()),
        (324, 4, 1, end),
        (325, 4, 1, len(pixels)),
        behind=pixels,
    )


def resized_heic(width: int, height: int) -> bytes:
    """A HEIC whose header (ISO/IEC 14496-12, ispe) claims that size."""
    file = io.BytesIO()
    from_pillow(Image.new("RGB", (600, 400), "navy")).save(file)
    content = file.getvalue()
    at = content.index(b"ispe") + 8
    return content[:at] + struct.pack(">II", width, height) + content[at + 8 :]


def _bmp_that_lies() -> bytes:
    header = struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + header


def _bomb(kind: bytes, head: bytes) -> bytes:
    return chunk(kind, head + zeros(100 * MEGABYTE))


#: None is larger than 3 MB, and all would cost hundreds of MB or never end. Each is made when it is
#: needed.
DEAR_FILES: Mapping[str, Callable[[], bytes]] = {
    "webp of 50 megapixels": lambda: encoded(
        Image.new("RGB", (7070, 7070)), "WEBP", lossless=True, method=0
    ),
    "png of 50 megapixels": lambda: png_of(7070, 7070),
    "png of 50 megapixels with alpha": lambda: png_of(7070, 7070, colour=6),
    "png of 16 bits": lambda: png_of(7070, 7070, depth=16, colour=6),
    "png of one bit": lambda: png_of(12_000, 12_000, depth=1, colour=0),
    "gif of 50 megapixels": lambda: encoded(Image.new("P", (7070, 7070)), "GIF"),
    "avif of 26 megapixels": lambda: encoded(Image.new("RGB", (5100, 5100)), "AVIF", speed=10),
    "heic that says it has 48 megapixels": lambda: resized_heic(8064, 6048),
    "bmp that says it is larger": _bmp_that_lies,
    "tiff of packed megapixels": lambda: encoded(
        Image.new("L", (9000, 9000)), "TIFF", compression="tiff_adobe_deflate"
    ),
    "tiff with an enormous tile": wide_tile_tiff,
    "jpeg of 800 scans": lambda: with_scans(7000, 800),
    "jpeg of 60 scans and 25 megapixels": lambda: with_scans(5000, 60),
    "progressive jpeg of 53 megapixels": lambda: encoded(
        Image.new("RGB", (7300, 7300)), progressive=True, quality=30
    ),
    "png with a bomb for a profile": lambda: png_with(_bomb(b"iCCP", b"a\0\0")),
    "png with a bomb for a text": lambda: png_with(*[_bomb(b"zTXt", b"a\0\0")] * 3),
    "png with an international bomb": lambda: png_with(_bomb(b"iTXt", b"a\0\1\0\0\0")),
}
