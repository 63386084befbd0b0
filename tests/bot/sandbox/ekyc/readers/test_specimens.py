import io

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from bot.sandbox.ekyc.readers import CardUnreadableError
from bot.sandbox.ekyc.readers.specimens import SpecimenReader
from bot.sandbox.ekyc.register import load_register
from tests.bot.sandbox.ekyc.caller import (
    CITIZENS,
    as_telegram_sends_it,
    drawn_picture,
    specimen,
)


@pytest.fixture(scope="module")
def reader() -> SpecimenReader:
    return SpecimenReader(load_register())


def changed(picture: bytes, **change: Image.Transpose | ImageFilter.Filter | float) -> bytes:
    """The picture turned, filtered or brightened."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    match change:
        case {"turn": Image.Transpose() as turn}:
            image = image.transpose(turn)
        case {"through": ImageFilter.Filter() as lens}:
            image = image.filter(lens)
        case {"brightness": float() as brightness}:
            image = ImageEnhance.Brightness(image).enhance(brightness)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("folder", "longest_side", "quality"), [("photos", 1280, 87), ("cards", 800, 60)]
)
def test_every_specimen_is_recognised_after_telegram_compressed_it(
    reader: SpecimenReader, folder: str, longest_side: int, quality: int
) -> None:
    for citizen in CITIZENS:
        front, back = (
            as_telegram_sends_it(
                specimen(f"{folder}/{citizen.number:02}_{side}.jpg"), longest_side, quality
            )
            for side in ("front", "back")
        )
        reading = reader.read(front, back)
        assert reading.text.nid_no == citizen.nid_no
        assert reading.text.mother_name == citizen.mother_name
        assert reading.text.blood_group == citizen.blood_group
        assert reader.shows(reading.face, citizen)


def test_every_selfie_shows_its_own_citizen_and_no_other(reader: SpecimenReader) -> None:
    for citizen in CITIZENS:
        for ending in "ab":
            selfie = as_telegram_sends_it(specimen(f"selfies/{citizen.number:02}_{ending}.jpg"))
            face = reader.face(selfie)
            assert [each for each in CITIZENS if reader.shows(face, each)] == [citizen]


def test_an_unknown_face_shows_nobody(reader: SpecimenReader) -> None:
    for photo in (drawn_picture(), specimen("photos/00_front.jpg")):
        face = reader.face(photo)
        assert not any(reader.shows(face, citizen) for citizen in CITIZENS)


@pytest.mark.parametrize(
    "turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270]
)
def test_a_turned_photo_is_recognised(reader: SpecimenReader, turn: Image.Transpose) -> None:
    front = changed(specimen("photos/04_front.jpg"), turn=turn)
    reading = reader.read(front, specimen("photos/04_back.jpg"))
    assert reading.text.nid_no == CITIZENS[4].nid_no


def test_each_side_is_read_from_its_own_picture(reader: SpecimenReader) -> None:
    reading = reader.read(specimen("photos/04_front.jpg"), specimen("photos/07_back.jpg"))
    assert reading.text.nid_no == CITIZENS[4].nid_no
    assert reading.text.address == CITIZENS[7].address
    assert reading.text.blood_group == CITIZENS[7].blood_group


@pytest.mark.parametrize("lens", [ImageFilter.GaussianBlur(5), ImageFilter.GaussianBlur(8)])
@pytest.mark.parametrize("folder", ["photos", "cards"])
def test_a_blurred_card_is_unreadable(
    reader: SpecimenReader, folder: str, lens: ImageFilter.Filter
) -> None:
    front = changed(specimen(f"{folder}/04_front.jpg"), through=lens)
    with pytest.raises(CardUnreadableError):
        reader.read(front, specimen("photos/04_back.jpg"))


def test_a_card_it_has_not_been_shown_is_unreadable(reader: SpecimenReader) -> None:
    for picture in (
        drawn_picture(1012, 638),
        specimen("templates/front.jpg"),
        specimen("registry/04.jpg"),
        changed(specimen("photos/04_front.jpg"), brightness=0.5),
    ):
        with pytest.raises(CardUnreadableError, match="no specimen card"):
            reader.read(picture, specimen("photos/04_back.jpg"))


def test_no_repr_shows_what_was_read(reader: SpecimenReader) -> None:
    reading = reader.read(specimen("photos/04_front.jpg"), specimen("photos/04_back.jpg"))
    assert repr(reading) == "Reading(text=CardText())"
