"""What was read is compared with the barcode: agreement, difference, or nothing to say."""

from dataclasses import replace
from datetime import date

import pytest

from conversations import events
from conversations.application import Application
from conversations.card_barcode import CardBarcode
from conversations.cross_check import (
    differing_fields,
    is_confirmed_by_barcode,
    is_from_barcode,
    seems_of_another_card,
)
from conversations.doubts import doubtful_fields
from conversations.questions import READING
from tests.support.forms import after, being_read, press, read, types

TODAY = date(2026, 11, 23)
BORN = date(1980, 10, 1)
NAME = "MD. ASADUZZAMAN MIAH"


def card(
    barcode: CardBarcode | None = None, /, side: str = "back", **was_read: str | None
) -> Application:
    """The card as read, with that barcode on one of its pictures."""
    form = being_read(READING)
    picture = replace(form.pictures[side], barcode=barcode)
    form = replace(form, pictures={**form.pictures, side: picture})
    return after(form, read(form, **was_read))


@pytest.mark.parametrize(
    ("was_read", "in_barcode", "says"),
    [
        ("0001980100147", "0001980100147", "the same"),
        ("0001980100147", "19800001980100147", "the same"),
        ("19800001980100147", "0001980100147", "the same"),
        ("0001980100141", "0001980100147", "another"),
        ("000198010014", "0001980100147", "another"),  # a digit was lost
        ("1980100147", "0001980100147", "another"),  # zeros were lost
        ("19800001980100147", "0001980100141", "another"),
        ("7320980147", "0001980100147", "nothing"),  # a smart card's number
        ("0001980100147", "7320980147", "nothing"),
        ("7320980147", "7320980141", "another"),
        (None, "0001980100147", "another"),
        ("0001980100147", None, "nothing"),
    ],
)
def test_numbers_of_one_card_are_the_same_in_either_form(
    was_read: str | None, in_barcode: str | None, says: str
) -> None:
    form = card(CardBarcode(nid_number=in_barcode), nid_number=was_read)

    assert ("nid_number" in differing_fields(form)) is (says == "another")
    assert is_confirmed_by_barcode(form, "nid_number") is (says == "the same")


@pytest.mark.parametrize(
    ("was_read", "says"),
    [
        ("1980/10/1", "the same"),
        ("01 Oct 1980", "the same"),
        ("1980/10/7", "another"),
        ("10/1/1980", "the same"),  # the service's order of day and month is not certain
        ("nonsense", "another"),
        (None, "another"),
    ],
)
def test_dates_are_compared_as_days(was_read: str | None, says: str) -> None:
    form = card(CardBarcode(date_of_birth=BORN), date_of_birth=was_read)

    assert ("date_of_birth" in differing_fields(form)) is (says == "another")
    assert is_confirmed_by_barcode(form, "date_of_birth") is (says == "the same")


def test_without_a_barcode_nothing_is_said() -> None:
    form = card()

    assert differing_fields(form) == ()
    assert doubtful_fields(form, today=TODAY) == frozenset()


def test_a_picture_in_the_other_side_s_place_counts_as_well() -> None:
    form = card(CardBarcode(nid_number="0001980100147"), "front", nid_number="0001980100141")

    assert differing_fields(form) == ("nid_number",)


def test_agreement_removes_a_doubt() -> None:
    odd = (
        "19910001980100147"  # the year is not the birth year, as after a correction of the register
    )

    assert doubtful_fields(card(nid_number=odd), today=TODAY) == {"nid_number"}
    confirmed = card(CardBarcode(nid_number=odd), nid_number=odd)
    assert doubtful_fields(confirmed, today=TODAY) == frozenset()


def test_a_difference_is_a_doubt_until_the_field_is_typed() -> None:
    form = card(CardBarcode(nid_number="0001980100147"), nid_number="0001980100141")
    assert doubtful_fields(form, today=TODAY) == {"nid_number"}

    edited = after(form, press(events.EditChosen, question="nid_number"), types("0001980100142"))

    assert differing_fields(edited) == ()
    assert doubtful_fields(edited, today=TODAY) == frozenset()


@pytest.mark.parametrize(
    ("changed", "is_another"),
    [
        ({}, True),
        ({"name_english": "MD. ASADUZAMAN MIA"}, False),  # the same name, misread
        ({"nid_number": "0001980100147"}, False),
        ({"date_of_birth": "1980/10/1"}, False),
        ({"nid_number": "7320980147"}, False),  # cannot be compared
        ({"nid_number": None}, False),
        ({"name_english": None}, False),
        ({"name_english": "রহিমা খাতুন"}, False),
    ],
)
def test_a_back_of_another_card_is_known_by_all_three(
    changed: dict[str, str | None], is_another: bool
) -> None:
    barcode = CardBarcode(nid_number="0001980100147", date_of_birth=BORN, name=NAME)
    rahima = {
        "nid_number": "0001991032588",
        "date_of_birth": "1991/3/25",
        "name_english": "RAHIMA KHATUN",
    }

    form = card(barcode, "back", **{**rahima, **changed})

    assert seems_of_another_card(form) is is_another


def test_a_new_photo_takes_the_barcode_of_the_old_one_with_it() -> None:
    form = card(CardBarcode(nid_number="0001980100147"), nid_number="0001980100141")
    renewed = after(form.without_pictures("back"), read(form))

    assert differing_fields(renewed) == ()


def test_a_barcode_is_taken_or_the_reading_upheld() -> None:
    form = card(CardBarcode(nid_number="0001980100147"), nid_number="0001980100141")

    taken = after(form, press(events.BarcodeTaken, question="nid_number"))
    upheld = after(form, press(events.ReadingUpheld, question="nid_number"))

    assert taken.value("nid_number") == "0001980100147"
    assert is_from_barcode(taken, "nid_number")
    assert upheld.value("nid_number") == "0001980100141"
    assert not is_from_barcode(upheld, "nid_number")
    assert differing_fields(taken) == differing_fields(upheld) == ()


@pytest.mark.parametrize("kind", [events.BarcodeTaken, events.ReadingUpheld])
def test_a_choice_about_a_field_that_differs_no_more_changes_nothing(
    kind: type[events.BarcodeTaken | events.ReadingUpheld],
) -> None:
    form = card(nid_number="0001980100141")

    assert after(form, press(kind, question="nid_number")).answers == form.answers


def test_a_barcode_without_a_name_or_a_card_that_was_not_read_says_nothing_of_whose_it_is() -> None:
    nameless = CardBarcode(nid_number="0001980100147", date_of_birth=BORN)
    named = replace(nameless, name=NAME)

    assert not seems_of_another_card(card(nameless, nid_number="0001991032588"))
    unread = card(named, nid_number="0001991032588").without_reading()
    assert not seems_of_another_card(unread)
    assert differing_fields(unread) == ()
