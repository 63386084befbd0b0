"""Finding a card in a photo by its outline, when its artwork is too small or too blurred.

Works where the card stands out from what it lies on. An outline tells neither the side nor what
is up, so both ways round are suggested for both sides.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from bot.sandbox.ekyc.readers.ocr.card_plane import (
    HEIGHT,
    WIDTH,
    Corners,
    Pixels,
    Side,
    is_card_shaped,
)

_LONGEST_SIDE = 640  # pixels
_SMALLEST_SHARE = 0.08  # of the photo that a card covers
_PROPORTIONS = WIDTH / HEIGHT
_MOST_TRIED = 4  # outlines; each costs four looks at the title
_NEAR = 6  # pixels from a rough side within which its true edge is looked for


def candidates(photo: Pixels, sides: tuple[Side, ...]) -> Iterator[tuple[Side, Corners]]:
    """Suggest which side lies where in a colour photo, the likeliest first; the caller checks."""
    scale = min(1.0, _LONGEST_SIDE / max(photo.shape))
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    planes = cv2.split(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), (0, 0), 1.6))
    edges = np.bitwise_or.reduce([_edges(plane) for plane in planes])
    likeliest = sorted(_quadrilaterals(planes, edges), key=_card_likeness, reverse=True)
    for rough in likeliest[:_MOST_TRIED]:
        corners = np.asarray(_refined(rough, edges) / scale, np.float32)
        for turned in (corners, np.roll(corners, 2, axis=0)):
            for side in sides:
                yield side, turned


def _edges(plane: Any) -> Any:
    """Find edges by the strongest gradients of this very photo, whatever its light."""
    across = cv2.Sobel(plane, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(plane, cv2.CV_32F, 0, 1)
    strong = max(24.0, float(np.percentile(np.hypot(across, down), 93)))
    return cv2.Canny(plane, strong * 0.4, strong)


def _quadrilaterals(planes: Any, edges: Any) -> Iterator[Any]:
    """Give four-cornered outlines: of what edges close in, and of what stands out in a colour."""
    masks = [cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((k, k))) for k in (3, 7, 13)]
    for plane in planes:
        from_ground = cv2.absdiff(plane, np.full_like(plane, np.median(_rim(plane))))
        _, blot = cv2.threshold(from_ground, 0, 255, cv2.THRESH_OTSU)
        blot = cv2.morphologyEx(blot, cv2.MORPH_CLOSE, np.ones((25, 25)))
        masks.append(cv2.morphologyEx(blot, cv2.MORPH_OPEN, np.ones((21, 21))))
    for mask in masks:
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            hull = cv2.convexHull(contour)
            if cv2.contourArea(hull) < _SMALLEST_SHARE * mask.size:
                continue
            for roughness in (0.02, 0.05):
                polygon = cv2.approxPolyDP(hull, roughness * cv2.arcLength(hull, True), True)
                if len(polygon) == 4:
                    corners = _from_top_left(polygon[:, 0].astype(np.float32))
                    if is_card_shaped(corners):
                        yield corners
                    break


def _rim(plane: Any) -> Any:
    """Give the pixels along the edge of the photo, where the ground is seen."""
    rim = 14
    return np.concatenate(
        [plane[:rim].ravel(), plane[-rim:].ravel(), plane[:, :rim].ravel(), plane[:, -rim:].ravel()]
    )


def _from_top_left(corners: Any) -> Any:
    """Order corners clockwise so that the first side is a long one."""
    middle = corners - corners.mean(axis=0)
    corners = corners[np.argsort(np.arctan2(middle[:, 1], middle[:, 0]))]
    top, right, bottom, left = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return corners if top + bottom >= left + right else np.roll(corners, -1, axis=0)


def _card_likeness(corners: Any) -> float:
    """Rate by size, proportions and how parallel opposite sides are."""
    top, right, bottom, left = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    proportions = (top + bottom) / (left + right)
    parallel = min(top, bottom) / max(top, bottom) * min(left, right) / max(left, right)
    area = float(cv2.contourArea(corners))
    return float(area**0.3 * np.exp(-(((proportions - _PROPORTIONS) / 0.13) ** 2)) * parallel)


def _refined(corners: Any, edges: Any) -> Any:
    """Lay each side along the edge beside it: rounded corners pull a polygon inwards."""
    rows, columns = np.nonzero(edges)
    points = np.stack([columns, rows], axis=1).astype(np.float32)
    lines = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        normal = np.array([-along[1], along[0]]) / np.linalg.norm(along)
        share = (points - start) @ along / (along @ along)
        near = (share > 0.1) & (share < 0.9) & (np.abs((points - start) @ normal) < _NEAR)
        if near.sum() < 30:
            lines.append((start, along))
            continue
        direction_x, direction_y, x, y = cv2.fitLine(
            points[near], cv2.DIST_HUBER, 0, 0.01, 0.01
        ).ravel()
        lines.append((np.array([x, y]), np.array([direction_x, direction_y])))
    return np.array(
        [
            _crossing(lines[number - 1], lines[number], corner)
            for number, corner in enumerate(corners)
        ]
    )


def _crossing(one: Any, other: Any, otherwise: Any) -> Any:
    """Give the point where two lines cross, or `otherwise` when that is nowhere near."""
    directions = np.array([one[1], -other[1]]).T
    if abs(np.linalg.det(directions)) < 1e-6:
        return otherwise
    crossing = one[0] + np.linalg.solve(directions, other[0] - one[0])[0] * one[1]
    return crossing if np.linalg.norm(crossing - otherwise) < 4 * _NEAR else otherwise
