import cv2
import numpy as np
import pytest

from bot.sandbox.ekyc.readers.ocr.alignment import Alignment
from bot.sandbox.ekyc.readers.ocr.card_plane import Side, is_specimen, straighten
from tests.bot.sandbox.ekyc.readers.ocr.laid_cards import apart, corners, flat_card, laid

SIDES: tuple[Side, Side] = ("front", "back")


@pytest.fixture(scope="module")
def alignment() -> Alignment:
    return Alignment()


@pytest.mark.parametrize(
    ("side", "turn", "tilt"),
    [("front", 0, 0), ("back", 7, 1), ("front", 90, 2), ("back", 200, 3), ("front", 270, 4)],
)
def test_a_card_is_found_however_it_lies(
    alignment: Alignment, side: Side, turn: float, tilt: int
) -> None:
    true = corners(turn=turn, tilt=tilt)
    photo = laid(flat_card(6, side), true)
    found_side, found = next(alignment.candidates(photo, (side,)))
    assert found_side == side
    assert apart(found, true) < 4


@pytest.mark.parametrize("side", SIDES)
def test_only_the_right_side_shows_the_title(alignment: Alignment, side: Side) -> None:
    photo = laid(flat_card(6, side), corners(tilt=3))
    seen = {
        found_side
        for found_side, found in alignment.candidates(photo, SIDES)
        if is_specimen(straighten(photo, found), found_side)
    }
    assert seen == {side}


def test_nothing_is_found_where_nothing_is(alignment: Alignment) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (500, 600)).astype(np.uint8)
    blank = np.full((500, 600), 200, np.uint8)
    for photo in (blank, np.asarray(cv2.GaussianBlur(noise, (0, 0), 4), np.uint8)):
        for side, found in alignment.candidates(photo, SIDES):
            assert not is_specimen(straighten(photo, found), side)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (8, 8), (40, 3000)])
def test_pictures_of_odd_shapes_are_accepted(alignment: Alignment, shape: tuple[int, int]) -> None:
    photo = np.random.default_rng(2).integers(0, 255, shape).astype(np.uint8)
    assert list(alignment.candidates(photo, SIDES)) == []
