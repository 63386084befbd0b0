"""Flat cards on an empty table in a known perspective."""

import cv2
import numpy as np

from bot.sandbox.ekyc.readers.ocr.card_plane import FLAT_CORNERS, Corners, Pixels, Side
from bot.sandbox.ekyc.register import SPECIMENS

TABLE = (1280, 960)


def flat_card(number: int, side: Side) -> Pixels:
    image = cv2.imread(str(SPECIMENS / "cards" / f"{number:02}_{side}.jpg"), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return np.asarray(image, np.uint8)


def corners(scale: float = 0.8, turn: float = 0.0, tilt: int = 0) -> Corners:
    """A card in the middle of the table; `turn` in degrees, `tilt` a seed for bent corners."""
    middle = FLAT_CORNERS.mean(axis=0)
    angle = np.radians(turn)
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    laid = (FLAT_CORNERS - middle) * scale @ rotation + np.array(TABLE) / 2
    bent = np.random.default_rng(tilt).normal(0, 8, (4, 2)) if tilt else 0
    return np.asarray(laid + bent, np.float32)


def laid(card: Pixels, at: Corners) -> Pixels:
    table = np.full((TABLE[1], TABLE[0]), 90, np.uint8)
    transform = cv2.getPerspectiveTransform(FLAT_CORNERS, at)
    cv2.warpPerspective(card, transform, TABLE, table, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    return table


def apart(one: Corners, other: Corners) -> float:
    """The largest distance of two corners, in pixels."""
    return float(np.linalg.norm(one - other, axis=1).max())
