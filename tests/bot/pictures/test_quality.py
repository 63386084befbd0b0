"""Good photos pass, bad ones are named; the limits are measured again on the specimens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from bot.pictures.quality import doubts_of
from bot.pictures.results import PictureDoubt
from conversations.picture import WRONG_SUBJECTS

SPECIMENS = Path(__file__).parents[3] / "bot" / "sandbox" / "specimens"
ALL = range(12)

#: Enough of what is far from every limit.
SOME = (0, 3, 6, 9)

#: Cards on a background without a pattern.
QUIET = (0, 1, 2, 4, 5)


def card(number: int, side: str = "front") -> Image.Image:
    return Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg").convert("RGB")


def selfie(number: int, pose: str = "a") -> Image.Image:
    return Image.open(SPECIMENS / "selfies" / f"{number:02}_{pose}.jpg").convert("RGB")


def doubts(image: Image.Image, slot: str) -> tuple[PictureDoubt, ...]:
    return doubts_of(image, slot)


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


@pytest.mark.parametrize("number", SOME)
def test_a_hot_spot_on_the_card_is_glare(number: int) -> None:
    assert PictureDoubt.GLARE in doubts(with_glare(card(number, "back")), "back")


@pytest.mark.parametrize("number", QUIET)
def test_a_card_that_reaches_over_the_edge_is_cut_off(number: int) -> None:
    assert PictureDoubt.CUT_OFF in doubts(cut_off(card(number, "back")), "back")


def test_a_card_on_a_patterned_table_is_given_the_benefit_of_the_doubt() -> None:
    assert PictureDoubt.CUT_OFF not in doubts(cut_off(card(7, "back")), "back")


# -- the subject --------------------------------------------------------------------------------


@pytest.mark.parametrize("number", SOME)
def test_one_side_is_not_taken_for_the_other(number: int) -> None:
    assert PictureDoubt.WRONG_SIDE in doubts(card(number, "back"), "front")
    assert PictureDoubt.WRONG_SIDE in doubts(card(number), "back")
    assert PictureDoubt.WRONG_SIDE in doubts(turned(card(number)), "back")


@pytest.mark.parametrize("number", ALL)
def test_a_flat_card_which_has_the_largest_face_is_no_selfie(number: int) -> None:
    with Image.open(SPECIMENS / "cards" / f"{number:02}_front.jpg") as scan:
        assert PictureDoubt.SMALL_FACE in doubts(scan.convert("RGB"), "selfie")


@pytest.mark.parametrize("number", SOME)
def test_a_card_is_no_selfie(number: int) -> None:
    assert PictureDoubt.SMALL_FACE in doubts(card(number), "selfie")
    assert PictureDoubt.SMALL_FACE in doubts(turned(card(number)), "selfie")
    assert PictureDoubt.NO_FACE in doubts(card(number, "back"), "selfie")


@pytest.mark.parametrize("number", SOME)
@pytest.mark.parametrize("slot", ["front", "back"])
def test_a_selfie_is_no_card(number: int, slot: str) -> None:
    assert PictureDoubt.PERSON in doubts(selfie(number), slot)
    assert PictureDoubt.PERSON in doubts(turned(selfie(number, "b")), slot)


def two_people(number: int, size: float) -> Image.Image:
    """A selfie with somebody else next to the customer, or a little behind."""
    one, other = selfie(number), selfie((number + 1) % len(ALL))
    small = other.resize((int(other.width * size), int(other.height * size)))
    both = Image.new("RGB", (one.width + small.width, one.height), (120, 110, 100))
    both.paste(one, (0, 0))
    both.paste(small, (one.width, one.height - small.height))
    return both


@pytest.mark.parametrize(
    ("number", "size"), [*((each, 0.6) for each in ALL), *((each, 1.0) for each in SOME)]
)
def test_two_people_are_not_one_customer(number: int, size: float) -> None:
    assert PictureDoubt.SEVERAL_FACES in doubts(two_people(number, size), "selfie")


@pytest.mark.parametrize("number", SOME)
def test_a_selfie_with_the_card_held_up_is_one_of_the_customer(number: int) -> None:
    held = selfie(number)
    flat = Image.open(SPECIMENS / "cards" / f"{number:02}_front.jpg").resize((450, 284))
    held.paste(flat, (held.width - flat.width, held.height - flat.height))

    assert doubts(held, "selfie") == ()


@pytest.mark.parametrize("number", ALL)
def test_a_selfie_at_arms_length_is_one_of_the_customer(number: int) -> None:
    far = Image.new("RGB", (720, 960), (150, 150, 140))
    small = selfie(number).resize((504, 672))
    far.paste(small, (108, 288))

    assert not WRONG_SUBJECTS & set(doubts(far, "selfie"))


def test_a_wrong_subject_is_known_as_such_to_the_conversation() -> None:
    assert set(PictureDoubt) > WRONG_SUBJECTS
    assert [doubt in WRONG_SUBJECTS for doubt in PictureDoubt] == [True] * 5 + [False] * 8


def test_a_card_of_too_few_pixels_should_come_as_a_file() -> None:
    small = card(3).resize((900, 675))

    assert doubts(small, "front") == (PictureDoubt.SMALL,)
    assert doubts(selfie(3).resize((600, 800)), "selfie") == ()


@pytest.mark.parametrize("slot", ["front", "back", "selfie"])
@pytest.mark.parametrize(
    ("size", "colour"),
    [((1280, 960), "black"), ((1280, 960), "white"), ((400, 100), "grey"), ((100, 2000), "grey")],
)
def test_a_picture_of_nothing_is_judged_as_well(
    size: tuple[int, int], colour: str, slot: str
) -> None:
    assert doubts(Image.new("RGB", size, colour), slot)
