import cv2
import numpy as np
import pytest

from bot.sandbox.ekyc.readers.ocr.card_plane import Pixels
from bot.sandbox.ekyc.readers.ocr.faces import SAME_PERSON, Faces
from bot.sandbox.ekyc.register import SPECIMENS
from tests.bot.sandbox.ekyc.caller import CITIZENS


@pytest.fixture(scope="module")
def faces() -> Faces:
    return Faces()


def picture(path: str) -> Pixels:
    image = cv2.imread(str(SPECIMENS / path))
    assert image is not None
    return np.asarray(image, np.uint8)


def test_a_face_is_128_numbers_of_length_one(faces: Faces) -> None:
    face = faces.find(picture("registry/02.jpg"))
    assert face is not None
    vector = np.frombuffer(face, np.float32)
    assert vector.shape == (128,)
    assert float(vector @ vector) == pytest.approx(1.0, abs=1e-3)


def test_selfies_are_told_apart_with_room_to_spare(faces: Faces) -> None:
    """Five people here; all twelve in benchmarks/sandbox/verdicts.py."""
    found = {
        (citizen.number, ending): faces.find(picture(f"selfies/{citizen.number:02}_{ending}.jpg"))
        for citizen in CITIZENS[:5]
        for ending in "ab"
    }
    register = {
        citizen.number: faces.find(picture(f"registry/{citizen.number:02}.jpg"))
        for citizen in CITIZENS[:5]
    }

    def likeness(one: bytes | None, other: bytes | None) -> float:
        assert one is not None
        assert other is not None
        return float(np.frombuffer(one, np.float32) @ np.frombuffer(other, np.float32))

    own = [likeness(face, register[number]) for (number, _), face in found.items()]
    others = [
        likeness(face, other)
        for (number, _), face in found.items()
        for stranger, other in register.items()
        if stranger != number
    ]
    assert max(others) < SAME_PERSON < min(own)


def test_where_no_face_is_none_is_found(faces: Faces) -> None:
    assert faces.find(np.full((400, 300, 3), 180, np.uint8)) is None
    assert faces.find(np.zeros((1, 1, 3), np.uint8)) is None


def test_no_face_and_a_face_of_another_reader_show_nobody(faces: Faces) -> None:
    for face in (None, b"", b"specimen 00", b"x" * 511):
        assert not faces.shows(face, CITIZENS[0])
