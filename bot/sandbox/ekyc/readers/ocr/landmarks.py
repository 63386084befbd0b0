"""Exact alignment by the four ornaments near a card's corners, each unlike the others.

An alignment from few features can fit the title and be far off below; this corrects it, or shows
that the picture is not a specimen.
"""

from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np

from bot.sandbox.ekyc.readers.ocr.card_plane import (
    FLAT_CORNERS,
    Corners,
    Pixels,
    Side,
    relief,
    straighten,
    templates,
)

CLEARLY_SEEN = 0.6
"""Likeness of an ornament. Measured on 120 photos, small and blurred ones too: 0.73 at least."""
_SEARCHED = 100  # pixels around where an ornament should be
_NEAR_ENOUGH = 3  # pixels; SIFT is more exact than the offsets measured here, which are even

_ORNAMENTS: Mapping[Side, tuple[tuple[int, int, int], ...]] = {
    # middle across, middle down, half the size, in pixels of the flat card
    "front": ((58, 56, 46), (954, 56, 46), (930, 500, 66), (154, 548, 60)),
    "back": ((54, 40, 34), (958, 40, 34), (900, 520, 74), (100, 222, 54)),
}


def settled(photo: Pixels, side: Side, corners: Corners) -> Corners | None:
    """Return the exact corners of a roughly found card; None when its ornaments are not there."""
    flat = straighten(photo, corners)
    should, seen = [], []
    for across, down, half in _ORNAMENTS[side]:
        offset = _offset(flat, templates()[side], across, down, half)
        if offset is None:
            return None
        should.append((across, down))
        seen.append((across + offset[0], down + offset[1]))
    if np.abs(np.subtract(seen, should)).max() <= _NEAR_ENOUGH:
        return corners
    correction = cv2.getPerspectiveTransform(
        np.array(should, np.float32), np.array(seen, np.float32)
    )
    on_flat = cv2.perspectiveTransform(FLAT_CORNERS[None], correction)
    back_to_photo = cv2.getPerspectiveTransform(FLAT_CORNERS, corners)
    return np.asarray(cv2.perspectiveTransform(on_flat, back_to_photo)[0], np.float32)


def _offset(
    flat: Pixels, template: Pixels, across: int, down: int, half: int
) -> tuple[float, float] | None:
    """Return how far an ornament is from where it should be, in pixels across and down."""
    ornament = _cut(template, across, down, half)
    around = _cut(flat, across, down, half + _SEARCHED)
    likeness: Any = cv2.matchTemplate(relief(around), relief(ornament), cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    if best < CLEARLY_SEEN:
        return None
    return 2.0 * x - _SEARCHED, 2.0 * y - _SEARCHED  # relief pictures are half size


def _cut(grey: Pixels, across: int, down: int, half: int) -> Pixels:
    """Cut out a square, repeating the edge where it reaches beyond the card."""
    padding = half + _SEARCHED
    padded = cv2.copyMakeBorder(grey, padding, padding, padding, padding, cv2.BORDER_REPLICATE)
    left, top = across - half + padding, down - half + padding
    return np.asarray(padded[top : top + 2 * half, left : left + 2 * half], np.uint8)
