"""Whatever file an agent sends becomes a clean JPEG or a reason."""

import contextlib
import functools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageDraw, ImageOps

from bot.pictures.preparation import prepare
from bot.pictures.results import PictureDefect, UnusablePicture
from tests.support.hostile_files import png_of
from tests.support.image_files import decoded, encoded

ROOT = Path(__file__).parents[3]
SPECIMENS = ROOT / "bot" / "sandbox" / "specimens"
FRONT = SPECIMENS / "photos" / "00_front.jpg"


def scene(width: int = 600, height: int = 400) -> Image.Image:
    """A picture with a red corner at the top left, which shows its orientation."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    return image


def refused(content: bytes) -> PictureDefect:
    with pytest.raises(UnusablePicture) as refusal:
        prepare(content)
    return refusal.value.reason


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, green, blue = image.convert("RGB").getpixel(at)  # type: ignore[misc]  # three bands
    return red > 200 and green < 60 and blue < 60


# -- what comes out ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_picture_format_of_phones_becomes_a_jpeg(form: str) -> None:
    prepared = prepare(encoded(scene(), form))

    image = decoded(prepared.jpeg)
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert image.size == (prepared.width, prepared.height) == (600, 400)
    assert is_red(image, (20, 20))
    assert not is_red(image, (580, 380))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int) -> None:
    # Each of the eight transformations, undone by the one that EXIF names.
    inverse = {6: 8, 8: 6}.get(orientation, orientation)
    turning = scene()
    turning.getexif()[ExifTags.Base.Orientation] = inverse
    stored = ImageOps.exif_transpose(turning)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    prepared = prepare(encoded(stored, exif=exif))

    assert (prepared.width, prepared.height) == (600, 400)
    assert is_red(decoded(prepared.jpeg), (20, 20))


def test_location_camera_comment_and_profile_are_removed() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Nokia"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (23.0, 45.0, 1.0)})
    content = encoded(scene(), exif=exif, comment=b"at home", icc_profile=b"a profile" * 9)
    assert b"Nokia" in content
    assert b"at home" in content

    image = decoded(prepare(content).jpeg)

    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_damaged_metadata_does_not_cost_the_picture() -> None:
    content = encoded(scene(), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x05" + b"\xa5\x01" * 150)

    assert prepare(content).width == 600


def test_a_large_photo_is_shrunk_to_2000_pixels_and_a_small_one_kept() -> None:
    assert prepare(encoded(scene(4000, 3000))).width == 2000
    tall = prepare(encoded(scene(1050, 2100), "PNG"))
    assert (tall.width, tall.height) == (1000, 2000)
    assert prepare(encoded(scene(1280, 960))).width == 1280


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I;16", "F"])
def test_every_way_of_storing_colour_shows_the_same_scene(mode: str) -> None:
    form = {"CMYK": "JPEG", "YCbCr": "JPEG", "F": "TIFF"}.get(mode, "PNG")
    if mode == "I;16":
        grey = scene().convert("L")
        stored = Image.frombytes(mode, grey.size, bytes(b for g in grey.tobytes() for b in (0, g)))
    else:
        stored = scene().convert(mode)

    grey = decoded(prepare(encoded(stored, form)).jpeg).convert("L")

    assert grey.getpixel((580, 380)) == pytest.approx(255, abs=3)
    corner = [grey.getpixel((x, y)) for x in range(20, 60) for y in range(20, 60)]
    assert sum(corner) / len(corner) < 120  # type: ignore[arg-type]  # one band


def test_transparency_becomes_white() -> None:
    glass = scene().convert("RGBA")
    glass.putalpha(0)
    palette = scene().convert("P")
    white = palette.getpixel((599, 399))

    for content in (encoded(glass, "PNG"), encoded(palette, "PNG", transparency=white)):
        image = decoded(prepare(content).jpeg)
        assert image.getpixel((599, 399)) == pytest.approx((255, 255, 255), abs=2)


# -- what is refused --------------------------------------------------------------------------


@functools.cache
def whole(form: str) -> bytes:
    return encoded(decoded(FRONT.read_bytes()).resize((640, 480)), form)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_picture_that_did_not_arrive_whole_says_so(form: str, share: float) -> None:
    content = whole(form)

    assert refused(content[: int(len(content) * share)]) is PictureDefect.TRUNCATED


def test_an_empty_file_did_not_arrive_whole() -> None:
    assert refused(b"") is PictureDefect.TRUNCATED


@pytest.mark.parametrize(
    ("content", "defect"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", PictureDefect.PDF),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(900), PictureDefect.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix" + bytes(900), PictureDefect.HEIC),
        (b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2avc1mp41", PictureDefect.VIDEO),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", PictureDefect.VIDEO),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01webm", PictureDefect.VIDEO),
        (b"OggS\0\x02" + bytes(60), PictureDefect.NOT_AN_IMAGE),  # a voice note
        (b"PK\x03\x04word/document.xml", PictureDefect.NOT_AN_IMAGE),
        ("আমার নাম রহিম".encode(), PictureDefect.NOT_AN_IMAGE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 400", PictureDefect.NOT_AN_IMAGE),
    ],
)
def test_a_file_that_is_not_a_picture_is_named(content: bytes, defect: PictureDefect) -> None:
    assert refused(content) is defect


@pytest.mark.parametrize("side", [20_000, 12_000, 8_000])
def test_a_decompression_bomb_is_refused_without_being_decoded(side: int) -> None:
    bomb = png_of(side, side, depth=1, colour=0)
    assert len(bomb) < 100_000

    start = time.process_time()

    assert refused(bomb) is PictureDefect.TOO_MANY_PIXELS
    assert time.process_time() - start < 0.1  # seconds


@pytest.mark.parametrize(
    ("size", "is_usable"),
    [((400, 300), True), ((399, 300), False), ((3000, 40), False), ((20_000, 1), False)],
)
def test_only_absurdly_small_pictures_are_refused(size: tuple[int, int], is_usable: bool) -> None:
    content = encoded(Image.new("RGB", size), "PNG")

    if is_usable:
        assert prepare(content).width == size[0]
    else:
        assert refused(content) is PictureDefect.TOO_SMALL


def prepared_or_refused(content: bytes) -> None:
    """Any other exception fails the test."""
    with contextlib.suppress(UnusablePicture):
        assert decoded(prepare(content).jpeg).mode == "RGB"


@given(
    st.binary(max_size=2000),
    st.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"RIFFxxxxWEBP"]
    ),
)
def test_any_bytes_are_a_picture_or_refused(content: bytes, start: bytes) -> None:
    prepared_or_refused(start + content)


@given(st.data())
def test_a_damaged_picture_is_a_picture_or_refused(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP"]))
    content = bytearray(encoded(scene(400, 300), form))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    prepared_or_refused(bytes(content))
