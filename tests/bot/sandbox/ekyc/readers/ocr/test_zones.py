import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.ekyc.readers.ocr.zones import (
    printed_blood_group,
    printed_date,
    printed_nid,
    tidy,
)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("01 Oct 1980", "1980/10/1"),
        ("01Oct 1980", "1980/10/1"),
        ("3 0ct 1980", "1980/10/3"),
        ("21 Feb\n1998", "1998/2/21"),
        ("17 Ju1 1986", "1986/7/17"),
        ("17 Jux 1986", ""),
        ("31 Feb 1998", ""),
        ("Oct 1980", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_by_its_nearest_month_or_not_at_all(read: str, meant: str) -> None:
    assert printed_date(read) == meant


def test_an_nid_number_has_13_digits_or_was_not_read() -> None:
    assert printed_nid("000 1980 100147\n") == "0001980100147"
    assert printed_nid("000198010014") == ""
    assert printed_nid("00019801001477") == ""


def test_a_blood_group_is_one_of_eight_or_was_not_read() -> None:
    assert printed_blood_group(" AB + ") == "AB+"
    assert printed_blood_group("8+") == ""


def test_speckle_at_the_rim_goes_and_points_at_the_end_stay() -> None:
    assert tidy(" : মো.  জয়নাল\n আবেদীন |") == "মো. জয়নাল আবেদীন"
    assert tidy("Md.") == "Md."


@given(st.text())
def test_whatever_is_read_nothing_is_made_up(text: str) -> None:
    assert printed_nid(text) == "" or len(printed_nid(text)) == 13
    assert tidy(tidy(text)) == tidy(text)
    assert printed_blood_group(text) in {"", "A+", "A-", "B+", "B-", "O+", "O-", "AB+", "AB-"}
