import numpy as np
import pytest

from bot.sandbox.ekyc.readers.ocr.card_plane import Side
from bot.sandbox.ekyc.readers.ocr.landmarks import settled
from tests.bot.sandbox.ekyc.readers.ocr.laid_cards import apart, corners, flat_card, laid

SIDES: tuple[Side, Side] = ("front", "back")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", range(1, 6))
def test_a_rough_alignment_is_corrected(side: Side, seed: int) -> None:
    true = corners(turn=3, tilt=seed)
    rough = true.copy()
    rough[seed % 4] += np.array([-12, 14], np.float32)
    found = settled(laid(flat_card(7, side), true), side, rough)
    assert found is not None
    assert apart(found, true) < 6 < apart(rough, true)


@pytest.mark.parametrize("side", SIDES)
def test_an_exact_alignment_is_left_unchanged(side: Side) -> None:
    true = corners(tilt=3)
    found = settled(laid(flat_card(7, side), true), side, true)
    assert found is not None
    assert apart(found, true) == 0


def test_the_other_side_has_other_ornaments() -> None:
    true = corners()
    assert settled(laid(flat_card(7, "back"), true), "front", true) is None
    assert settled(laid(flat_card(7, "front"), true), "back", true) is None


def test_a_card_with_an_ornament_covered_is_not_sure_enough() -> None:
    card = flat_card(7, "front")
    card[430:570, 860:1000] = 220
    assert settled(laid(card, corners()), "front", corners()) is None
