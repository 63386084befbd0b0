"""The markers of a JPEG show its cost and whether it is complete."""

import pytest
from PIL import Image

from bot.pictures.jpeg_markers import read_markers
from bot.pictures.results import PictureDefect, UnusablePicture
from tests.support.hostile_files import with_scans, with_segments
from tests.support.image_files import encoded

PICTURE = Image.effect_noise((640, 480), 60).convert("RGB")


def test_a_photo_of_a_camera_is_decoded_row_by_row() -> None:
    jpeg = read_markers(encoded(PICTURE))

    assert (jpeg.scans, jpeg.pixels, jpeg.kept_bytes) == (1, 640 * 480, 0)
    assert jpeg.has_end
    assert not jpeg.missing


def test_a_progressive_one_is_kept_until_its_last_scan() -> None:
    jpeg = read_markers(encoded(PICTURE, progressive=True, subsampling=0))

    assert jpeg.scans == 10
    assert jpeg.kept_bytes == 3 * 640 * 480 * 2
    assert not jpeg.missing


def test_subsampled_colours_are_a_quarter_each() -> None:
    jpeg = read_markers(encoded(PICTURE, progressive=True, subsampling=2))

    assert jpeg.kept_bytes == 640 * 480 * 2 * 3 // 2


def test_scans_that_did_not_come_are_missed() -> None:
    whole = encoded(PICTURE, progressive=True)
    last = whole.rindex(b"\xff\xda")

    assert read_markers(whole[:last]).missing
    assert not read_markers(whole[:-2]).missing
    assert not read_markers(whole[:-2]).has_end


def test_the_end_within_a_thumbnail_is_not_the_end_of_the_picture() -> None:
    whole = with_segments(0xE1, 1, b"Exif\0\0" + encoded(PICTURE.resize((16, 12))))

    assert read_markers(whole).has_end
    assert not read_markers(whole[:-2]).has_end


def test_only_what_the_pixels_need_is_left() -> None:
    exif = Image.Exif()
    exif[274] = 6
    content = encoded(
        PICTURE, comment=b"at home", icc_profile=b"a profile" * 99, exif=exif, quality=75
    )

    bare = read_markers(content + b"what an app puts behind it").only_pixels

    assert not any(words in bare for words in (b"at home", b"a profile", b"what an app"))
    assert exif.tobytes() in bare
    assert bare == read_markers(bare).only_pixels


def test_scans_are_counted_however_many() -> None:
    assert read_markers(with_scans(64, 300)).scans > 300


@pytest.mark.parametrize("kind", [0xC4, 0xDD, 0xFE, 0xE1, 0xDB])
def test_thousands_of_segments_are_not_read(kind: int) -> None:
    with pytest.raises(UnusablePicture) as refusal:
        read_markers(with_segments(kind, 100_000, b"\0\1"))

    assert refusal.value.reason is PictureDefect.TOO_COMPLEX
