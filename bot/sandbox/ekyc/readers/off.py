"""Reads nothing, so that the agent types every field: for machines without the OCR packages."""

from bot.sandbox.ekyc.pictures import decode
from bot.sandbox.ekyc.readers import CardText, Reading
from bot.sandbox.ekyc.readers.specimens import SpecimenReader
from bot.sandbox.ekyc.register import Citizen, Register


class OffReader:
    """Takes any two pictures, leaves the text empty and returns the pictures uncut.

    Faces of the recognised specimens are still compared.
    """

    def __init__(self, register: Register) -> None:
        self._specimens = SpecimenReader(register)

    def read(self, front: bytes, back: bytes) -> Reading:
        """Check that both are pictures; nothing is read from them."""
        decode("id_back", back, 64)
        return Reading(CardText(), front, back, self._specimens.face_on_card(front))

    def face(self, photo: bytes) -> bytes | None:
        """Return whose selfie it is, as the specimen reader does."""
        return self._specimens.face(photo)

    def shows(self, face: bytes | None, citizen: Citizen) -> bool:
        """Return whether the face was recognised as this citizen's."""
        return self._specimens.shows(face, citizen)
