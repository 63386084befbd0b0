"""Finding the specimen card in a photo by its artwork, on any background and at any angle.

SIFT features of the photo are matched with those of the blank card. Measured on simulated photos on
seven grounds: the quick attempt alone finds every card that takes a quarter of the photo's width or
more. With the template's 900 strongest features instead of all it misses one in thirty. Outlines
(contours) found no card that this does not find, and none on white or printed paper.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from bot.sandbox.ekyc.readers.ocr.card_plane import (
    FLAT_CORNERS,
    Corners,
    Pixels,
    Side,
    is_card_shaped,
    templates,
)

_TEMPLATE_SCALE = 0.7  # about the size at which cards are seen in a photo
_TEMPLATE_FEATURES = 1500
_ATTEMPTS = ((800, 1000), (1000, 1500))
"""Longest side of the photo in pixels and how many of its features are used: quick, thorough.
An attempt at 640 pixels finds as many cards, but aligns some so roughly that a digit is misread."""
_FEWEST_MATCHES = 6  # two more than a perspective needs; the title rules out chance matches
_DISTINCT = 0.78  # Lowe's ratio of the best to the second-best match
_TOLERANCE = 3.0  # pixels between a match and where it should be


class Alignment:
    """Aligns photos with the specimen card; not thread-safe."""

    def __init__(self) -> None:
        self._templates: dict[Side, Any] = {
            side: _detector(_TEMPLATE_FEATURES).detectAndCompute(_shrunk(template), None)
            for side, template in templates().items()
        }
        self._matcher = cv2.BFMatcher(cv2.NORM_L2)

    def candidates(self, photo: Pixels, sides: tuple[Side, ...]) -> Iterator[tuple[Side, Corners]]:
        """Suggest which side is where in a grey photo, likeliest first; the caller checks."""
        for longest_side, features in _ATTEMPTS:
            scale = min(1.0, longest_side / max(photo.shape))
            seen = _detector(features).detectAndCompute(_shrunk(photo, scale), None)
            for side in sides:
                corners = self._lay(side, *seen)
                if corners is not None:
                    yield side, np.asarray(corners / scale, np.float32)

    def _lay(self, side: Side, points: Any, descriptors: Any) -> Any:
        template_points, template_descriptors = self._templates[side]
        if len(points) < _FEWEST_MATCHES:
            return None
        matches = [
            best
            for best, second in self._matcher.knnMatch(template_descriptors, descriptors, k=2)
            if best.distance < _DISTINCT * second.distance
        ]
        if len(matches) < _FEWEST_MATCHES:
            return None
        homography, _ = cv2.findHomography(
            _places(template_points, [match.queryIdx for match in matches]) / _TEMPLATE_SCALE,
            _places(points, [match.trainIdx for match in matches]),
            cv2.USAC_MAGSAC,
            _TOLERANCE,
            maxIters=3000,
        )
        if homography is None:
            return None
        corners = cv2.perspectiveTransform(FLAT_CORNERS[None], homography)[0]
        return corners if is_card_shaped(corners) else None


def _shrunk(grey: Pixels, scale: float = _TEMPLATE_SCALE) -> Any:
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _places(points: Any, numbers: list[int]) -> Any:
    return np.array([points[number].pt for number in numbers], np.float32)


def _detector(features: int) -> cv2.SIFT:
    return cv2.SIFT.create(features, contrastThreshold=0.02)
