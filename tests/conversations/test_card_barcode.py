"""Barcodes of several layouts are understood, anything else is not, and nothing is an error."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.card_barcode import CardBarcode, read_card_barcode

TODAY = date(2026, 11, 23)
BORN = date(1980, 10, 1)
WHOLE = CardBarcode(nid_number="0001980100147", date_of_birth=BORN, name="MD. ASAD MIAH")
SIGNATURE = "302c0214" + "5a" * 40


@pytest.mark.parametrize(
    "text",
    [
        (
            "<pin>0001980100147</pin><name>MD. ASAD MIAH</name><DOB>01 Oct 1980</DOB><FP></FP>"
            f"<F>Right Index</F><TYPE>A</TYPE><V>2.0</V><ds>{SIGNATURE}</ds>"
        ),
        (
            "<pin>0001980100147</pin><name>MD. ASAD MIAH</name><DOB>01 Oct 1980</DOB><FP>x</FP>"
            f"<rnd>7</rnd><ds>{SIGNATURE}</ds>"
        ),
        "<pin>0001980100147</pin><name>MD. ASAD MIAH</name><DOB>01 Oct 1980</DOB>",
        "<PIN> 0001980100147 </PIN>\r\n<NAME>MD.  ASAD MIAH </NAME>\r\n<dob> 1 oct 1980</dob>",
        "<nid>000 198 010 0147</nid>< name >MD. ASAD MIAH<DOB>1980-10-01",
        "\x00<V>2.0</V><DOB>01/10/1980</DOB><name>MD. ASAD MIAH</name><pin>0001980100147</pin>",
    ],
)
def test_layouts_of_all_years_are_understood(text: str) -> None:
    assert read_card_barcode(text, today=TODAY) == WHOLE


@pytest.mark.parametrize(
    "written",
    [
        "01 Oct 1980",
        "1 October 1980",
        "01-OCT-1980",
        "Oct 01 1980",
        "Oct 1, 1980",
        "1980-10-01",
        "1980/10/1",
        "01/10/1980",
        "1.10.1980",
        "19801001",
        "০১ অক্টোবর ১৯৮০",
    ],
)
def test_a_date_may_be_written_in_many_ways(written: str) -> None:
    understood = read_card_barcode(f"<pin>x</pin><DOB>{written}</DOB>", today=TODAY)

    assert understood == CardBarcode(date_of_birth=BORN)


@pytest.mark.parametrize("number", ["0001980100147", "19800001980100147", "0001980100"])
def test_a_number_may_have_any_length_that_cards_have(number: str) -> None:
    understood = read_card_barcode(f"<pin>{number}</pin>", today=TODAY)

    assert understood == CardBarcode(nid_number=number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0001980100147",  # which number is that?
        "ANSI 636000100102DL00410278ZV03190008DLDAQT64235789",  # another country's card
        "<pin>000198010014</pin>",
        "<pin></pin><name>MD. ASAD MIAH</name><DOB>2 sed 1232</DOB>",
        "<pin>00019801OO147</pin><DOB>01 Oct 80</DOB>",
        "<pin>0001980100147</pin><pin>0001991032588</pin>",  # whose is it?
        "<DOB>01 Oct 2020</DOB>",  # too young for a card
        "<pin>0000000000000</pin>",
        "https://example.org/?pin=0001980100147",
    ],
)
def test_what_is_not_understood_counts_as_absent(text: str) -> None:
    assert read_card_barcode(text, today=TODAY) is None


def test_one_part_that_is_not_understood_does_not_spoil_the_others() -> None:
    text = "<pin>0001980100147</pin><name>A</name><name>B</name><DOB>30 Feb 1980</DOB>"

    assert read_card_barcode(text, today=TODAY) == CardBarcode(nid_number="0001980100147")


@given(
    st.one_of(
        st.text(),
        st.binary().map(lambda content: content.decode("latin-1")),
        st.lists(
            st.sampled_from(["<pin>", "</pin>", "<DOB>", "<name>", "<", "0001980100147", "1 Oct"])
            | st.text(max_size=5)
        ).map("".join),
    )
)
@example("<pin>0001980100147</pin>")
def test_no_text_is_an_error(text: str) -> None:
    understood = read_card_barcode(text, today=TODAY)

    if understood is not None:
        assert understood.nid_number or understood.date_of_birth


def test_no_personal_value_is_shown_in_a_log() -> None:
    assert repr(WHOLE) == "CardBarcode()"
