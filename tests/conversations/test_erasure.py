"""What is left when the customer is taken out of an application."""

import pytest

from conversations.erasure import masked_mobile_number, masked_name, without_form
from tests.support.forms import NOW, READ, every_point


@pytest.mark.parametrize("point", every_point())
def test_no_value_and_no_photo_is_left(point: str) -> None:
    application = every_point()[point]
    left = without_form(application, NOW)

    said = f"{left.answers}{left.reading}{left.pictures}{left.remains}{left}"
    for key in (*READ, "mobile_number", "nominee"):
        value = application.value(key)
        assert not value or value not in said, key
    assert all(picture.file_id not in said for picture in application.pictures.values())


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Md. Asaduzzaman Miah", "M••• A••• M•••"),
        ("রহিমা খাতুন", "র••• খ•••"),
        ("  Rahima ", "R•••"),
        ("", ""),
    ],
)
def test_a_name_is_masked_to_its_first_letters(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_a_mobile_number_is_masked_to_its_last_three_digits() -> None:
    assert masked_mobile_number("01712345678") == "•••• 678"
