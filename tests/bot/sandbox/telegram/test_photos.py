import io
import zlib

import pytest
from PIL import Image

from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.photos import renderings


def picture(width: int, height: int, kind: str = "JPEG", orientation: int = 0) -> bytes:
    drawn = Image.new("RGB", (width, height), "white")
    drawn.paste("red", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        exif[0x010F] = "A phone"
    written = io.BytesIO()
    drawn.save(written, kind, exif=exif)
    return written.getvalue()


def sides(content: bytes) -> list[tuple[int, int]]:
    return [(each.width, each.height) for each in renderings(content, by_bot=False)]


def test_a_large_photo_comes_in_four_sizes_and_never_whole() -> None:
    assert sides(picture(4000, 3000)) == [(90, 68), (320, 240), (800, 600), (1280, 960)]


def test_a_small_photo_is_not_made_larger() -> None:
    assert sides(picture(500, 400)) == [(90, 72), (320, 256), (500, 400)]
    assert sides(picture(50, 50)) == [(50, 50)]


def test_a_photo_is_turned_as_its_exif_says_and_loses_it() -> None:
    largest = renderings(picture(400, 200, orientation=6), by_bot=False)[-1]
    shown = Image.open(io.BytesIO(largest.jpeg))
    assert shown.size == (200, 400)
    assert shown.format == "JPEG"
    assert not shown.getexif()
    corner = shown.convert("RGB").getpixel((190, 10))
    assert isinstance(corner, tuple)
    assert corner[1] < 60  # the red corner is now at the top right


def test_other_formats_become_jpeg() -> None:
    assert renderings(picture(60, 60, "PNG"), by_bot=False)[0].jpeg.startswith(b"\xff\xd8")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", picture(300, 300)[:400]])
def test_an_incomplete_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BotApiError, match="IMAGE_PROCESS_FAILED"):
        renderings(content, by_bot=False)


def test_a_decompression_bomb_is_refused_before_it_is_opened() -> None:
    with pytest.raises(BotApiError, match="PHOTO_INVALID_DIMENSIONS"):
        renderings(bomb(), by_bot=False)


def bomb() -> bytes:
    """A PNG that says it is 20,000 pixels wide and high."""
    written = io.BytesIO()
    Image.new("1", (8, 8)).save(written, "PNG")
    content = bytearray(written.getvalue())
    content[16:24] = (20_000).to_bytes(4) * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


def test_a_bots_photo_must_not_be_too_long_or_too_narrow() -> None:
    with pytest.raises(BotApiError, match="PHOTO_INVALID_DIMENSIONS"):
        renderings(picture(6000, 4100), by_bot=True)
    with pytest.raises(BotApiError, match="PHOTO_INVALID_DIMENSIONS"):
        renderings(picture(1000, 20), by_bot=True)


def test_a_bots_photo_must_not_be_over_ten_megabytes() -> None:
    with pytest.raises(BotApiError, match="too big for a photo"):
        renderings(picture(50, 50) + bytes(10 * 2**20), by_bot=True)
