"""What an application knows of its customer."""

from dataclasses import replace

from conversations import events
from conversations.card import CARD_FIELDS
from conversations.erasure import without_form
from conversations.options import SAME_ADDRESS
from conversations.questions import READING, REVIEW
from tests.support.forms import (
    READ,
    after,
    begun,
    being_read,
    pending,
    photo,
    press,
    read,
    types,
    until,
)


def test_the_agents_word_goes_before_the_cards() -> None:
    form = after(until("card"), press(events.EditChosen, question="father_name"))
    assert form.value("father_name") == READ["father_name"]
    assert not form.is_changed_from_card("father_name")

    form = after(form, types("আবুল মুনিম"))
    assert form.value("father_name") == "আবুল মুনিম"
    assert form.is_changed_from_card("father_name")


def test_a_field_neither_read_nor_typed_is_missing() -> None:
    assert [begun().value(key) for key in CARD_FIELDS] == [None] * len(CARD_FIELDS)


def test_the_same_address_is_whatever_the_present_address_turns_out_to_be() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="present_address"))
    form = after(form, types("গ্রাম: বড়দল, সাতক্ষীরা"))

    assert form.value("permanent_address") == "গ্রাম: বড়দল, সাতক্ষীরা"


def test_only_the_permanent_address_can_be_the_same() -> None:
    """An organisation's own question takes any text."""
    form = replace(until(REVIEW), answers={"extra_sign": SAME_ADDRESS})

    assert form.value("extra_sign") == SAME_ADDRESS


def test_the_customer_is_called_by_the_english_name_then_by_the_bangla_one() -> None:
    waiting = being_read(READING)
    assert waiting.customer == ""
    assert after(waiting, read(waiting, name_english=None)).customer == READ["name_bangla"]
    assert after(waiting, read(waiting)).customer == READ["name_english"]


def test_a_card_may_name_a_husband_in_place_of_the_father() -> None:
    form = until("card")
    assert form.reading is not None
    married = replace(form.reading, spouse_name=READ["father_name"])

    assert not form.is_spouse_named
    assert replace(form, reading=married).is_spouse_named
    assert not replace(
        form, reading=married, answers={**form.answers, "father_name": "আবুল মুনীম হক"}
    ).is_spouse_named


def test_a_new_picture_of_the_card_drops_its_reading_and_keeps_what_was_typed() -> None:
    form = until(REVIEW)
    changed = form.with_picture("back", form.pictures["selfie"])

    assert (changed.reading, changed.is_card_confirmed) == (None, False)
    assert changed.answers == form.answers


def test_a_new_selfie_does_not() -> None:
    form = until(REVIEW)

    assert form.with_picture("selfie", form.pictures["selfie"]) == form
    assert form.without_pictures("selfie").reading == form.reading


def test_a_picture_to_be_checked_again_forgets_its_findings() -> None:
    picture = until(REVIEW).pictures["front"]
    anew = picture.to_be_checked("fresh")

    assert picture.is_checked
    assert not anew.is_checked
    assert (anew.ticket, anew.file_id) == ("fresh", picture.file_id)


def test_an_erased_form_has_the_initials_of_its_customer() -> None:
    assert without_form(pending()).customer == "M••• A••• M•••"


def test_in_another_chat_no_message_of_the_first_one_is_known() -> None:
    form = after(until("front"), photo(message_id=12))
    moved = form.in_another_chat()

    assert [one.message_id for one in form.pictures.values()] == [12]
    assert [one.message_id for one in moved.pictures.values()] == [None]
    assert moved.sources == {}
