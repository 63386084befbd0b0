"""Of a PNG only the chunks that its pixels need are read."""

import pytest
from PIL import Image

from bot.pictures.png_chunks import only_pixels
from bot.pictures.results import PictureDefect, UnusablePicture
from tests.support.hostile_files import chunk, png_with
from tests.support.image_files import encoded

PLAIN = encoded(Image.new("RGB", (500, 500), "navy"), "PNG")


def test_profiles_texts_and_frames_are_left_out() -> None:
    kinds = (b"iCCP", b"zTXt", b"iTXt", b"tEXt", b"acTL", b"fcTL", b"fdAT", b"gAMA")

    assert only_pixels(png_with(*(chunk(kind, bytes(40)) for kind in kinds))) == PLAIN


def test_transparency_and_orientation_stay() -> None:
    content = png_with(chunk(b"tRNS", bytes(6)), chunk(b"eXIf", b"II*\0"))

    assert only_pixels(content) == content


def test_an_exif_of_megabytes_goes() -> None:
    assert only_pixels(png_with(chunk(b"eXIf", bytes(2_000_000)))) == PLAIN


@pytest.mark.parametrize("length", [8, 20, 60, len(PLAIN) - 5])
def test_what_did_not_arrive_whole_stays_so(length: int) -> None:
    assert only_pixels(PLAIN[:length]) == PLAIN[:length]


def test_a_hundred_thousand_chunks_are_not_read() -> None:
    with pytest.raises(UnusablePicture) as refusal:
        only_pixels(png_with(*[chunk(b"IDAT", b"")] * 100_000))

    assert refusal.value.reason is PictureDefect.TOO_COMPLEX
