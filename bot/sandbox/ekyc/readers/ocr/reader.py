"""Reading a card from two photos: find it, lay it flat, read it, find the face on it."""

import cv2
import numpy as np

from bot.sandbox.ekyc.pictures import decode
from bot.sandbox.ekyc.readers import CardUnreadableError, Reading
from bot.sandbox.ekyc.readers.ocr.alignment import Alignment
from bot.sandbox.ekyc.readers.ocr.card_plane import Pixels, Side, is_specimen, straighten
from bot.sandbox.ekyc.readers.ocr.faces import Faces
from bot.sandbox.ekyc.readers.ocr.landmarks import settled
from bot.sandbox.ekyc.readers.ocr.text import TextReader
from bot.sandbox.ekyc.readers.ocr.zones import PORTRAIT
from bot.sandbox.ekyc.register import Citizen

_LONGEST_SIDE = 2000  # pixels; a card across half of it is still as wide as the flat card
_JPEG_QUALITY = 88


class OcrReader:
    """Really reads specimen cards; not thread-safe."""

    def __init__(self) -> None:
        self._alignment = Alignment()
        self._text = TextReader()
        self._faces = Faces()

    def read(self, front: bytes, back: bytes) -> Reading:
        """Read both sides of a specimen card."""
        flat_front, flat_back = self._flat(front, "front"), self._flat(back, "back")
        text = self._text.read(flat_front, flat_back)
        if not text.nid_no:
            raise CardUnreadableError("id_front: the NID number could not be read.", 6001)
        if not text.dob:
            raise CardUnreadableError("id_front: the date of birth could not be read.", 6002)
        left, top, right, bottom = PORTRAIT
        face = self._faces.find(flat_front[top:bottom, left:right])
        return Reading(text, _jpeg(flat_front), _jpeg(flat_back), face)

    def face(self, photo: bytes) -> bytes | None:
        """Find the largest face of a selfie."""
        return self._faces.find(_pixels("applicant_photo", photo))

    def shows(self, face: bytes | None, citizen: Citizen) -> bool:
        """Return whether the face is that of the citizen's photo in the register."""
        return self._faces.shows(face, citizen)

    def _flat(self, picture: bytes, expected: Side) -> Pixels:
        photo = _pixels(f"id_{expected}", picture)
        grey = np.asarray(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), np.uint8)
        sides: tuple[Side, Side] = (expected, "back" if expected == "front" else "front")
        for side, corners in self._alignment.candidates(grey, sides):
            if is_specimen(straighten(grey, corners), side):
                exact = settled(grey, side, corners)
                if exact is not None:
                    break
        else:
            raise CardUnreadableError(f"id_{expected}: no specimen card was found on the picture.")
        if side != expected:
            raise CardUnreadableError(f"id_{expected}: the picture shows the {side} of the card.")
        return straighten(photo, exact)


def _pixels(field: str, picture: bytes) -> Pixels:
    rgb = np.asarray(decode(field, picture, _LONGEST_SIDE))
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _jpeg(card: Pixels) -> bytes:
    return cv2.imencode(".jpg", card, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
