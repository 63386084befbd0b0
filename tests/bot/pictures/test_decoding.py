"""A file is decoded at a bounded cost, and missing parts are noticed."""

import functools
import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from pillow_heif import from_pillow

from bot.pictures.decoding import decode
from bot.pictures.results import PictureDefect, UnusablePicture
from tests.support.hostile_files import (
    overlapping_tiff,
    png_of,
    png_with,
    wide_tile_tiff,
    with_scans,
)
from tests.support.image_files import encoded

SPECIMENS = Path(__file__).parents[3] / "bot" / "sandbox" / "specimens"


@functools.cache
def card() -> Image.Image:
    return Image.open(SPECIMENS / "photos" / "00_front.jpg").convert("RGB")


@functools.cache
def selfie() -> Image.Image:
    return Image.open(SPECIMENS / "selfies" / "03_a.jpg").convert("RGB")


@functools.cache
def saved(scene: Callable[[], Image.Image], **options: Any) -> bytes:
    return encoded(scene(), **options)


def claiming(width: int, height: int, form: str = "JPEG", **options: object) -> bytes:
    """A small picture whose header says that it is as large as that."""
    content = encoded(Image.new("L", (64, 64)), form, **options)
    match form:
        case "AVIF":  # ISO/IEC 14496-12, ispe
            at, size = content.index(b"ispe") + 8, struct.pack(">II", width, height)
        case "WEBP":  # RFC 6386, 9.1
            at, size = 26, struct.pack("<HH", width, height)
        case _:  # T.81, B.2.2
            frame = b"\xff\xc2" if "progressive" in options else b"\xff\xc0"
            at, size = content.index(frame) + 5, struct.pack(">HH", height, width)
    return content[:at] + size + content[at + len(size) :]


def refused(content: bytes) -> PictureDefect:
    with pytest.raises(UnusablePicture) as refusal:
        decode(content)
    return refusal.value.reason


# -- what it costs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "defect"),
    [
        (lambda: png_of(7070, 7070), PictureDefect.TOO_MANY_PIXELS),
        (lambda: png_of(60_000, 600), PictureDefect.TOO_MANY_PIXELS),
        (lambda: claiming(4000, 4000, "WEBP"), PictureDefect.TOO_MANY_PIXELS),
        (lambda: claiming(6000, 5000, "AVIF"), PictureDefect.TOO_MANY_PIXELS),
        (lambda: claiming(9000, 9000, progressive=True), PictureDefect.TOO_MANY_PIXELS),
        (lambda: claiming(13_000, 13_000), PictureDefect.TOO_MANY_PIXELS),
        (lambda: with_scans(100, 400), PictureDefect.TOO_COMPLEX),
        (lambda: with_scans(5000, 30), PictureDefect.TOO_COMPLEX),
        (overlapping_tiff, PictureDefect.TOO_COMPLEX),
    ],
)
def test_what_would_cost_too_much_is_refused_by_its_header(
    make: Callable[[], bytes], defect: PictureDefect
) -> None:
    assert refused(make()) is defect


def test_an_enormous_tile_is_refused() -> None:
    assert refused(wide_tile_tiff()) in {PictureDefect.TRUNCATED, PictureDefect.TOO_COMPLEX}


def test_what_phones_and_programs_make_is_taken() -> None:
    """Also at the largest allowed size, and with as many scans as encoders write."""
    for content in (
        encoded(Image.new("RGB", (12_000, 9_000), "navy"), quality=50),
        encoded(Image.new("RGB", (5700, 4280), "navy"), progressive=True),
        encoded(Image.new("RGB", (4000, 3000), "navy"), "WEBP", method=0),
        encoded(Image.new("RGB", (5700, 4280), "navy"), "AVIF", speed=10),
        with_scans(3000, 20),
    ):
        assert max(decode(content).image.size) == 2000


def test_the_first_of_many_pictures_is_taken() -> None:
    first, second = Image.new("RGB", (600, 400), "red"), Image.new("RGB", (600, 400), "blue")
    for form in ("GIF", "PNG", "WEBP", "TIFF", "AVIF", "MPO"):
        content = encoded(first, form, save_all=True, append_images=[second])

        red, _, blue = decode(content).image.getpixel((9, 9))  # type: ignore[misc]  # three bands
        assert (red > 200, blue < 60) == (True, True), form


@pytest.mark.parametrize("orientation", [None, 1, 6])
def test_a_picture_of_an_iphone_is_upright(orientation: int | None) -> None:
    """Its decoder rotates it, whatever the EXIF says."""
    exif = Image.Exif()
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    file = io.BytesIO()
    small = card().resize((320, 240))
    from_pillow(small).save(file, quality=60, exif=exif.tobytes() if orientation else None)

    assert decode(file.getvalue()).image.size == ((240, 320) if orientation == 6 else (320, 240))


def test_bytes_after_a_picture_are_not_read() -> None:
    for form in ("JPEG", "PNG", "WEBP", "GIF", "BMP"):
        whole = encoded(card().resize((320, 240)), form)

        assert decode(whole + whole).image.tobytes() == decode(whole).image.tobytes()
        assert decode(whole + b"PK\3\4" + bytes(9000)).image.size == (320, 240)


def test_a_profile_of_megabytes_costs_nothing() -> None:
    profile = bytes(3_000_000)
    for form in ("JPEG", "PNG", "WEBP", "TIFF"):
        content = encoded(card().resize((640, 480)), form, icc_profile=profile)

        assert decode(content).image.size == (640, 480)


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1), (65_000, 16)])
def test_a_line_is_a_picture(size: tuple[int, int]) -> None:
    assert max(decode(encoded(Image.new("RGB", size, "navy"), "PNG")).image.size) <= 2000
    assert max(decode(encoded(Image.new("RGB", size, "navy"))).image.size) <= 2000


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "RGB"])
def test_a_large_picture_in_any_mode_shows_the_same_scene(mode: str) -> None:
    """Other modes than RGB are processed in bands, without a visible seam."""
    scene = Image.linear_gradient("L").resize((450, 4500))
    stored = (
        scene.convert("I").point(lambda grey: grey * 257).convert(mode)
        if mode == "I;16"
        else (scene.convert("RGB").convert(mode))
    )

    shown = decode(encoded(stored, "PNG", compress_level=1)).image.convert("L")

    assert shown.size == (200, 2000)
    expected = scene.resize((200, 2000))
    if mode not in {"P", "1"}:  # those are dithered
        for row in (5, 63, 64, 65, 999, 1500, 1990):
            assert shown.getpixel((100, row)) == pytest.approx(expected.getpixel((100, row)), abs=2)


# -- what is missing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [{}, {"subsampling": 0}, {"progressive": True}, {"optimize": True}, {"restart_marker_rows": 1}],
)
@pytest.mark.parametrize("scene", [card, selfie])
def test_a_jpeg_that_lacks_only_its_end_mark_is_whole(
    scene: Callable[[], Image.Image], options: dict[str, Any]
) -> None:
    whole = saved(scene, **options)
    pixels = decode(whole).image.tobytes()

    for damaged in (whole[:-2], whole[:-1], whole[:-2] + b"\xff", whole[:-2] + bytes(7)):
        decoded = decode(damaged)
        assert decoded.image.tobytes() == pixels
        assert not decoded.is_part_missing


@pytest.mark.parametrize(
    "options", [{}, {"subsampling": 0}, {"optimize": True}, {"restart_marker_rows": 1}]
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_jpeg_that_lacks_rows_did_not_arrive_whole(share: float, options: dict[str, Any]) -> None:
    whole = saved(card, **options)

    assert refused(whole[: int(len(whole) * share)]) is PictureDefect.TRUNCATED


@pytest.mark.parametrize("share", [0.03, 0.1, 0.3, 0.5])
def test_a_progressive_jpeg_that_lacks_scans_did_not_arrive_whole(share: float) -> None:
    whole = saved(card, progressive=True)

    assert refused(whole[: int(len(whole) * share)]) is PictureDefect.TRUNCATED


def zeroed(whole: bytes, start: float, end: float) -> bytes:
    """Blocks of a disk or a download that were never filled in."""
    first, last = int(len(whole) * start), min(int(len(whole) * end), len(whole) - 2)
    return whole[:first] + bytes(last - first) + whole[last:]


@pytest.mark.parametrize(
    "options", [{}, {"subsampling": 0}, {"optimize": True}, {"restart_marker_rows": 1}]
)
@pytest.mark.parametrize("scene", [card, selfie])
@pytest.mark.parametrize(("start", "end"), [(0.5, 1), (0.3, 1), (0.8, 1), (0.5, 0.8)])
def test_a_lower_part_of_zeroed_blocks_is_noticed(
    start: float, end: float, scene: Callable[[], Image.Image], options: dict[str, Any]
) -> None:
    assert decode(zeroed(saved(scene, **options), start, end)).is_part_missing


@pytest.mark.parametrize("scene", [card, selfie])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_zeroed_blocks_are_noticed_in_a_progressive_jpeg(
    subsampling: int, scene: Callable[[], Image.Image]
) -> None:
    """Where the first scan is damaged, the colours of what is below it are missing."""
    whole = saved(scene, progressive=True, subsampling=subsampling)
    first = whole.index(b"\xff\xda")
    second = whole.index(b"\xff\xda", first + 2)
    middle = (first + second) // 2 / len(whole)

    assert decode(zeroed(whole, middle, 1)).is_part_missing


@pytest.mark.parametrize("colour", ["black", "white", "#121212", "#f0f2f5"])
def test_a_bar_below_a_picture_is_not_a_part_that_is_missing(colour: str) -> None:
    framed = Image.new("RGB", (1280, 1280), colour)
    framed.paste(card(), (0, 100))

    assert not decode(encoded(framed)).is_part_missing


def test_no_specimen_lacks_a_part() -> None:
    for path in sorted(SPECIMENS.glob("*/*.jpg")):
        assert not decode(path.read_bytes()).is_part_missing, path.name


def test_a_bomb_in_a_png_is_not_even_unpacked() -> None:
    file = io.BytesIO(png_with())

    assert decode(file.getvalue()).image.size == (500, 500)
