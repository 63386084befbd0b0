"""The size of a WebP is known before its reader allocates memory."""

import pytest
from PIL import Image

from bot.pictures.webp_header import pixels_of
from tests.support.image_files import encoded


@pytest.mark.parametrize(
    "options",
    [{}, {"lossless": True}, {"exif": b"Exif\0\0II*\0"}, {"save_all": True, "append_images": [1]}],
)
@pytest.mark.parametrize("size", [(1, 1), (640, 480), (16_383, 2)])
def test_every_way_of_writing_it_is_read(size: tuple[int, int], options: dict[str, object]) -> None:
    image = Image.new("RGB", size, "navy")
    if "append_images" in options:
        options = options | {"append_images": [Image.new("RGB", size, "red")]}

    assert pixels_of(encoded(image, "WEBP", **options)) == size[0] * size[1]


def test_a_header_that_is_not_whole_says_nothing() -> None:
    assert pixels_of(encoded(Image.new("RGB", (64, 64)), "WEBP")[:25]) == 0
    assert pixels_of(b"RIFF\0\0\0\0WEBPVP9 " + bytes(40)) == 0
