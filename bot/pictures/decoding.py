"""From a file to pixels: upright RGB of bounded size, at a bounded cost.

The cost of a file is read from its header first, by format; the figures below are measured needs of
the libraries. The limits of the process cover what a header hides.
"""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from PIL import ExifTags, Image, ImageFile, ImageOps
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

from bot.pictures.file_kinds import FileKind, kind_of
from bot.pictures.jpeg_markers import Jpeg, read_markers
from bot.pictures.png_chunks import only_pixels
from bot.pictures.results import PictureDefect, UnusablePicture
from bot.pictures.tiff import is_overlapping, orientation_of
from bot.pictures.webp_header import pixels_of

LONG_SIDE = 2000  # pixels; twice what the service wants of a cropped card

#: Each is opened by its own reader, so none of Pillow's other formats is ever tried.
_READERS: dict[FileKind, type[ImageFile.ImageFile]] = {
    FileKind.JPEG: JpegImageFile,
    FileKind.PNG: PngImageFile,
    FileKind.WEBP: WebPImageFile,
    FileKind.GIF: GifImageFile,
    FileKind.BMP: BmpImageFile,
    FileKind.TIFF: TiffImageFile,
    FileKind.AVIF: AvifImageFile,
    FileKind.HEIF: HeifImageFile,
}

#: Of the kinds that are not read.
_WHY_NOT = {
    FileKind.RAW: PictureDefect.RAW,
    FileKind.OTHER_PICTURE: PictureDefect.OTHER_FORMAT,
    FileKind.PDF: PictureDefect.PDF,
    FileKind.VIDEO: PictureDefect.VIDEO,
    FileKind.UNKNOWN: PictureDefect.NOT_AN_IMAGE,
}
#: The most pixels to decode. Only JPEG can skip pixels while decoding (phones offer 108
#: megapixels); a whole picture costs 4 to 24 bytes per pixel.
_MOST_PIXELS = {
    FileKind.JPEG: 120_000_000,
    FileKind.PNG: 32_000_000,
    FileKind.WEBP: 12_500_000,
    FileKind.GIF: 32_000_000,
    FileKind.BMP: 32_000_000,
    FileKind.TIFF: 32_000_000,
    FileKind.AVIF: 25_000_000,
    FileKind.HEIF: 25_000_000,
}

#: Of JPEG: scans (encoders make 10 to 20), bytes of coefficients that are kept between scans (25
#: megapixels without subsampling), and pixels times scans.
_MOST_SCANS = 100
_MOST_KEPT_BYTES = 150_000_000
_MOST_SCANNED_PIXELS = 500_000_000

_BAND = 64  # rows of the result processed at once

#: Of the height, from below: a damaged end of a JPEG leaves blocks without content. They have the
#: last tone before them, or middle grey; bars that programs put below a picture are dark or light.
_LOWER_PART = 0.1
_FLAT = 3  # grey levels
_DARK, _LIGHT = 32, 224
_BLACK, _WHITE = 2, 253


@dataclass(frozen=True, slots=True)
class Decoded:
    """`is_part_missing` when the lower part of a stored JPEG shows nothing at all."""

    image: Image.Image
    is_part_missing: bool


def decode(content: bytes) -> Decoded:
    """The picture in a file, upright, in RGB on white; raises UnusablePicture."""
    kind = kind_of(content)
    if kind not in _READERS:
        raise UnusablePicture(_WHY_NOT[kind] if content else PictureDefect.TRUNCATED)
    try:
        return _decoded(content, kind)
    except MemoryError:
        raise UnusablePicture(PictureDefect.TOO_COMPLEX) from None


def _decoded(content: bytes, kind: FileKind) -> Decoded:
    jpeg = None
    match kind:
        case FileKind.JPEG:
            jpeg = _affordable(read_markers(content))
            content = jpeg.only_pixels
        case FileKind.PNG:
            content = only_pixels(content)
        case FileKind.TIFF if is_overlapping(content):
            raise UnusablePicture(PictureDefect.TOO_COMPLEX)
        case FileKind.WEBP if pixels_of(content) > _MOST_PIXELS[kind]:
            raise UnusablePicture(PictureDefect.TOO_MANY_PIXELS)
    image = _loaded(content, kind)
    if jpeg and not jpeg.has_end and (jpeg.missing or _is_corner_missing(image)):
        raise UnusablePicture(PictureDefect.TRUNCATED)
    return Decoded(_upright(image), jpeg is not None and _is_part_missing(image, jpeg))


def _loaded(content: bytes, kind: FileKind) -> ImageFile.ImageFile:
    with _damage_named(kind):
        image = _READERS[kind](io.BytesIO(content))
    if image.width * image.height > _MOST_PIXELS[kind]:
        raise UnusablePicture(PictureDefect.TOO_MANY_PIXELS)
    longer = max(image.size)
    with _damage_named(kind):
        if kind is FileKind.JPEG and longer > LONG_SIDE:
            # A third of the time and memory.
            wanted = [max(1, side * LONG_SIDE // longer) for side in image.size]
            image.draft(image.mode, (wanted[0], wanted[1]))
        image.load()
    return image


@contextlib.contextmanager
def _damage_named(kind: FileKind) -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  the readers raise whatever a damaged file provokes
        is_heic = kind is FileKind.HEIF
        raise UnusablePicture(PictureDefect.HEIC if is_heic else PictureDefect.TRUNCATED) from None


def _affordable(jpeg: Jpeg) -> Jpeg:
    if jpeg.kept_bytes > _MOST_KEPT_BYTES:
        raise UnusablePicture(PictureDefect.TOO_MANY_PIXELS)
    scanned = jpeg.pixels * jpeg.scans if jpeg.kept_bytes else 0
    if jpeg.scans > _MOST_SCANS or scanned > _MOST_SCANNED_PIXELS:
        raise UnusablePicture(PictureDefect.TOO_COMPLEX)
    return jpeg


def _is_corner_missing(image: Image.Image) -> bool:
    """Whether the last block is the grey with which libjpeg fills missing blocks."""
    width, height = image.size
    corner = image.crop((width - 2, height - 2, width, height)).convert("RGB")
    return set(corner.tobytes()) == {128}


def _is_part_missing(image: Image.Image, jpeg: Jpeg) -> bool:
    width, height = image.size
    band = image.crop((0, int(height * (1 - _LOWER_PART)), width, height)).convert("RGB")
    levels = cast("tuple[tuple[int, int], ...]", band.getextrema())
    darkest, brightest = (_BLACK, _WHITE) if jpeg.has_zeroed_bytes else (_DARK, _LIGHT)
    is_flat = all(most - least <= _FLAT for least, most in levels)
    return is_flat and any(darkest < least < brightest for least, _ in levels)


def _upright(image: ImageFile.ImageFile) -> Image.Image:
    orientation = _orientation(image)
    plain = _plain(image)
    plain.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BILINEAR)
    plain.info = {}  # whatever is left here could be saved again
    plain.getexif()[ExifTags.Base.Orientation] = orientation
    return ImageOps.exif_transpose(plain)


def _orientation(image: ImageFile.ImageFile) -> int:
    """The decoder rotates HEIF; the readers of all other formats leave that to the EXIF."""
    if isinstance(image, TiffImageFile):
        found = image.tag_v2.get(ExifTags.Base.Orientation, 1)
        return found if isinstance(found, int) else 1
    return orientation_of(image.info.get("exif") or b"")


def _plain(image: Image.Image) -> Image.Image:
    """The picture in RGB, on white where it is transparent, and less than twice the target size.

    Processed in bands, because a second whole copy in another mode would cost as much as the
    picture.
    """
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    factor = max(1, max(image.size) // LONG_SIDE)
    size = (-(-image.width // factor), -(-image.height // factor))
    plain = Image.new("RGB", size)
    levels = _levels(image, factor)
    for top, band in _bands(image, factor):
        plain.paste(_as_rgb(band, levels).reduce(factor), (0, top // factor))
    return plain


def _bands(image: Image.Image, factor: int) -> Iterator[tuple[int, Image.Image]]:
    rows = _BAND * factor
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _levels(image: Image.Image, factor: int) -> tuple[float, float] | None:
    """The darkest and the brightest of more than 8 bits of grey; None for all other modes."""
    if image.mode not in {"I", "F"} and not image.mode.startswith("I;16"):
        return None
    found = [band.convert("F").getextrema() for _, band in _bands(image, factor)]
    darkest, brightest = zip(*cast("list[tuple[float, float]]", found), strict=True)
    return min(darkest), max(brightest)


def _as_rgb(band: Image.Image, levels: tuple[float, float] | None) -> Image.Image:
    if levels:
        # Stretched into 8 bits; Pillow's own conversion clips them.
        darkest, brightest = levels
        scale = 255 / (brightest - darkest) if brightest > darkest else 0
        band = band.convert("F").point(lambda level: level * scale - darkest * scale).convert("L")
    if band.has_transparency_data:
        sheet = Image.new("RGBA", band.size, "white")
        sheet.alpha_composite(band.convert("RGBA"))
        band = sheet
    return band.convert("RGB")
