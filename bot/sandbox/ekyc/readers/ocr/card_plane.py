"""The flat card: warping a photographed card onto it, and checking that it is the specimen.

Pixels are OpenCV arrays, height × width × (blue, green, red) or height × width grey, 8 bits.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.sandbox.ekyc.register import SPECIMENS

Side = Literal["front", "back"]
Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]
"""Four points (x, y) of a photo: the card's top left, top right, bottom right and bottom left
corners.
"""

WIDTH, HEIGHT = 1012, 638
"""An ID-1 card (85.6 mm × 54 mm) at 300 dots per inch."""

FLAT_CORNERS: Corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)

SAME_TITLE = 0.7
"""Measured on 312 photos, fair and hard: the right side correctly aligned scores 0.80 or more
(nearly always 0.95), anything else 0.61 at most.
"""

_TITLES: Mapping[Side, tuple[slice, slice]] = {  # rows and columns of the printed title
    "front": (slice(10, 108), slice(30, 982)),
    "back": (slice(8, 70), slice(90, 922)),
}
_TITLE_PLAY = (6, 4)  # pixels at half size by which a title may be off, across and down


def is_card_shaped(corners: Any) -> bool:
    """Return whether four corners can be those of a card in front of a camera."""
    if not np.isfinite(corners).all() or not cv2.isContourConvex(corners.astype(np.int32)):
        return False
    top, right, bottom, left = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return bool(
        1.15 < (top + bottom) / max(1.0, left + right) < 2.2
        and min(top, bottom) > 0.6 * max(top, bottom)
        and min(left, right) > 0.6 * max(left, right)
    )


def straighten(photo: Pixels, corners: Corners) -> Pixels:
    """Cut the card out of a photo and lay it flat."""
    transform = cv2.getPerspectiveTransform(corners, FLAT_CORNERS)
    flat = cv2.warpPerspective(photo, transform, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
    return np.asarray(flat, np.uint8)


def is_specimen(flat: Pixels, side: Side) -> bool:
    """Return whether a flat grey card shows the specimen's title of that side, upright."""
    rows, columns = _TITLES[side]
    across, down = _TITLE_PLAY
    title = relief(templates()[side][rows, columns])[down:-down, across:-across]
    likeness = cv2.matchTemplate(relief(flat[rows, columns]), title, cv2.TM_CCOEFF_NORMED)
    return bool(likeness.max() >= SAME_TITLE)


@cache
def templates() -> Mapping[Side, Pixels]:
    """Load both sides of the blank specimen card, in grey."""
    sides: tuple[Side, Side] = ("front", "back")
    return {side: _load_grey(side) for side in sides}


def _load_grey(side: Side) -> Pixels:
    file = SPECIMENS / "templates" / f"{side}.jpg"
    image = cv2.imdecode(np.frombuffer(file.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise OSError(f"{file} is damaged")
    return np.asarray(image, np.uint8)


def relief(grey: Pixels) -> NDArray[np.float32]:
    """Return a picture at half size with its print, without its light and its grain."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(half.astype(np.float32), (0, 0), 1)
    return np.asarray(smooth - cv2.GaussianBlur(smooth, (0, 0), 8), np.float32)
