"""Reads nothing, so that the agent types every field: for machines without the OCR packages."""

from bot.sandbox.ekyc.pictures import decode
from bot.sandbox.ekyc.readers import CardText, Reading
from bot.sandbox.ekyc.readers.specimens import SpecimenReader


class OffReader(SpecimenReader):
    """Takes any two pictures, leaves the text empty and returns the pictures uncut.

    Faces of the recognised specimens are still compared.
    """

    def read(self, front: bytes, back: bytes) -> Reading:
        """Check that both are pictures; nothing is read from them."""
        decode("id_back", back, 64)
        return Reading(CardText(), front, back, self.face_on_card(front))
