"""Back, keep, edit and resume, from every point of the form."""

import pytest

from conversations import events
from conversations.effects import Ask, Settle, Tell
from conversations.questions import CANCEL, FORM, QUESTIONS, REVIEW, next_asked, steps_of
from tests.support.forms import (
    ANSWERS,
    READ,
    after,
    being_read,
    press,
    read,
    types,
    until,
)
from tests.support.playbook import Playbook
from tests.support.points import DRAFTS, at_every_point_of_a_draft

STEPS = steps_of(FORM)


@at_every_point_of_a_draft
def test_back_leads_to_the_beginning_and_keeping_leads_here_again(point: str) -> None:
    """From anywhere; nothing is lost on the way."""
    form = DRAFTS[point]
    if form.asking == CANCEL:
        form = after(form, press(events.Stayed))
    back = form
    while True:
        moved = after(back, press(events.WentBack))
        if moved == back:
            break
        assert STEPS.index(moved.asking) < _place(back.asking)
        back = moved
    assert back.asking in {"consent", "front"}
    keeping = back
    while QUESTIONS.get(keeping.asking) and QUESTIONS[keeping.asking].is_answered(keeping):
        is_card = keeping.asking == "card"
        keeping = after(keeping, press(events.CardConfirmed if is_card else events.Kept))

    assert (keeping.answers, keeping.pictures) == (form.answers, form.pictures)
    assert keeping.asking == next_asked(form)


def _place(asking: str) -> int:
    if asking in READ:
        return STEPS.index("card")
    return STEPS.index(asking) if asking in STEPS else len(STEPS)


@pytest.mark.parametrize("question", [key for key in STEPS if key not in {"consent", "card"}])
def test_every_answer_can_be_edited_from_the_review_and_kept(question: str) -> None:
    review = until(REVIEW)
    asked = after(review, press(events.EditChosen, question=question))

    assert asked.asking == question
    kept = after(asked, press(events.Kept))
    assert kept.asking == REVIEW
    assert kept.answers == review.answers


@pytest.mark.parametrize("question", [key for key in STEPS if QUESTIONS[key].read])
def test_every_answer_in_words_can_be_replaced_from_the_review(question: str) -> None:
    asked = after(until(REVIEW), press(events.EditChosen, question=question))
    changed = after(asked, types("01912345679" if question == "mobile_number" else "Female"))

    assert changed.answers[question] in {"01912345679", "Female"}
    assert changed.asking == ("nominee_relation" if question == "nominee" else REVIEW)


@pytest.mark.parametrize("field", READ)
def test_every_field_of_the_card_can_be_edited_from_the_review(field: str) -> None:
    asked = after(until(REVIEW), press(events.EditChosen, question=field))
    assert asked.asking == field

    assert after(asked, ANSWERS[field]()).asking == REVIEW


def test_a_question_without_an_answer_cannot_be_jumped_to() -> None:
    assert Playbook(until("gender")) >> press(events.EditChosen, question="selfie") << Ask()


def test_consent_is_not_edited() -> None:
    assert Playbook(until(REVIEW)) >> press(events.EditChosen, question="consent") << Ask()


def test_there_is_nothing_before_the_first_photo() -> None:
    assert Playbook(until("front")) >> press(events.WentBack) << Tell(text="nothing-before")


def test_keep_where_nothing_is_kept_asks_again() -> None:
    assert Playbook(until("nominee")) >> press(events.Kept) << Ask()


def test_another_nominee_has_another_relation() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="nominee"))

    asked = after(form, types("Karim Uddin"))
    assert asked.asking == "nominee_relation"
    assert "nominee_relation" not in asked.answers


def test_the_same_nominee_keeps_the_relation() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="nominee"))

    assert after(form, types("Ambia Khatun")).asking == REVIEW


@at_every_point_of_a_draft
def test_cancel_asks_first_and_staying_loses_nothing(point: str) -> None:
    form = DRAFTS[point]
    asked = after(form, events.CancelAsked())
    assert asked.asking == CANCEL

    stayed = after(asked, press(events.Stayed))
    assert (stayed.answers, stayed.pictures) == (form.answers, form.pictures)
    assert (stayed.consent, stayed.reading) == (form.consent, form.reading)


@pytest.mark.parametrize("point", [point for point, form in DRAFTS.items() if not form.earlier])
def test_cancel_confirmed_erases_what_was_never_decided(point: str) -> None:
    form = after(DRAFTS[point], events.CancelAsked())
    text = "cancelled" if form.consent else "consent-refused"

    assert (Playbook(form) >> press(events.Withdrawn) << Settle(text=text)).is_erased


def test_an_answer_typed_at_the_cancel_question_is_not_taken_for_the_form() -> None:
    form = after(until("profession"), events.CancelAsked())
    book = Playbook(form)

    assert book >> types("yes") << Ask(problem="choose-a-button")
    assert "profession" not in book.application.answers


def test_coming_back_after_asking_to_cancel_continues_the_form() -> None:
    form = after(until("profession"), events.CancelAsked())

    assert after(form, events.Resumed()).asking == "profession"


def test_a_reading_that_comes_while_cancel_is_asked_is_kept() -> None:
    form = after(being_read("mobile_number"), events.CancelAsked())
    form = after(form, read(form))
    assert form.asking == CANCEL

    assert after(form, press(events.Stayed)).asking == "card"
