import io
import unicodedata

import pytest
from PIL import Image, ImageFilter, ImageOps

from bot.sandbox.ekyc.dates import as_read_from_card
from bot.sandbox.ekyc.pictures import BadPictureError
from bot.sandbox.ekyc.readers import CardUnreadableError, Reading
from bot.sandbox.ekyc.readers.ocr import OcrReader
from bot.sandbox.ekyc.register import Citizen
from tests.bot.sandbox.ekyc.caller import CITIZENS, drawn_picture, specimen

EASY = [CITIZENS[number] for number in (3, 5)]
"""Citizens without the letter clusters that Tesseract misreads."""

_READ: dict[int, Reading] = {}


def photos_of(citizen: Citizen) -> tuple[bytes, bytes]:
    return (
        specimen(f"photos/{citizen.number:02}_front.jpg"),
        specimen(f"photos/{citizen.number:02}_back.jpg"),
    )


def reading_of(citizen: Citizen, reader: OcrReader) -> Reading:
    """The photos of a citizen, read once for all tests."""
    if citizen.number not in _READ:
        _READ[citizen.number] = reader.read(*photos_of(citizen))
    return _READ[citizen.number]


def saved(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "JPEG", quality=90)
    return stream.getvalue()


def opened(path: str) -> Image.Image:
    return Image.open(io.BytesIO(specimen(path)))


@pytest.mark.parametrize("citizen", EASY)
def test_every_field_is_read_from_photos(reader: OcrReader, citizen: Citizen) -> None:
    text = reading_of(citizen, reader).text
    assert text.nid_no == citizen.nid_no
    assert text.dob == as_read_from_card(citizen.born_on)
    assert text.customer_name_eng == citizen.name_eng
    assert text.blood_group == citizen.blood_group
    for read, printed in (
        (text.customer_name_ben, citizen.name_ben),
        (text.father_name, citizen.father_name),
        (text.mother_name, citizen.mother_name),
        (text.address, citizen.address),
    ):
        assert read == unicodedata.normalize("NFC", printed)


@pytest.mark.parametrize("citizen", EASY)
def test_the_face_on_the_card_is_that_of_its_owner_only(
    reader: OcrReader, citizen: Citizen
) -> None:
    face = reading_of(citizen, reader).face
    assert [each for each in CITIZENS if reader.shows(face, each)] == [citizen]


def test_the_sides_come_back_cut_out_and_flat(reader: OcrReader) -> None:
    reading = reading_of(EASY[0], reader)
    for picture in (reading.front_cut_out, reading.back_cut_out):
        assert Image.open(io.BytesIO(picture)).size == (1012, 638)


def test_a_photo_may_be_turned(reader: OcrReader) -> None:
    front = saved(opened("photos/03_front.jpg").rotate(90, expand=True))
    assert reader.read(front, specimen("photos/03_back.jpg")).text.nid_no == CITIZENS[3].nid_no


def test_swapped_sides_are_told(reader: OcrReader) -> None:
    front, back = photos_of(EASY[0])
    with pytest.raises(CardUnreadableError, match="id_front: the picture shows the back"):
        reader.read(back, front)
    with pytest.raises(CardUnreadableError, match="id_back: the picture shows the front"):
        reader.read(front, front)


def test_a_mirrored_card_is_not_a_card(reader: OcrReader) -> None:
    with pytest.raises(CardUnreadableError):
        reader.read(saved(ImageOps.mirror(opened("cards/03_front.jpg"))), b"")


def test_a_picture_without_a_specimen_card_is_never_read(reader: OcrReader) -> None:
    with pytest.raises(CardUnreadableError, match="no specimen card"):
        reader.read(specimen("selfies/03_a.jpg"), specimen("photos/03_back.jpg"))


def test_a_plain_picture_is_never_read(reader: OcrReader) -> None:
    for picture in (drawn_picture(1280, 960), drawn_picture(1, 1), drawn_picture(3000, 3)):
        with pytest.raises(CardUnreadableError, match="no specimen card"):
            reader.read(picture, picture)


def test_a_card_without_the_specimens_title_is_never_read(reader: OcrReader) -> None:
    """Like a real card: everything is alike, except that the title is missing."""
    card = opened("cards/03_front.jpg")
    card.paste((226, 238, 231), (0, 0, 1012, 110))
    with pytest.raises(CardUnreadableError, match="no specimen card"):
        reader.read(saved(card), specimen("photos/03_back.jpg"))


def test_a_card_for_nobody_has_no_number_to_read(reader: OcrReader) -> None:
    with pytest.raises(CardUnreadableError) as caught:
        reader.read(specimen("templates/front.jpg"), specimen("templates/back.jpg"))
    assert caught.value.code == 6001


def test_a_card_without_a_date_is_told_by_its_own_code(reader: OcrReader) -> None:
    card = opened("cards/03_front.jpg")
    card.paste((246, 240, 240), (500, 440, 800, 490))
    with pytest.raises(CardUnreadableError) as caught:
        reader.read(saved(card), specimen("cards/03_back.jpg"))
    assert caught.value.code == 6002


def test_a_card_too_blurred_to_read_is_refused_or_its_number_is_right(reader: OcrReader) -> None:
    front = saved(opened("photos/03_front.jpg").filter(ImageFilter.GaussianBlur(4)))
    try:
        text = reader.read(front, specimen("photos/03_back.jpg")).text
    except CardUnreadableError:
        return
    assert text.nid_no == CITIZENS[3].nid_no


def test_damaged_pictures_are_refused(reader: OcrReader) -> None:
    with pytest.raises(BadPictureError):
        reader.read(specimen("photos/03_front.jpg")[:5000], specimen("photos/03_back.jpg"))


def test_a_selfie_shows_its_citizen_and_nobody_else(reader: OcrReader) -> None:
    for citizen in EASY:
        face = reader.face(specimen(f"selfies/{citizen.number:02}_a.jpg"))
        assert [each for each in CITIZENS if reader.shows(face, each)] == [citizen]


def test_a_picture_without_a_face_shows_nobody(reader: OcrReader) -> None:
    face = reader.face(drawn_picture(640, 480))
    assert face is None
    assert not reader.shows(face, EASY[0])
    assert not reader.shows(b"specimen 03", CITIZENS[3])
