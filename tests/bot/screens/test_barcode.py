"""What the card says twice: marked where it differs, with a button for each value."""

from dataclasses import replace
from datetime import date

from bot.chat.outgoing import Send
from bot.screens.prompts import prompt
from conversations import events
from conversations.application import Application
from conversations.card_barcode import CardBarcode
from conversations.questions import READING
from tests.support.forms import after, being_read, press, read, types
from tests.support.plain_words import parse

BARCODE = CardBarcode(
    nid_number="0001980100147", date_of_birth=date(1980, 10, 1), name="MD. ASADUZZAMAN MIAH"
)
RAHIMA: dict[str, str | None] = {
    "nid_number": "0001991032588",
    "date_of_birth": "1991/3/25",
    "name_english": "RAHIMA KHATUN",
}


def card(barcode: CardBarcode | None = BARCODE, /, **was_read: str | None) -> Application:
    form = being_read(READING)
    back = replace(form.pictures["back"], barcode=barcode)
    form = replace(form, pictures={**form.pictures, "back": back})
    return after(form, read(form, **was_read))


def text(application: Application, language: str = "en") -> str:
    return parse(prompt(application, language).text)[0]


def rows(message: Send) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard]


def test_a_number_that_looks_odd_is_not_marked_where_the_barcode_says_the_same() -> None:
    odd = "19910001980100147"  # its year is not that of the birth date

    assert "⚠" in text(card(None, nid_number=odd))
    assert "⚠" not in text(card(replace(BARCODE, nid_number=odd), nid_number=odd))


def test_both_differences_fit_into_six_rows() -> None:
    drawn = rows(prompt(card(nid_number="0001980100141", date_of_birth="1980/10/7"), "en"))

    assert drawn[:2] == [
        ["NID: barcode", "NID: as read"],
        ["Birth date: barcode", "Birth date: as read"],
    ]
    assert len(drawn) <= 6


def test_what_is_marked_for_another_reason_is_still_asked_one_by_one() -> None:
    form = card(nid_number="0001980100141", mother_name=None)

    assert rows(prompt(form, "en"))[:2] == [
        ["Go to the marked fields"],
        ["NID: barcode", "NID: as read"],
    ]


def test_what_was_not_read_is_offered_from_the_barcode() -> None:
    form = card(nid_number=None)

    assert "NID: not read\nbarcode: 000 198 010 0147" in text(form)
    assert rows(prompt(form, "en"))[0] == ["NID: barcode"]

    taken = after(form, press(events.BarcodeTaken, question="nid_number"))
    assert "NID: 000 198 010 0147 (from the barcode)" in text(taken)


def test_a_back_of_another_card_is_said_and_nothing_of_it_is_offered() -> None:
    form = card(**RAHIMA)

    assert "The back seems to be of another card: its barcode names MD. ASADUZZAMAN" in text(form)
    assert "⚠ NID: 000 199 103 2588\nbarcode: 000 198 010 0147" in text(form)
    assert "barcode" not in str(rows(prompt(form, "en")))


def test_a_name_in_a_barcode_cannot_write_into_the_chat() -> None:
    form = card(replace(BARCODE, name="MR X"), **{**RAHIMA, "name_english": "RAHIMA"})
    hostile = replace(BARCODE, name="<b>" * 100)

    assert "names MR X" in text(form)
    assert len(prompt(card(hostile, **RAHIMA), "bn").text) < 4096


def test_a_typed_number_can_still_be_replaced_by_the_barcode_s() -> None:
    form = card(nid_number="0001980100141")
    form = after(form, press(events.EditChosen, question="nid_number"), types("0001980100142"))
    form = after(form, press(events.EditChosen, question="nid_number"))

    assert "In the barcode: 000 198 010 0147" in text(form)
    assert ["NID: barcode"] in rows(prompt(form, "en"))


def test_buttons_of_the_barcode_do_nothing_where_they_are_not_shown() -> None:
    form = card(nid_number="0001980100141")
    elsewhere = after(form, press(events.EditChosen, question="mother_name"))

    for application, question in (
        (form, "mother_name"),
        (form, "no-question"),
        (elsewhere, "nid_number"),
        (card(None), "nid_number"),
    ):
        for kind in (events.BarcodeTaken, events.ReadingUpheld):
            pressed = after(application, press(kind, question=question))
            assert (pressed.answers, pressed.as_printed) == (
                application.answers,
                application.as_printed,
            )
