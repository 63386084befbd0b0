"""Good photos pass, bad ones are named; the limits are measured again on the specimens."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from bot.pictures.quality import PictureDoubt, doubts_of

SPECIMENS = Path(__file__).parents[3] / "bot" / "sandbox" / "specimens"
ALL = range(12)

#: Cards on a background without a pattern.
QUIET = (0, 1, 2, 4, 5)


def card(number: int, side: str = "front") -> Image.Image:
    return Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg").convert("RGB")


def selfie(number: int, pose: str = "a") -> Image.Image:
    return Image.open(SPECIMENS / "selfies" / f"{number:02}_{pose}.jpg").convert("RGB")


def doubts(image: Image.Image, slot: str) -> tuple[PictureDoubt, ...]:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=88)
    return doubts_of(file.getvalue(), slot)


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(4))


def dark(image: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(0.2)


def washed_out(image: Image.Image) -> Image.Image:
    return Image.blend(image, Image.new("RGB", image.size, "white"), 0.75)


def with_glare(image: Image.Image) -> Image.Image:
    mask = Image.new("L", image.size, 0)
    width, height = image.size
    ImageDraw.Draw(mask).ellipse((width * 0.35, height * 0.3, width * 0.75, height * 0.8), fill=255)
    return Image.composite(Image.new("RGB", image.size, "white"), image, mask)


def cut_off(image: Image.Image) -> Image.Image:
    return image.crop((image.width // 4, 0, image.width, image.height))


def turned(image: Image.Image) -> Image.Image:
    return image.transpose(Image.Transpose.ROTATE_90)


@pytest.mark.parametrize("number", ALL)
def test_no_good_specimen_is_doubted(number: int) -> None:
    assert doubts(card(number), "front") == ()
    assert doubts(card(number, "back"), "back") == ()
    for pose in "ab":
        assert doubts(selfie(number, pose), "selfie") == ()


@pytest.mark.parametrize("number", ALL)
@pytest.mark.parametrize("side", ["front", "back"])
def test_no_flat_scan_is_doubted(number: int, side: str) -> None:
    with Image.open(SPECIMENS / "cards" / f"{number:02}_{side}.jpg") as scan:
        assert doubts(scan.convert("RGB"), side) == ()


@pytest.mark.parametrize("number", [0, 9])
@pytest.mark.parametrize(
    ("spoil", "doubt"),
    [
        (blurred, PictureDoubt.BLURRED),
        (dark, PictureDoubt.DARK),
        (washed_out, PictureDoubt.WASHED_OUT),
        (turned, PictureDoubt.SIDEWAYS),
    ],
)
def test_every_defect_of_a_photo_is_named(
    number: int, spoil: Callable[[Image.Image], Image.Image], doubt: PictureDoubt
) -> None:
    assert doubt in doubts(spoil(card(number)), "front")
    assert doubt in doubts(spoil(selfie(number)), "selfie")


@pytest.mark.parametrize("number", [0, 3, 6, 9])
def test_a_hot_spot_on_the_card_is_glare(number: int) -> None:
    assert PictureDoubt.GLARE in doubts(with_glare(card(number, "back")), "back")


@pytest.mark.parametrize("number", QUIET)
def test_a_card_that_reaches_over_the_edge_is_cut_off(number: int) -> None:
    assert PictureDoubt.CUT_OFF in doubts(cut_off(card(number, "back")), "back")


def test_a_card_on_a_patterned_table_is_given_the_benefit_of_the_doubt() -> None:
    assert PictureDoubt.CUT_OFF not in doubts(cut_off(card(7, "back")), "back")


@pytest.mark.parametrize("number", [1, 5, 10])
def test_one_side_is_not_taken_for_the_other(number: int) -> None:
    assert doubts(card(number, "back"), "front") == (PictureDoubt.WRONG_SIDE,)
    assert doubts(card(number), "back") == (PictureDoubt.WRONG_SIDE,)


def test_a_card_is_not_a_selfie() -> None:
    assert doubts(card(3, "back"), "selfie") == (PictureDoubt.NO_FACE,)


def test_a_card_of_too_few_pixels_should_come_as_a_file() -> None:
    small = card(3).resize((900, 675))

    assert doubts(small, "front") == (PictureDoubt.SMALL,)
    assert doubts(selfie(3).resize((600, 800)), "selfie") == ()


@pytest.mark.parametrize("slot", ["front", "back", "selfie"])
@pytest.mark.parametrize("colour", ["black", "white", "grey"])
@pytest.mark.parametrize("size", [(1280, 960), (400, 100), (100, 2000)])
def test_a_picture_of_nothing_is_judged_as_well(
    size: tuple[int, int], colour: str, slot: str
) -> None:
    assert doubts(Image.new("RGB", size, colour), slot)
