"""Files that agents send by mistake or by bad luck."""

import functools
import io
import struct
import zlib

from PIL import Image, ImageDraw, ImageFilter, ImageOps
from pillow_heif import from_pillow

from bot.trial.example import SPECIMENS

#: More than the bot decodes; as a PNG of one colour it is a few kilobytes.
_BOMB_SIDE = 12_000  # pixels

#: The first bytes that identify such files.
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"


def truncated() -> bytes:
    """A photo of a card whose second half never arrived."""
    whole = (SPECIMENS / "photos" / "00_front.jpg").read_bytes()
    return whole[: len(whole) // 2]


def decompression_bomb() -> bytes:
    """A PNG of 144 megapixels in some 20 kB."""
    row = b"\0" + bytes(_BOMB_SIDE // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(_BOMB_SIDE)) + packer.flush()
    head = struct.pack(">IIBBBBB", _BOMB_SIDE, _BOMB_SIDE, 1, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def thumbnail() -> bytes:
    """A card on which no letter is legible."""
    file = io.BytesIO()
    with Image.open(SPECIMENS / "photos" / "00_front.jpg") as card:
        card.resize((160, 120)).save(file, "JPEG")
    return file.getvalue()


def as_png(number: int, side: str) -> bytes:
    """A card's photo in another format, which some scanners send."""
    file = io.BytesIO()
    with Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg") as card:
        card.save(file, "PNG")
    return file.getvalue()


def blurred(number: int, side: str) -> bytes:
    """A card whose letters run together."""
    file = io.BytesIO()
    with Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg") as card:
        card.filter(ImageFilter.GaussianBlur(5)).save(file, "JPEG")
    return file.getvalue()


def mirrored(number: int, side: str) -> bytes:
    """A good photo of something that no service can read."""
    file = io.BytesIO()
    with Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg") as card:
        ImageOps.mirror(card).save(file, "JPEG")
    return file.getvalue()


@functools.cache
def as_heic(number: int, side: str) -> bytes:
    """A card's photo as an iPhone keeps it."""
    file = io.BytesIO()
    with Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg") as card:
        from_pillow(card).save(file, quality=60)
    return file.getvalue()


def with_worn_barcode(number: int) -> bytes:
    """The back of a specimen, whose barcode is rubbed off in the middle."""
    with Image.open(SPECIMENS / "photos" / f"{number:02}_back.jpg") as card:
        picture = card.convert("RGB")
    width, height = picture.size
    paper = picture.getpixel((width * 2 // 5, height * 3 // 5))
    rubbed = (width * 36 // 100, height * 62 // 100, width * 46 // 100, height * 84 // 100)
    ImageDraw.Draw(picture).rectangle(rubbed, fill=paper)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()
