"""The relatives on the card, of whom one tap makes the nominee."""

from dataclasses import replace

import pytest

from bot.screens.prompts import prompt
from conversations import events
from conversations.application import Application
from conversations.effects import Ask, Settle
from conversations.questions import REVIEW
from conversations.relatives import is_spouse_odd, relatives
from tests.support.forms import (
    after,
    being_read,
    checked,
    photo,
    picks,
    press,
    read,
    types,
    until,
)
from tests.support.playbook import Playbook


def related(form: Application) -> dict[str, str]:
    return {field: option.value for field, option in relatives(form).items()}


def married(form: Application, gender: str) -> Application:
    """The card names a husband or wife where it names a father otherwise."""
    assert form.reading is not None
    named = replace(form.reading, spouse_name=form.reading.fields["father_name"])
    return replace(form, reading=named, answers={**form.answers, "gender": gender})


def test_one_tap_answers_who_it_is_and_how_they_are_related() -> None:
    book = Playbook(until("nominee"))

    assert (
        book
        >> press(events.RelativeChosen, field="mother_name")
        << Settle(question="nominee")
        << Ask()
    )
    assert book.application.asking == "selfie"
    assert book.application.answers["nominee"] == "আম্বিয়া খাতুন"
    assert book.application.answers["nominee_relation"] == "Mother"


@pytest.mark.parametrize("name", ["আম্বিয়া বেগম", "Ambia Begum"])
def test_the_name_is_the_one_that_the_agent_confirmed(name: str) -> None:
    card = after(until("card"), press(events.EditChosen, question="mother_name"))
    form = until("nominee", after(card, types(name)))

    taken = after(form, press(events.RelativeChosen, field="mother_name"))
    assert taken.answers["nominee"] == name


@pytest.mark.parametrize(("gender", "spouse"), [("Female", "Husband"), ("Male", "Wife")])
def test_a_spouse_on_the_card_is_called_by_the_customers_gender(gender: str, spouse: str) -> None:
    form = married(until("nominee"), gender)

    assert related(form) == {"mother_name": "Mother", "father_name": spouse}


def test_a_spouse_of_a_customer_of_another_gender_is_not_offered() -> None:
    assert related(married(until("nominee"), "Other")) == {"mother_name": "Mother"}


def test_nobody_is_offered_before_the_card_is_confirmed() -> None:
    assert related(being_read("nominee")) == {}
    assert related(until("card")) == {}


def test_a_name_in_doubt_is_not_offered() -> None:
    form = replace(until("nominee"), doubted=frozenset({"mother_name"}))

    assert related(form) == {"father_name": "Father"}


def test_a_name_that_was_not_read_may_be_a_fathers_or_a_husbands() -> None:
    form = until("nominee")
    assert form.reading is not None
    fields = {key: value for key, value in form.reading.fields.items() if key != "father_name"}
    typed = replace(
        form,
        reading=replace(form.reading, fields=fields),
        answers={**form.answers, "father_name": "আবুল মুনীম"},
    )

    assert related(typed) == {"mother_name": "Mother"}


def test_a_nominee_from_the_card_is_corrected_with_it() -> None:
    taken = after(until("nominee"), press(events.RelativeChosen, field="father_name"))
    edit = press(events.EditChosen, question="father_name")
    form = after(until(REVIEW, taken), edit, types("আবুল মোমেন"))
    assert (form.asking, form.answers["nominee"]) == (REVIEW, "আবুল মোমেন")

    form = after(form, edit, press(events.ReadingTaken))
    assert (form.answers["nominee"], form.answers["nominee_relation"]) == ("আবুল মুনীম", "Father")


@pytest.mark.parametrize(
    ("name", "follows"), [("আম্বিয়া বেগম", "আম্বিয়া বেগম"), ("আম্বিয়া খাতুন", "আম্বিয়া খাতুন"), (None, None)]
)
def test_a_nominee_from_the_card_follows_a_new_photo_of_it(
    name: str | None, follows: str | None
) -> None:
    """Read wrongly the first time; the agent takes the photo again instead of typing the name."""
    form = until(REVIEW, after(until("nominee"), types("Mother")))
    form = after(form, press(events.EditChosen, question="back"), photo())
    form = after(form, checked(form, "back"))
    form = after(form, read(form, mother_name=name))

    assert form.answers.get("nominee") == follows
    assert form.answers["nominee_relation"] == "Mother"
    assert form.earlier_reading is None


def test_a_husband_does_not_become_the_father_whom_the_right_card_names() -> None:
    form = married(until("nominee"), "Female")
    form = until(REVIEW, after(form, press(events.RelativeChosen, field="father_name")))
    form = after(form, press(events.EditChosen, question="front"), photo())
    form = after(form, checked(form, "front"))
    form = after(form, read(form, father_name="আবুল মোমেন"))

    assert "nominee" not in form.answers


def test_a_nominee_who_is_not_on_the_card_stays_when_that_is_read_again() -> None:
    form = until(REVIEW)
    again = after(form, press(events.EditChosen, question="back"), photo())
    again = after(again, checked(again, "back"))
    again = after(again, read(again, mother_name="আম্বিয়া বেগম"))

    assert again.answers == form.answers


@pytest.mark.parametrize("typed", ["আবুল মুনীম, ভাই", "Karim Uddin, father"])
def test_anybody_else_keeps_the_name(typed: str) -> None:
    form = until(REVIEW, after(until("nominee"), types(typed)))
    corrected = after(form, press(events.EditChosen, question="father_name"), types("আবুল মোমেন"))

    assert corrected.answers["nominee"] == form.answers["nominee"]


def test_a_wife_of_a_woman_is_asked_about_again() -> None:
    form = married(until("nominee"), "Male")
    form = until(REVIEW, after(form, press(events.RelativeChosen, field="father_name")))
    corrected = after(form, press(events.EditChosen, question="gender"), picks("gender", "female"))

    assert corrected.asking == "nominee_relation"
    assert corrected.answers["nominee"] == form.answers["nominee"]


def test_a_mother_is_one_whatever_the_gender() -> None:
    form = until(REVIEW)
    corrected = after(form, press(events.EditChosen, question="gender"), picks("gender", "female"))

    assert corrected.asking == REVIEW


@pytest.mark.parametrize("field", ["name_bangla", "nid_number", "present_address", "nobody", ""])
def test_a_forged_field_is_nobody(field: str) -> None:
    form = until("nominee")

    assert after(form, press(events.RelativeChosen, field=field)).answers == form.answers


@pytest.mark.parametrize("stop", ["gender", "card", "profession", "nominee_relation", "review"])
def test_the_button_counts_at_its_question_only(stop: str) -> None:
    form = until(stop)

    tapped = after(form, press(events.RelativeChosen, field="mother_name"))
    assert tapped.answers == form.answers


def test_the_button_carries_the_field_and_never_the_name() -> None:
    rows = prompt(until("nominee"), "en").keyboard

    assert [row[0].text for row in rows[:2]] == ["Mother: আম্বিয়া খাতুন", "Father: আবুল মুনীম"]
    assert rows[0][0].data.endswith(".relative.mother_name")


@pytest.mark.parametrize(
    ("gender", "relation", "is_odd"),
    [
        ("male", "husband", True),
        ("female", "wife", True),
        ("female", "husband", False),
        ("other", "wife", False),
        ("male", "son", False),
    ],
)
def test_a_mans_husband_and_a_womans_wife_are_odd(
    gender: str, relation: str, *, is_odd: bool
) -> None:
    form = after(until("gender"), picks("gender", gender))
    form = after(until("nominee_relation", form), picks("nominee_relation", relation))

    assert is_spouse_odd(form) is is_odd
    assert not is_spouse_odd(until("nominee"))
