"""What the check of a photo leads to: the reading, the same question again, or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import events
from conversations.effects import Ask, ShowProgress
from conversations.errands import Errand, Task
from conversations.questions import CANCEL, REVIEW
from tests.support.forms import (
    after,
    checked,
    photo,
    picks,
    press,
    refused,
    until,
)
from tests.support.photos import names
from tests.support.playbook import Playbook


def test_the_card_is_read_when_both_pictures_were_found_usable() -> None:
    form = after(until("front"), photo("a"), photo("b"))
    book = Playbook(form)

    assert book >> checked(form, "back")
    assert book >> checked(form, "front") << Errand(task=Task.READ_CARD, ticket="t2")
    assert book.application.reading_ticket == "t2"


def test_a_check_that_comes_twice_has_the_card_read_once() -> None:
    form = after(until("front"), photo("a"), photo("b"))
    first, second = checked(form, "front"), checked(form, "back")

    assert Playbook(form) >> first >> second << Errand >> second >> first


def test_a_picture_refused_while_the_next_one_is_asked_for_is_asked_for_again() -> None:
    form = after(until("front"), photo("a"))
    book = Playbook(form)

    shown = Ask(problem="picture-truncated", about="front", is_instead=True)
    assert book >> refused(form, "front") << shown
    assert book.application.asking == "front"


def test_a_picture_refused_after_a_minute_is_asked_for_in_a_new_message() -> None:
    form = after(until("front"), photo("a"))
    book = Playbook(form).waits(timedelta(minutes=1))

    assert book >> refused(form, "front") << Ask(problem="picture-truncated", about="front")


def test_a_picture_refused_while_another_question_is_on_the_screen_takes_nothing_away() -> None:
    form = after(until("front"), photo("a"), photo("b"), picks("gender", "male"))
    book = Playbook(form)

    assert (
        book
        >> refused(form, "front")
        << ShowProgress(text="reading-waits")
        << Ask(problem="picture-truncated", about="front", is_instead=True)
    )
    assert book.application.asking == "permanent_address"
    assert book.application.version == form.version
    assert book.application.answers == form.answers
    assert names(book.application) == {"back": "b"}


def test_the_missing_side_may_be_sent_at_once_or_is_asked_for_next() -> None:
    form = after(until("front"), photo("a"), photo("b"))
    form = after(form, refused(form, "front"))
    assert form.asking == "gender"

    at_once = after(form, photo("c"))
    assert names(at_once) == {"back": "b", "front": "c"}
    assert at_once.asking == "gender"
    assert after(form, picks("gender", "male")).asking == "front"


def test_a_picture_that_repeats_another_is_refused() -> None:
    form = after(until("front"), photo("a"), photo("b"))

    assert (
        Playbook(form)
        >> checked(form, "back", repeats="front")
        << ShowProgress(text="reading-waits")
        << Ask(problem="same-picture", about="back", is_instead=True)
    )


def test_of_two_equal_pictures_the_later_is_refused_whichever_check_ends_first() -> None:
    book = Playbook(until("front")) >> photo("a") << Ask << Errand
    book.waits(timedelta(seconds=5)) >> photo("b") << ShowProgress << Ask << Errand
    form = book.application

    assert book >> checked(form, "back")
    assert (
        book
        >> checked(form, "front", repeats="back")
        << ShowProgress(text="reading-waits")
        << Ask(problem="same-picture", about="back", is_instead=True)
    )
    assert names(book.application) == {"front": "a"}
    assert book.application.pictures["front"].is_checked


def test_a_new_front_that_is_the_old_back_is_refused_and_not_the_back() -> None:
    book = Playbook(after(until(REVIEW), press(events.EditChosen, question="front")))
    assert book.waits(timedelta(minutes=1)) >> photo("b") << ShowProgress << Ask << Errand
    form = book.application

    assert (
        book
        >> checked(form, "front", repeats="back")
        << ShowProgress
        << Ask(problem="same-picture", about="front", is_instead=True)
    )


@pytest.mark.parametrize("first", ["front", "back"])
def test_of_two_equal_pictures_the_one_on_the_wrong_side_is_refused(first: str) -> None:
    """The back was sent for a front that was just refused, and again when requested."""
    book = Playbook(until("front")) >> photo("a") << Ask << Errand
    book.waits(timedelta(seconds=5)) >> photo("b") << ShowProgress << Ask << Errand
    form = book.application
    front = checked(form, "front", "back" if first == "back" else None, "picture-wrong-side")
    back = checked(form, "back", "front" if first == "front" else None)

    for event in (front, back) if first == "front" else (back, front):
        book.plays(event)

    assert names(book.application) == {"back": "b"}
    assert after(book.application, picks("gender", "male")).asking == "front"


def test_a_selfie_that_repeats_the_card_is_refused_and_the_card_read_all_the_same() -> None:
    form = after(until("front"), photo("a"), photo("b"))
    form = after(form, checked(form, "back"))
    book = Playbook(replace(form, asking="selfie"))
    assert book.waits(timedelta(seconds=5)) >> photo("c") << Ask << Errand

    assert (
        book
        >> checked(book.application, "front", repeats="selfie")
        << Ask(problem="same-picture", about="selfie", is_instead=True)
        << Errand(task=Task.READ_CARD, ticket="t2")
    )


def test_a_refusal_of_a_picture_that_was_replaced_meanwhile_changes_nothing() -> None:
    form = after(until("front"), photo("a"))
    late = refused(form, "front")
    form = after(form, press(events.WentBack), photo("better"))

    assert Playbook(form) >> late


def test_a_selfie_refused_on_the_review_is_asked_for_again() -> None:
    form = after(until("selfie"), photo())
    assert form.asking == REVIEW
    book = Playbook(form)

    assert (
        book
        >> refused(form, "selfie")
        << Ask(problem="picture-truncated", about="selfie", is_instead=True)
    )
    assert book.application.asking == "selfie"


def test_a_refusal_while_cancel_is_asked_leaves_that_question() -> None:
    form = after(until("front"), photo("a"), events.CancelAsked())
    form = after(form, refused(form, "front"))

    assert form.asking == CANCEL
