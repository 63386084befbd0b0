"""The same shot is recognised when it is sent twice, and nothing else is taken for it."""

import itertools
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from bot.pictures.fingerprint import is_same_picture
from bot.pictures.preparation import prepare
from bot.pictures.results import Prepared
from tests.support.image_files import decoded, encoded

ROOT = Path(__file__).parents[3]
SPECIMENS = ROOT / "bot" / "sandbox" / "specimens"
FRONT = SPECIMENS / "photos" / "00_front.jpg"


@pytest.fixture(scope="module")
def specimens() -> dict[str, Prepared]:
    return {
        str(path.relative_to(SPECIMENS)): prepare(path.read_bytes())
        for path in sorted(SPECIMENS.glob("*/*.jpg"))
    }


def test_no_two_specimens_are_the_same_picture(specimens: dict[str, Prepared]) -> None:
    assert len(specimens) >= 86
    same = [
        (one, other)
        for one, other in itertools.combinations(specimens, 2)
        if is_same_picture(specimens[one], specimens[other])
    ]
    assert same == []


def test_a_specimen_saved_again_smaller_and_worse_is_the_same_picture(
    specimens: dict[str, Prepared],
) -> None:
    for name, prepared in specimens.items():
        original = decoded((SPECIMENS / name).read_bytes())
        smaller = original.resize((original.width * 4 // 5, original.height * 4 // 5))
        copy = prepare(encoded(smaller, quality=50))
        assert copy.digest != prepared.digest
        assert is_same_picture(prepared, copy), name


def test_the_same_shot_as_photo_and_as_file_with_metadata_is_the_same_picture() -> None:
    original = decoded(FRONT.read_bytes())
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 8
    turned = original.transpose(Image.Transpose.ROTATE_270)

    as_file = prepare(encoded(turned, exif=exif, quality=95))

    assert is_same_picture(prepare(FRONT.read_bytes()), as_file)


def test_the_same_bytes_are_the_same_picture_even_without_texture() -> None:
    black = encoded(Image.new("RGB", (600, 400)))

    assert is_same_picture(prepare(black), prepare(black))


def test_plain_surfaces_are_not_the_same_picture() -> None:
    gradient = Image.linear_gradient("L").resize((600, 400))
    plain = [
        *(prepare(encoded(Image.new("RGB", (600, 400), colour))) for colour in ("navy", "black")),
        prepare(encoded(gradient)),
        prepare(encoded(gradient.point(lambda level: level // 2))),
    ]

    assert not any(is_same_picture(*pair) for pair in itertools.combinations(plain, 2))


def test_a_picture_not_looked_at_yet_is_the_same_as_none() -> None:
    class Unseen:
        digest = None
        fingerprint = None

    assert not is_same_picture(Unseen(), prepare(FRONT.read_bytes()))
    assert not is_same_picture(Unseen(), Unseen())


def test_a_fingerprint_has_256_bits_and_pixels_stay_out_of_repr() -> None:
    prepared = prepare(FRONT.read_bytes())

    assert len(prepared.fingerprint) * 4 == len(prepared.digest) * 4 == 256
    assert repr(prepared) == "Prepared(width=1280, height=960)"
