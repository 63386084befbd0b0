"""Reads the barcode on the back of an old laminated card: its text, or nothing.

The card's PDF417 has some twenty rows of a few pixels, and a photo is never straight. So the
densest patch of the picture is straightened first: of 60 simulated photos of cards that reads 57,
where the library, given the whole picture, reads 13 (`benchmarks/sandbox/barcodes.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp
from PIL import Image

#: PDF417 holds no more characters (ISO/IEC 15438).
MOST_CHARACTERS = 1850

_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417)

_SEARCHED_SIDE = 800  # pixels; enough to find the patch
_STRONG = 150  # edges count no more than this, so that many weigh more than a few strong ones
_PATCH = 21  # pixels over which edges are averaged
_DENSE = 0.6  # of the densest place

#: Of the patch, on both sides together: the bars at either end of the code are less dense, and
#: light has to be left around it.
_ROOM_ALONG, _ROOM_ACROSS = 0.25, 0.3
_LONGEST_PATCH = 2000  # pixels

Grey = Any  # uint8 pixels; OpenCV's own annotations are too wide to be of use here


@dataclass(frozen=True, slots=True)
class _Patch:
    """A rectangle of any angle: pixels, and radians from the horizontal to its long side."""

    x: float
    y: float
    length: float
    height: float
    angle: float


def barcode_on(image: Image.Image) -> str:
    """The text of the first PDF417 that is found; empty when none can be read."""
    grey = np.asarray(image.convert("L"))
    try:
        for view in _views(grey):
            found = zxingcpp.read_barcode(view, formats=_FORMATS, try_invert=False)
            if found is not None and found.valid:
                return found.text[:MOST_CHARACTERS]
    except (MemoryError, cv2.error, RuntimeError, ValueError):
        pass  # a barcode is a help, never a condition
    return ""


def _views(grey: Grey) -> Iterator[Grey]:
    """The picture in the order in which a barcode is likely to be read from it."""
    patch = _densest(grey)
    if patch:
        yield _straightened(grey, patch, 1)
        yield _straightened(grey, patch, 2)
    yield grey


def _densest(grey: Grey) -> _Patch | None:
    """Where the picture has most edges, and the angle of that patch."""
    factor = min(1, _SEARCHED_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    across, down = (cv2.Sobel(small, cv2.CV_32F, *axes, ksize=3) for axes in ((1, 0), (0, 1)))
    edges = cv2.blur(np.minimum(cv2.magnitude(across, down), _STRONG), (_PATCH, _PATCH))
    dense = (edges > _DENSE * edges.max()).astype(np.uint8)
    outlines, _ = cv2.findContours(dense, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    (x, y), (length, height), degrees = cv2.minAreaRect(max(outlines, key=cv2.contourArea))
    if length < height:
        length, height, degrees = height, length, degrees + 90
    x, y, length, height = (side / factor for side in (x, y, length, height))
    return _Patch(x, y, length, height, float(np.radians(degrees)))


def _straightened(grey: Grey, patch: _Patch, enlarged: float) -> Grey:
    length, height = patch.length * (1 + _ROOM_ALONG), patch.height * (1 + _ROOM_ACROSS)
    scale = min(enlarged, _LONGEST_PATCH / max(length, 1))
    along = np.array([np.cos(patch.angle), np.sin(patch.angle)]) * length / 2
    across = np.array([-np.sin(patch.angle), np.cos(patch.angle)]) * height / 2
    middle = np.array([patch.x, patch.y])
    corners = [middle - along - across, middle + along - across, middle - along + across]
    size = (max(int(length * scale), 1), max(int(height * scale), 1))
    targets = np.array([[0, 0], [size[0], 0], [0, size[1]]], np.float32)
    transform = cv2.getAffineTransform(np.array(corners, np.float32), targets)
    return cv2.warpAffine(
        grey, transform, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
