"""NID numbers as agents type them and as the service sends them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.bangla import bangla_digits
from conversations.invalid_answer import InvalidAnswer
from conversations.national_id import (
    comparable_national_id,
    grouped,
    is_same_national_id,
    masked,
    national_id_key,
    read_national_id,
)

TODAY = date(2026, 11, 23)


def numbers(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length).filter(
        lambda number: len(set(number)) > 1
    )


valid_numbers = st.one_of(
    numbers(10),
    numbers(13),
    st.builds(lambda year, rest: f"{year}{rest}", st.integers(1900, 2010), numbers(13)),
)


@pytest.mark.parametrize(
    "typed",
    [
        "3268483744",
        "326 848 3744",
        " 326-848-3744. ",
        "৩২৬ ৮৪৮ ৩৭৪৪",
        "NID No. 326 848 3744",
        "এনআইডি: ৩২৬৮৪৮৩৭৪৪।",
        "326\u200b848\u00a03744",
        "٣٢٦ ٨٤٨ ٣٧٤٤",
        "３２６８４８３７４４",
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str) -> None:
    assert read_national_id(typed, today=TODAY) == "3268483744"


@given(valid_numbers, st.sampled_from(["", " ", "-", ".", " - "]), st.booleans())
def test_every_number_of_10_13_or_17_digits_is_read_back(
    number: str, separator: str, is_bangla: bool
) -> None:
    typed = separator.join(number)

    assert read_national_id(bangla_digits(typed) if is_bangla else typed, today=TODAY) == number


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "invalid-nid-characters", {}),
        ("I don't know", "invalid-nid-characters", {}),
        ("326 84B 3744", "invalid-nid-characters", {}),
        ("7", "invalid-nid-length", {"count": 1}),
        ("326848374", "invalid-nid-length", {"count": 9}),
        ("55582841574870", "invalid-nid-length", {"count": 14}),
        ("1111111111", "invalid-nid-repeated", {}),
        ("0000000000000", "invalid-nid-repeated", {}),
        ("18991234567890123", "invalid-nid-birth-year", {"year": 1899}),
        ("20111234567890123", "invalid-nid-birth-year", {"year": 2011}),
    ],
)
def test_an_impossible_number_is_refused_with_its_reason(
    typed: str, reason: str, values: dict[str, int]
) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        read_national_id(typed, today=TODAY)

    assert (refusal.value.reason, refusal.value.values) == (reason, values)


def test_the_year_before_17_digits_may_be_that_of_somebody_who_turns_16_this_year() -> None:
    assert read_national_id("20101234567890123", today=TODAY) == "20101234567890123"


def test_13_and_17_digits_of_one_person_are_the_same_number() -> None:
    assert national_id_key("19805558284157487") == national_id_key("5558284157487")
    assert is_same_national_id("19805558284157487", "5558284157487")


def test_10_digits_are_the_same_only_as_themselves() -> None:
    assert national_id_key("3268483744") == "3268483744"
    assert is_same_national_id("3268483744", "326 848 3744")
    assert not is_same_national_id("3268483744", "5553268483744")


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("0001980100147", "1980100147"),
        ("1980100147", "1980100147"),  # the service lost its zeros
        ("19800001980100147", "1980100147"),  # with the year of birth
        ("", ""),
    ],
)
def test_leading_zeros_and_the_year_of_birth_make_no_difference(number: str, key: str) -> None:
    assert comparable_national_id(number) == key


def test_leading_zeros_lost_in_an_integer_do_not_make_another_number() -> None:
    assert is_same_national_id("0158284157487", str(int("0158284157487")))
    assert is_same_national_id("19800158284157487", "158284157487")


@pytest.mark.parametrize("nothing", ["", "none", "0"])
def test_a_missing_number_is_the_same_as_none(nothing: str) -> None:
    assert not is_same_national_id(nothing, nothing)
    assert not is_same_national_id(nothing, "3268483744")


@pytest.mark.parametrize(
    ("number", "spoken", "hidden"),
    [
        ("3268483744", "326 848 3744", "•••• 3744"),
        ("5558284157487", "555 828 415 7487", "•••• 7487"),
        ("19805558284157487", "1980 555 828 415 7487", "•••• 7487"),
        ("123", "123", "••••"),
        ("", "", "••••"),
    ],
)
def test_a_number_is_shown_in_groups_or_by_its_last_four_digits(
    number: str, spoken: str, hidden: str
) -> None:
    assert grouped(number) == spoken
    assert masked(number) == hidden


@given(valid_numbers)
def test_groups_are_read_back_as_the_number(number: str) -> None:
    assert read_national_id(grouped(number), today=TODAY) == number


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidAnswer):
        assert len(read_national_id(text, today=TODAY)) in {10, 13, 17}
    assert not set(masked(text)) - set(text[-4:]) - set("• ")
    assert is_same_national_id(text, text) == bool(national_id_key(text).strip("0"))
