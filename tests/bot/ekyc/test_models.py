"""The values: nothing personal in their repr, nothing blank in a registration."""

import dataclasses

import pytest

from bot.ekyc import FieldScore, LogRow, Picture, Registration, State
from bot.ekyc.registration_replies import read_reading
from bot.ekyc.verification_replies import read_status
from tests.bot.ekyc.people import KARIM, a_picture
from tests.bot.ekyc.sample import sample_reply


def test_a_registration_goes_out_under_the_names_of_the_document_and_in_their_order() -> None:
    assert list(KARIM.to_form().items()) == [
        ("nid_no", "3268483744"),
        ("dob", "1991/3/7"),
        ("applicant_name_ben", "মোঃ করিম হাওলাদার"),
        ("applicant_name_eng", "Md. Karim Howlader"),
        ("father_name", "আবদুল জব্বার হাওলাদার"),
        ("mother_name", "রাবেয়া খাতুন"),
        ("pres_address", "বাসা/হোল্ডিং: ১৪, গ্রাম: চরপাড়া, বাকেরগঞ্জ, বরিশাল"),
        ("perm_address", "গ্রাম: চরপাড়া, বাকেরগঞ্জ, বরিশাল"),
        ("id_front_name", "card_7f31_front.jpg"),
        ("id_back_name", "card_7f31_back.jpg"),
        ("gender", "Male"),
        ("profession", "Farmer"),
        ("nominee", "Shahinur Begum"),
        ("nominee_relation", "Wife"),
        ("mobile_number", "01711223344"),
    ]


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Registration)])
def test_a_registration_with_a_blank_field_cannot_be_made(name: str) -> None:
    with pytest.raises(ValueError, match="Step 2 needs a value for"):
        dataclasses.replace(KARIM, **{name: " \n"})


def test_no_repr_shows_anything_personal() -> None:
    values = (
        KARIM,
        a_picture(),
        read_reading(sample_reply("card_later.json")),
        read_status(sample_reply("status_v107_failed.json")),
        LogRow(
            mobile_number="01711223344",
            customer_name="Karim",
            nid_number="3268483744",
            submitted_on="02/11/2024",
            state=State.PASSED,
            raw_status="passed",
        ),
    )
    shown = repr(values)

    for personal in (
        "Karim",
        "KARIM",
        "করিম",
        "3268483744",
        "01711223344",
        "Begum",
        "\\xff",
        "7f31",
    ):
        assert personal not in shown
    assert "raw_status='failed'" in shown


def test_every_field_of_a_score_but_the_values_is_shown() -> None:
    score = FieldScore(field="nid", score=41.0, card="3268483744", register="3268483745")

    assert repr(score) == "FieldScore(field='nid', score=41.0)"


def test_values_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        KARIM.gender = "Female"  # type: ignore[misc]  # the very mistake under test
    with pytest.raises(dataclasses.FrozenInstanceError):
        Picture(content=b"").content = b"x"  # type: ignore[misc]  # the very mistake under test
