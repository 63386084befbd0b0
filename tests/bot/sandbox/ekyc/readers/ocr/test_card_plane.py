import numpy as np
import pytest

from bot.sandbox.ekyc.readers.ocr.card_plane import (
    HEIGHT,
    WIDTH,
    Side,
    is_card_shaped,
    is_specimen,
    straighten,
    templates,
)
from tests.bot.sandbox.ekyc.readers.ocr.laid_cards import corners, flat_card, laid

SIDES: tuple[Side, Side] = ("front", "back")


@pytest.mark.parametrize("side", SIDES)
def test_a_card_laid_flat_again_is_what_it_was(side: Side) -> None:
    card = flat_card(2, side)
    at = corners(turn=12, tilt=4)
    flat = straighten(laid(card, at), at)
    assert flat.shape == (HEIGHT, WIDTH)
    assert np.abs(flat.astype(int) - card.astype(int)).mean() < 8


def test_a_specimen_is_known_by_the_title_of_its_side_the_right_way_up() -> None:
    for side in SIDES:
        other: Side = "back" if side == "front" else "front"
        card = flat_card(2, side)
        assert is_specimen(card, side)
        assert not is_specimen(card, other)
        assert not is_specimen(np.ascontiguousarray(card[::-1, ::-1]), side)
        assert not is_specimen(np.ascontiguousarray(card[:, ::-1]), side)


def test_templates_have_the_size_of_the_flat_card() -> None:
    assert {template.shape for template in templates().values()} == {(HEIGHT, WIDTH)}


def test_crossing_or_disproportionate_corners_are_not_a_card() -> None:
    good = corners()
    assert is_card_shaped(good)
    assert not is_card_shaped(good[[0, 2, 1, 3]])
    assert not is_card_shaped(good * np.array([1, 3], np.float32))
    assert not is_card_shaped(np.full((4, 2), np.nan, np.float32))
    assert not is_card_shaped(np.zeros((4, 2), np.float32))
