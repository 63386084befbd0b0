"""The card as it was read and the review: every field, its marks and the way to change it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.chat.buttons import Press, read_press
from bot.chat.outgoing import Button, Send
from bot.screens.card import PART_OF_FIELD, swap_button
from bot.screens.numbered import NUMBERED, number_of
from bot.screens.prompts import prompt
from bot.texts import plain
from conversations import events
from conversations.card import CARD_FIELDS
from conversations.languages import LANGUAGES
from conversations.questions import FORM, READING, REVIEW, asked_of
from conversations.replies import MISUNDERSTOOD
from tests.support.forms import (
    after,
    being_read,
    picks,
    press,
    read,
    types,
    unread,
    unreadable,
    until,
)
from tests.support.plain_words import parse

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def shown(message: Send) -> str:
    text, _ = parse(message.text)
    return text


def labels(message: Send) -> list[str]:
    return [button.text for row in message.keyboard for button in row]


# -- the card ---------------------------------------------------------------------------------


def fields_behind(row: Sequence[Button]) -> dict[str, str]:
    """The field that each button of the row opens again."""
    presses = {button.text: read_press(button.data) for button in row}
    return {
        text: press.arguments[0]
        for text, press in presses.items()
        if isinstance(press, Press) and press.verb == "edit"
    }


def test_the_card_has_a_numbered_line_for_every_field_and_the_numbers_as_buttons() -> None:
    message = prompt(until("card"), "en")

    assert shown(message).splitlines()[2:] == [
        "1. NID: 000 198 010 0147",
        "2. Birth date: 1 October 1980",
        "3. Bangla name: মো. আসাদুজ্জামান মিয়া",
        "4. English name: Md. Asaduzzaman Miah",
        "5. Father: আবুল মুনীম",
        "6. Mother: আম্বিয়া খাতুন",
        "7. Address: ২২/১, ইসলামপুর রোড, খুলনা",
        "Tap a number to change it.",
    ]
    confirm, numbers, photos, back = message.keyboard
    assert [button.text for button in confirm] == ["All correct"]
    assert fields_behind(numbers) == dict(zip("1234567", CARD_FIELDS, strict=True))
    assert fields_behind(photos) == {"Front photo": "front", "Back photo": "back"}
    assert photos[-1].text == "Swap"
    assert len(back) == 1


def test_an_unread_field_is_flagged() -> None:
    waiting = being_read(READING)
    message = prompt(after(waiting, read(waiting, mother_name=None)), "en")

    assert "⚠ Mother: not read" in shown(message)
    assert "The marked fields are asked next, one by one." in shown(message)
    assert "Go to the marked fields" in labels(message)


def test_changed_and_doubtful_values_are_marked() -> None:
    form = after(until("card"), press(events.EditChosen, question="name_bangla"))
    text = shown(prompt(after(form, types("Asaduzzaman")), "en"))

    assert "⚠ Bangla name: Asaduzzaman (changed) please check" in text


def test_the_name_of_a_husband_is_called_so() -> None:
    form = until("card")
    assert form.reading is not None
    married = replace(form.reading, spouse_name=form.reading.fields["father_name"])

    text = shown(prompt(replace(form, reading=married), "en"))
    assert "Father: আবুল মুনীম (husband or wife)" in text


def test_a_date_whose_order_is_anybodys_guess_is_shown_as_it_was_read() -> None:
    waiting = being_read(READING)
    form = after(waiting, read(waiting, date_of_birth="03-04-1980"))

    assert "2. Birth date: 03-04-1980\n" in shown(prompt(form, "en"))


@in_both_languages
def test_a_card_that_was_not_read_says_why_and_what_can_be_done(language: str) -> None:
    message = prompt(unreadable(), language)

    assert {"en": "no card was found", "bn": plain("bn", "said-no-card")}[language] in shown(
        message
    )
    offered = ("new-front", "new-back", "swap", "read-again", "back")
    assert labels(message) == [plain(language, f"button-{name}") for name in offered]


@in_both_languages
def test_where_the_photos_are_not_to_blame_reading_again_comes_first(language: str) -> None:
    waiting = being_read(READING)
    form = after(waiting, unread(waiting, MISUNDERSTOOD))
    message = prompt(form, language)

    assert plain(language, "card-misunderstood-next") in shown(message)
    offered = ("read-again", "new-front", "new-back", "back")
    assert labels(message) == [plain(language, f"button-{name}") for name in offered]


@in_both_languages
def test_a_reason_of_our_own_is_said_in_the_agents_language(language: str) -> None:
    form = replace(unreadable(), reading_problem="photo-gone")

    assert plain(language, "photo-gone") in shown(prompt(form, language))


@in_both_languages
def test_the_card_screen_marks_what_was_typed_and_not_read(language: str) -> None:
    form = until("card")
    assert form.reading
    fields = {key: value for key, value in form.reading.fields.items() if key != "mother_name"}
    form = replace(form, reading=replace(form.reading, fields=fields))
    typed = replace(form, answers={**form.answers, "mother_name": "Ambia Khatun"})

    mark = plain(language, "review-mark-typed")
    assert f"Ambia Khatun {mark}" in shown(prompt(typed, language))
    assert mark not in shown(prompt(form, language))


def test_a_card_without_doubts_can_be_confirmed_whole() -> None:
    (first, *_) = labels(prompt(until("card"), "en"))

    assert first == "All correct"


def test_the_button_that_swaps_the_sides_outlives_other_answers_and_no_other_photo() -> None:
    form = until("card")
    edited = after(form, press(events.EditChosen, question="mother_name"), types("Ambia"))
    front = replace(form.pictures["front"], ticket="another")
    other = replace(form, pictures={**form.pictures, "front": front})

    def arguments(button_data: str) -> list[str]:
        return button_data.split(".")[2:]

    before = arguments(swap_button(form, "en").data)
    assert arguments(swap_button(edited, "en").data) == before
    assert arguments(swap_button(other, "en").data) == ["swap", "another"]


def test_every_field_of_the_card_has_a_part_of_the_picture() -> None:
    assert set(PART_OF_FIELD) == set(CARD_FIELDS)


# -- the review -------------------------------------------------------------------------------


def test_the_review_shows_everything_with_the_submission_first_in_four_rows() -> None:
    message = prompt(until(REVIEW), "en")

    assert shown(message).splitlines()[7:] == [
        "7 · 8. Addresses: ২২/১, ইসলামপুর রোড, খুলনা",
        "9. Gender: Male",
        "10. Mobile number: 01712-345678",
        "11. Profession: Business",
        "12 · 13. Nominee: Ambia Khatun (mother)",
        "Tap a number to change it.",
    ]
    submit, of_card, own, photos = message.keyboard
    assert [button.text for button in submit] == ["Submit"]
    assert fields_behind(of_card) == dict(zip("1234567", CARD_FIELDS, strict=True))
    assert fields_behind(own) == {
        "8": "permanent_address",
        "9": "gender",
        "10": "mobile_number",
        "11": "profession",
        "12": "nominee",
        "13": "nominee_relation",
    }
    assert fields_behind(photos) == {
        "Front photo": "front",
        "Back photo": "back",
        "Selfie": "selfie",
    }


def test_another_permanent_address_has_a_line_of_its_own() -> None:
    form = after(until("permanent_address"), types("Village: Bardal, Satkhira"))
    lines = shown(prompt(until(REVIEW, form), "en")).splitlines()

    assert "7. Address: ২২/১, ইসলামপুর রোড, খুলনা" in lines
    assert "8. Permanent address: Village: Bardal, Satkhira" in lines


def test_a_nominee_whose_relation_is_in_the_agents_words_is_shown_with_them() -> None:
    form = after(until("nominee_relation"), types("Uncle of MD"))

    text = shown(prompt(until(REVIEW, form), "en"))
    assert "12 · 13. Nominee: Ambia Khatun (Uncle of MD)" in text


@in_both_languages
def test_every_answer_of_the_form_has_a_number_on_the_review(language: str) -> None:
    message = prompt(until(REVIEW), language)

    assert set(NUMBERED) == {*CARD_FIELDS, *asked_of(FORM)}
    assert all(len(row) <= 8 for row in message.keyboard)
    numbers = [number_of(until(REVIEW), key, language) for key in NUMBERED]
    assert [label for label in labels(message) if label in numbers] == numbers


def test_two_fields_in_one_line_are_marked_together() -> None:
    form = until("gender")
    early = replace(until(REVIEW, form), early=frozenset({"permanent_address", "nominee"}))
    text = shown(prompt(early, "en"))

    assert "7 · 8. ⚠ Addresses: ২২/১" in text
    assert "12 · 13. ⚠ Nominee: Ambia Khatun (mother) (perhaps typed before it was asked)" in text


@pytest.mark.parametrize("name", ["md asaduzzaman  MIAH", "মোঃ আসাদুজ্জামান মিয়া"])
def test_a_nominee_with_the_customers_own_name_is_marked(name: str) -> None:
    form = after(until("nominee"), types(name))
    text = shown(prompt(until(REVIEW, form), "en"))

    assert (
        f"12 · 13. ⚠ Nominee: {' '.join(name.split())} (mother) (the customer’s own name)" in text
    )
    assert "own name" not in shown(prompt(until(REVIEW), "en"))


def test_the_husband_of_a_man_is_marked() -> None:
    form = after(until("nominee_relation"), picks("nominee_relation", "husband"))

    line = "12 · 13. ⚠ Nominee: Ambia Khatun (husband) (does this fit the gender?)"
    assert line in shown(prompt(until(REVIEW, form), "en"))
    assert "fit the gender" not in shown(prompt(until(REVIEW), "en"))


def test_the_review_in_bangla_has_bangla_words_for_the_answers() -> None:
    text = shown(prompt(until(REVIEW), "bn"))

    assert "লিঙ্গ: পুরুষ" in text
    assert "২. জন্মতারিখ: ১ অক্টোবর ১৯৮০\n" in text
    assert "৭ · ৮. ঠিকানা: ২২/১" in text
    assert "নমিনি: Ambia Khatun (মা)" in text


def test_an_answer_in_the_agents_words_is_shown_as_typed() -> None:
    form = after(until("profession"), types("Boatman & fisher <b>"))

    review = until(REVIEW, form)
    assert "Profession: Boatman & fisher <b>" in shown(prompt(review, "en"))
