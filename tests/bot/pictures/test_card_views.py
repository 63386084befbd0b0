"""What the agent sees of the card that the service cropped."""

from pathlib import Path

import pytest
from PIL import Image

from bot.pictures.card_views import views_of
from bot.screens.card import PART_OF_FIELD
from conversations.card import CARD_FIELDS
from tests.support.image_files import decoded, encoded

SPECIMENS = Path(__file__).parents[3] / "bot" / "sandbox" / "specimens"
FRONT = SPECIMENS / "photos" / "00_front.jpg"


def test_the_preview_shows_the_front_above_the_back() -> None:
    front = encoded(Image.new("RGB", (1012, 638), "red"), quality=95)
    back = encoded(Image.new("RGB", (506, 319), "blue"), "PNG")

    preview = views_of(front, back).sheet

    assert preview is not None
    image = decoded(preview)
    assert image.size == (1000, 1276)
    assert image.getpixel((500, 300)) == pytest.approx((254, 0, 0), abs=5)
    assert image.getpixel((500, 900)) == pytest.approx((0, 0, 255), abs=5)


@pytest.mark.parametrize("damaged", [None, b"", b"no picture", FRONT.read_bytes()[:5000]])
def test_the_preview_makes_do_with_one_side(damaged: bytes | None) -> None:
    card = (SPECIMENS / "cards" / "00_front.jpg").read_bytes()

    for preview in (views_of(card, damaged).sheet, views_of(damaged, card).sheet):
        assert preview is not None
        assert decoded(preview).size == (1000, 630)


def test_there_is_no_preview_of_nothing() -> None:
    assert views_of(b"no picture", b"").sheet is None
    assert views_of(None, None).sheet is None


def test_the_preview_stays_within_what_telegram_shows() -> None:
    stripe = encoded(Image.new("RGB", (3000, 10)))
    tall = encoded(Image.new("RGB", (900, 1600)))

    assert views_of(stripe, stripe).sheet is None
    preview = views_of(tall, tall).sheet
    assert preview is not None
    assert max(decoded(preview).size) == 1280


def test_each_field_of_the_card_has_its_part() -> None:
    card = (SPECIMENS / "cards" / "00_front.jpg").read_bytes()

    found = views_of(card, card).parts

    assert set(PART_OF_FIELD) == set(CARD_FIELDS)
    assert set(PART_OF_FIELD.values()) == set(found)


def test_the_number_is_looked_at_larger_than_on_the_whole_card() -> None:
    """A band fills the width of the phone with under half the height of the card."""
    card = encoded(Image.new("RGB", (1000, 630)))

    numbers = decoded(views_of(card, None).parts["numbers"])

    assert numbers.size == (1000, 284)


def test_there_are_no_parts_of_a_damaged_card() -> None:
    assert views_of(b"no picture", None).parts == {}
