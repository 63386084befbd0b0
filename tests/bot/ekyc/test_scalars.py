"""Single values in all the spellings that replies have."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc.lenient_json import Json
from bot.ekyc.scalars import (
    clean,
    read_count,
    read_digits,
    read_mobile,
    read_score,
    read_text,
    read_verbatim,
    read_yes_or_no,
)
from tests.bot.ekyc.sample import ANY_JSON


@pytest.mark.parametrize("value", [None, "", "  ", "none", "None", " NONE ", "null", "N/A", "-"])
def test_words_for_nothing_are_read_as_none(value: Json) -> None:
    assert read_text(value) is None
    assert read_verbatim(value) is None
    assert read_digits(value) is None


def test_text_is_normalised_without_losing_the_joiner() -> None:
    assert clean("র\u200d্যাব") == "র\u200d্যাব"
    assert clean("ক\u09cd\u200cষ") == "ক\u09cd\u200cষ"
    assert clean("বড\u09bc") == clean("ব\u09dc") == "বড\u09bc"


def test_invisible_characters_go_and_white_space_becomes_one_space() -> None:
    assert clean("\ufeffমো:\u00a0 \u202bকরিম\u202c \n হায়দার\u200b\x00") == "মো: করিম হায়দার"


@given(st.text())
def test_a_cleaned_text_is_normal_encodable_and_clean_already(text: str) -> None:
    cleaned = clean(text)

    assert cleaned == clean(cleaned) == unicodedata.normalize("NFC", cleaned)
    assert cleaned.encode("utf-8").decode() == cleaned


def test_a_value_that_goes_back_is_not_touched() -> None:
    assert read_verbatim(" 1980/10/1 ") == " 1980/10/1 "
    assert read_verbatim("1980/12/12/") == "1980/12/12/"


def test_half_a_surrogate_pair_does_not_survive_in_a_value_that_goes_back() -> None:
    assert read_verbatim("front\ud83d.jpg") == "front.jpg"


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("3268483744", "3268483744"),
        (" 326 848 3744 ", "3268483744"),
        ("326-848-3744", "3268483744"),
        ("৩২৬৮৪৮৩৭৪৪", "3268483744"),
        ("19919210431000123.0", "19919210431000123"),
        ("1.99E+16", None),
        ("NID 326", None),
        (True, None),
        (["3268483744"], None),
    ],
)
def test_a_number_that_names_something_is_read_as_its_digits(
    value: Json, digits: str | None
) -> None:
    assert read_digits(value) == digits


def test_minus_one_is_no_number_of_a_card() -> None:
    """So a service writes what it did not compare."""
    assert read_digits("-1") is None
    assert read_digits("326-848-3744") == "3268483744"


@pytest.mark.parametrize(
    "value",
    [
        "01711223344",
        "1711223344",
        "+880 1711-223344",
        "8801711223344",
        "(+880) 1711-223344",
        "০১৭১১২২৩৩৪৪",
        "008801711223344",
    ],
)
def test_a_mobile_number_is_read_in_the_form_of_the_document(value: str) -> None:
    assert read_mobile(value) == "01711223344"


def test_a_strange_mobile_number_is_left_as_its_digits() -> None:
    assert read_mobile("4412") == "4412"
    assert read_mobile("unknown") is None
    assert read_mobile(None) is None


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ("85", 85.0),
        ("85.5", 85.5),
        ("85%", 85.0),
        ("0", 0.0),
        ("-1", None),
        ("-1.0", None),
        ("", None),
        (None, None),
        ("high", None),
        ("inf", None),
        ("1e999", None),
        ("nan", None),
        (True, None),
        ({}, None),
    ],
)
def test_a_score_is_a_number_or_was_not_compared(value: Json, score: float | None) -> None:
    assert read_score(value) == score


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (True, True),
        (False, False),
        ("true", True),
        ("True ", True),
        ("1", True),
        ("false", False),
        ("0", False),
        ("maybe", None),
        ("", None),
        ("-1", None),
        (None, None),
        ([], None),
    ],
)
def test_an_unknown_word_for_yes_or_no_is_unknown_not_no(value: Json, meaning: bool | None) -> None:
    assert read_yes_or_no(value) is meaning


def test_a_count_is_small() -> None:
    assert read_count("7") == 7
    assert read_count("9" * 5000) is None


@given(ANY_JSON)
def test_no_value_can_make_a_reader_stumble(value: Json) -> None:
    for read in (
        read_text,
        read_verbatim,
        read_digits,
        read_mobile,
        read_score,
        read_yes_or_no,
        read_count,
    ):
        read(value)
