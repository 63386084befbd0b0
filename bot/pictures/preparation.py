"""Prepares pictures from agents for the eKYC service.

Upright, without metadata (place and camera included), of bounded size, and with a fingerprint that
recognises the same picture when it comes twice. Costs about 0.1 s of one core for a photo of 12
megapixels, so callers run it in a thread; Pillow lets other threads work meanwhile.

    UnusablePicture    the agent must send another picture; `reason` is the key of the sentence
"""

import io
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Protocol, cast

from PIL import ExifTags, Image, ImageOps
from pillow_heif import register_heif_opener

LARGEST_FILE = 20 * 1024 * 1024  # bytes; Telegram gives bots no larger file
_MOST_PIXELS = 120_000_000  # phones offer photos of 108 megapixels
_MOST_DECODED_PIXELS = 50_000_000  # only JPEG can be shrunk while decoding; this is 150 MB as RGB
_LONG_SIDE = 2000  # pixels; twice what the service wants of a cropped card
_SHORTEST_LONG_SIDE = 400  # pixels; a smaller card is illegible
_SHORTEST_SIDE = 100  # pixels
_QUALITY = 88  # of JPEG; 71 % of the bytes of 95, measured on the specimens

#: Formats that phones produce. Pillow's others are not opened: some start programs.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
register_heif_opener(thumbnails=False)
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_MATROSKA = b"\x1aE\xdf\xa3"  # WebM and MKV

# Pillow raises beyond twice this number and warns beyond it; both become TOO_MANY_PIXELS here.
Image.MAX_IMAGE_PIXELS = _MOST_PIXELS

# The fingerprint is a difference hash: 16 rows of 16 steps between 17 columns of grey, a bit set
# where the right neighbour is brighter by more than the margin. Measured on the 86 specimens:
# copies at 37 to 100 % of the size, saved at JPEG quality 50 and 85, differ in at most 9 bits;
# two flat cards of different people in at least 18, any two photos in at least 37.
_HASH_COLUMNS, _HASH_ROWS = 16, 16
_HASH_MARGIN = 5  # grey levels of 255; JPEG noise moves an even surface by one or two
_HASH_DISTANCE = 10  # bits
_FEWEST_STEPS = 24  # set bits; specimens have at least 42, even surfaces nearly none


class PictureDefect(StrEnum):
    """Why a picture cannot be used; each value is a text key."""

    NOT_AN_IMAGE = "picture-not-an-image"
    PDF = "picture-pdf"
    VIDEO = "picture-video"
    HEIC = "picture-heic"
    TRUNCATED = "picture-truncated"
    TOO_MANY_BYTES = "picture-too-many-bytes"
    TOO_MANY_PIXELS = "picture-too-many-pixels"
    TOO_SMALL = "picture-too-small"


class UnusablePicture(ValueError):
    """The agent must send another picture."""

    def __init__(self, reason: PictureDefect) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Recognisable(Protocol):
    """The fingerprint and digest of a picture; None before it was checked."""

    @property
    def digest(self) -> str | None: ...

    @property
    def fingerprint(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A picture ready to be sent: upright RGB as JPEG, without metadata.

    `digest` is the SHA-256 of `jpeg`, `fingerprint` its difference hash of 256 bits, both in hex.
    """

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    digest: str = field(repr=False)
    fingerprint: str = field(repr=False)

    @property
    def has_texture(self) -> bool:
        """False for plain surfaces, such as a covered lens, which all look alike."""
        return _has_texture(self.fingerprint)


def prepare(content: bytes) -> Prepared:
    """The picture in a file of any content; raises UnusablePicture."""
    if len(content) > LARGEST_FILE:
        raise UnusablePicture(PictureDefect.TOO_MANY_BYTES)
    image = upright(content)
    if max(image.size) < _SHORTEST_LONG_SIDE or min(image.size) < _SHORTEST_SIDE:
        raise UnusablePicture(PictureDefect.TOO_SMALL)
    jpeg = as_jpeg(image)
    return Prepared(
        jpeg=jpeg,
        width=image.width,
        height=image.height,
        digest=sha256(jpeg).hexdigest(),
        fingerprint=_fingerprint(image),
    )


def is_same_picture(one: Recognisable, other: Recognisable) -> bool:
    """Whether two pictures are the same shot, perhaps saved again; not just the same scene."""
    if not one.digest or not other.digest or not one.fingerprint or not other.fingerprint:
        return False
    if one.digest == other.digest:
        return True
    if not (_has_texture(one.fingerprint) and _has_texture(other.fingerprint)):
        return False
    differing = int(one.fingerprint, 16) ^ int(other.fingerprint, 16)
    return differing.bit_count() <= _HASH_DISTANCE


def upright(content: bytes) -> Image.Image:
    """The picture as RGB of bounded size, rotated as its EXIF orientation says.

    Raises UnusablePicture.
    """
    try:
        return _decoded(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusablePicture(PictureDefect.TOO_MANY_PIXELS) from None
    except UnusablePicture:
        raise
    except Exception:  # noqa: BLE001  Pillow's decoders raise whatever a damaged file provokes
        raise UnusablePicture(_what_is_wrong(content)) from None


def _decoded(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=_FORMATS)
    width, height = image.size
    if width * height > _MOST_PIXELS:
        raise UnusablePicture(PictureDefect.TOO_MANY_PIXELS)
    longer = max(width, height)
    if longer > _LONG_SIDE:
        # JPEG can skip pixels while decoding: a third of the time and memory; others ignore it.
        wanted = (max(1, width * _LONG_SIDE // longer), max(1, height * _LONG_SIDE // longer))
        image.draft(image.mode, wanted)
    if image.width * image.height > _MOST_DECODED_PIXELS:
        raise UnusablePicture(PictureDefect.TOO_MANY_PIXELS)
    image.load()
    orientation = _orientation(image)
    plain = _as_rgb(image)
    plain.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.BILINEAR)
    plain.info = {}  # whatever is left here could be saved again
    plain.getexif()[ExifTags.Base.Orientation] = orientation
    return ImageOps.exif_transpose(plain)


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001  metadata is dispensable, and fails in many ways
        return 1
    return value if isinstance(value, int) else 1


def _as_rgb(image: Image.Image) -> Image.Image:
    """The picture in RGB, on white where it is transparent."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        image = _as_grey(image)
    if image.has_transparency_data:
        sheet = Image.new("RGBA", image.size, "white")
        sheet.alpha_composite(image.convert("RGBA"))
        return sheet.convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _as_grey(deep: Image.Image) -> Image.Image:
    """More than 8 bits of grey scaled to 8; Pillow's own conversion clips them."""
    exact = deep.convert("F")
    darkest, brightest = cast("tuple[float, float]", exact.getextrema())
    scale = 255 / (brightest - darkest) if brightest > darkest else 0
    return exact.point(lambda level: level * scale - darkest * scale).convert("L")


def _what_is_wrong(content: bytes) -> PictureDefect:
    """The kind of an undecodable file by its first bytes; names and types may be wrong."""
    is_iso_media, brands = content[4:8] == b"ftyp", content[8:64]
    is_avif = is_iso_media and (b"avif" in brands or b"avis" in brands)
    if not content or is_avif or content.startswith(_PICTURE_STARTS) or brands[:4] == b"WEBP":
        return PictureDefect.TRUNCATED
    if is_iso_media and any(brand in brands for brand in _HEIC_BRANDS):
        return PictureDefect.HEIC
    if is_iso_media or content.startswith(_MATROSKA) or brands[:4] == b"AVI ":
        return PictureDefect.VIDEO
    return PictureDefect.PDF if b"%PDF-" in content[:1024] else PictureDefect.NOT_AN_IMAGE


def as_jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _fingerprint(image: Image.Image) -> str:
    size = (_HASH_COLUMNS + 1, _HASH_ROWS)
    grey = image.convert("L").resize(size, Image.Resampling.LANCZOS).tobytes()
    rows = (grey[start : start + size[0]] for start in range(0, len(grey), size[0]))
    steps = (right - left > _HASH_MARGIN for row in rows for left, right in pairwise(row))
    bits = "".join("01"[step] for step in steps)
    return f"{int(bits, 2):0{len(bits) // 4}x}"


def _has_texture(fingerprint: str) -> bool:
    return int(fingerprint, 16).bit_count() >= _FEWEST_STEPS
