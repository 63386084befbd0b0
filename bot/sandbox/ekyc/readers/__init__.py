"""What the pretend service needs from whatever reads cards and compares faces."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.sandbox.ekyc.register import Citizen


@dataclass(frozen=True, slots=True)
class CardText:
    """What was read from both sides of a card; an empty string where nothing was read.

    The date of birth is written as step 1 gives it: year/month/day without leading zeros.
    """

    nid_no: str = field(default="", repr=False)
    dob: str = field(default="", repr=False)
    customer_name_ben: str = field(default="", repr=False)
    customer_name_eng: str = field(default="", repr=False)
    father_name: str = field(default="", repr=False)
    mother_name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    blood_group: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """One card read: its text, both sides cut out (JPEG) and the face on it, if any was found.

    A face is opaque bytes that only the reader which made it can compare.
    """

    text: CardText
    front_cut_out: bytes = field(repr=False)
    back_cut_out: bytes = field(repr=False)
    face: bytes | None = field(repr=False)


class CardUnreadableError(Exception):
    """The pictures are no readable specimen card; another photo is needed.

    `code` is 6001 (no NID number) or 6002 (no date of birth), as in a later version of the server.
    """

    def __init__(self, message: str, code: int = 6001) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Reader(Protocol):
    """Reads cards and compares faces; called from worker threads, never from the event loop."""

    def read(self, front: bytes, back: bytes) -> Reading:
        """Read the two sides of one card from JPEG or PNG photos.

        Raises CardUnreadableError, and BadPictureError when a photo cannot be decoded.
        """

    def face(self, photo: bytes) -> bytes | None:
        """Find the one face on a photo; raises BadPictureError when it cannot be decoded."""

    def shows(self, face: bytes | None, citizen: Citizen) -> bool:
        """Return whether a face found earlier is the one on the register's photo."""
