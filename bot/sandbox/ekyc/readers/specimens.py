"""Recognises the shipped specimens by their appearance, without reading text: for load tests."""

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal

from PIL import Image, ImageChops, ImageFilter, ImageStat

from bot.sandbox.ekyc.dates import as_read_from_card
from bot.sandbox.ekyc.pictures import decode
from bot.sandbox.ekyc.readers import CardText, CardUnreadableError, Reading
from bot.sandbox.ekyc.register import Citizen, Register

Side = Literal["front", "back"]

# Measured: a specimen re-encoded at 640 to 1,280 px differs from itself by 0.8 grey levels at most,
# from every other specimen by 1.2 at least, so the nearest one counts.
SAME_PICTURE = 2.0
# Measured: Tesseract no longer reads a card blurred by 3 px; such photos keep 0.16 to 0.33 of their
# edges, re-encoded ones 0.64 or more.
SHARP_ENOUGH = 0.35

_COMPARED_SIZE = (64, 48)
_DECODED_SIDE = 640  # pixels
_TURNS = (
    None,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """The appearance of one shipped picture: a tiny grey copy, its proportions and sharpness."""

    citizen: Citizen
    side: Side | None
    thumbnail: Image.Image
    proportions: float
    sharpness: float


class SpecimenReader:
    """Recognises the specimens and returns what is printed on the card.

    It compares pictures, which takes one to ten milliseconds; any other picture is unreadable.
    """

    def __init__(self, register: Register) -> None:
        self._cards = tuple(
            _look_at(citizen, folder, side)
            for citizen, folder, side in product(
                register.citizens, ("cards", "photos"), ("front", "back")
            )
        )
        self._faces = tuple(
            _look_at(citizen, folder, None, ending)
            for citizen in register.citizens
            for folder, ending in (("selfies", "_a"), ("selfies", "_b"), ("registry", ""))
        )

    def read(self, front: bytes, back: bytes) -> Reading:
        """Return the text of the specimen cards on the two pictures."""
        front_citizen = self._card_owner(front, "front")
        back_citizen = self._card_owner(back, "back")
        return Reading(
            text=CardText(
                nid_no=front_citizen.nid_no,
                dob=as_read_from_card(front_citizen.born_on),
                customer_name_ben=front_citizen.name_ben,
                customer_name_eng=front_citizen.name_eng,
                father_name=front_citizen.father_name,
                mother_name=front_citizen.mother_name,
                address=back_citizen.address,
                blood_group=back_citizen.blood_group,
            ),
            front_cut_out=front_citizen.specimen("cards", "_front").read_bytes(),
            back_cut_out=back_citizen.specimen("cards", "_back").read_bytes(),
            face=_name_of_face(front_citizen),
        )

    def face(self, photo: bytes) -> bytes | None:
        """Return whose selfie or register photo it is; None for any other picture."""
        found = _recognise(_decode("applicant_photo", photo), self._faces)
        return _name_of_face(found.citizen) if found else None

    def face_on_card(self, front: bytes) -> bytes | None:
        """Return whose card front it is, if it is one of the specimens."""
        found = _recognise(_decode("id_front", front), self._cards)
        return _name_of_face(found.citizen) if found and found.side == "front" else None

    def shows(self, face: bytes | None, citizen: Citizen) -> bool:
        """Return whether the face was recognised as this citizen's."""
        return face == _name_of_face(citizen)

    def _card_owner(self, picture: bytes, side: Side) -> Citizen:
        image = _decode(f"id_{side}", picture)
        found = _recognise(image, self._cards)
        if found is None:
            raise CardUnreadableError(f"id_{side}: no specimen card was recognised on the picture.")
        if found.side != side:
            raise CardUnreadableError(f"id_{side}: the picture shows the {found.side} of the card.")
        if _sharpness(image) < SHARP_ENOUGH * found.sharpness:
            raise CardUnreadableError(f"id_{side}: the picture is too blurred to be read.")
        return found.citizen


@cache  # the specimens never change at run time, and tests start many services
def _look_at(citizen: Citizen, folder: str, side: Side | None, ending: str = "") -> Specimen:
    file = citizen.specimen(folder, f"_{side}" if side else ending)
    image = _decode(file.name, file.read_bytes())
    return Specimen(citizen, side, _thumbnail(image), _proportions(image), _sharpness(image))


def _recognise(image: Image.Image, specimens: tuple[Specimen, ...]) -> Specimen | None:
    """Find the specimen that the image is a copy of, at any rotation."""
    for turn in _TURNS:
        turned = image if turn is None else image.transpose(turn)
        thumbnail, proportions = _thumbnail(turned), _proportions(turned)
        alike = [
            (difference, specimen)
            for specimen in specimens
            if abs(proportions / specimen.proportions - 1) <= 0.03
            and (difference := _difference(thumbnail, specimen.thumbnail)) < SAME_PICTURE
        ]
        if alike:
            return min(alike, key=lambda pair: pair[0])[1]
    return None


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in grey levels."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def _decode(field: str, picture: bytes) -> Image.Image:
    return decode(field, picture, _DECODED_SIDE, "L")


def _name_of_face(citizen: Citizen) -> bytes:
    return f"specimen {citizen.number:02}".encode()


def _thumbnail(image: Image.Image) -> Image.Image:
    return image.resize(_COMPARED_SIZE, Image.Resampling.BILINEAR)


def _proportions(image: Image.Image) -> float:
    return image.width / image.height


def _sharpness(image: Image.Image) -> float:
    """Mean strength of edges, without the border that the filter leaves undefined."""
    edges = image.filter(ImageFilter.FIND_EDGES)
    return float(ImageStat.Stat(edges.crop((2, 2, image.width - 2, image.height - 2))).mean[0])
