"""The card, read in the background."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from conversations import events, replies
from conversations.application import Application
from conversations.effects import Ask, Redraw, Settle, ShowProgress
from conversations.errands import Errand
from conversations.questions import READING, REVIEW
from tests.support.forms import (
    READ,
    after,
    being_read,
    checked,
    photo,
    picks,
    press,
    read,
    swap,
    types,
    unread,
    unreadable,
    until,
)
from tests.support.playbook import Playbook

READING_BEGINS = ShowProgress(text="reading-card", is_new=True)
NO_LONGER_READING = Settle(question=READING, text="card-read")


def test_the_reading_comes_behind_another_question_and_the_card_follows_it() -> None:
    form = being_read("mobile_number")
    book = Playbook(form)

    assert book >> read(form) << ShowProgress(text="card-read")
    assert book.application.asking == "mobile_number"
    assert book >> types("01712345678") << Settle(question="mobile_number") << Ask()
    assert book.application.asking == "card"


def test_the_reading_that_is_waited_for_is_shown_at_once() -> None:
    form = being_read(READING)
    book = Playbook(form)

    assert book >> read(form) << ShowProgress(text="card-read") << NO_LONGER_READING << Ask()
    assert book.application.asking == "card"


def test_all_else_can_be_answered_before_the_card_is_read() -> None:
    form = being_read(READING)

    assert set(form.answers) >= {"gender", "mobile_number", "nominee_relation"}
    assert "selfie" in form.pictures


def test_a_delay_is_told_and_the_reading_still_awaited() -> None:
    form = being_read("gender")
    ticket = form.reading_ticket or ""
    book = Playbook(form)

    assert book >> replies.CardDelayed(ticket=ticket) << ShowProgress(text="reading-delayed")
    assert book >> replies.CardDelayed(ticket=ticket)
    assert book.waits(timedelta(hours=5)) >> read(form) << ShowProgress(text="card-read")


def test_a_delay_changes_the_screen_of_an_agent_who_waits_for_nothing_else() -> None:
    form = being_read(READING)
    ticket = form.reading_ticket or ""
    unclear = replies.CardDelayed(ticket=ticket, reason="reading-misunderstood")
    away = replies.CardDelayed(ticket=ticket)
    book = Playbook(form)

    assert book >> unclear << ShowProgress(text="reading-misunderstood") << Redraw() >> unclear
    assert book >> away << ShowProgress(text="reading-delayed") << Redraw() >> away
    assert book >> read(form) << ShowProgress << NO_LONGER_READING << Ask()
    assert book.application.reading_delay == ""


def test_the_screen_of_a_form_that_comes_to_wait_later_knows_of_the_delay() -> None:
    form = being_read("selfie")
    form = after(form, replies.CardDelayed(ticket=form.reading_ticket or ""), photo())

    assert (form.asking, form.reading_delay) == (READING, "reading-delayed")


@pytest.mark.parametrize("end", [read, unread, swap])
def test_a_delay_ends_with_its_reading(end: Callable[[Application], events.Event]) -> None:
    form = being_read(READING)
    form = after(form, replies.CardDelayed(ticket=form.reading_ticket or ""))

    assert after(form, end(form)).reading_delay == ""


def test_a_card_that_cannot_be_read_behind_another_question_follows_it_with_the_reason() -> None:
    form = being_read("gender")
    book = Playbook(form)

    assert book >> unread(form) << ShowProgress(text="card-unreadable")
    assert book >> picks("gender", "male") << Settle << Ask()
    assert book.application.asking == "card"
    assert book.application.reading_problem == "no card was found"


def test_an_answer_that_made_no_sense_is_not_blamed_on_the_photos() -> None:
    book = Playbook(being_read())

    assert (
        book
        >> unread(book.application, replies.MISUNDERSTOOD)
        << ShowProgress(text="card-misunderstood")
    )


def test_a_refusal_without_a_reason_is_a_refusal() -> None:
    form = being_read(READING)

    assert after(form, unread(form, reason="")).asking == "card"


def test_the_same_pictures_may_be_read_once_more() -> None:
    book = Playbook(unreadable())

    assert book >> press(events.ReadingRepeated) << Settle() << READING_BEGINS << Ask() << Errand
    assert book >> read(book.application) << ShowProgress << NO_LONGER_READING << Ask()
    assert book.application.reading is not None
    assert book.application.reading.fields == READ


def test_a_reading_that_comes_twice_is_shown_once() -> None:
    form = being_read(READING)
    event = read(form)

    assert Playbook(form) >> event << ShowProgress << Settle << Ask >> event


def test_a_reading_after_a_new_front_changes_nothing() -> None:
    form = being_read("gender")
    late = read(form)
    form = after(form, press(events.WentBack), press(events.WentBack), photo("new"))

    assert Playbook(form) >> late


OTHERS = {"nid_number": "3268483744", "date_of_birth": "1991/3/4", "name_english": "Rahima Khatun"}


@pytest.mark.parametrize(
    ("was_read", "mother"),
    [
        (OTHERS, "জরিনা বেগম"),  # somebody else's card takes the place of the wrong one
        ({**OTHERS, "name_english": "MD ASADUZZAMAN MIA"}, "ফাতেমা খাতুন"),
        ({**OTHERS, "nid_number": READ["nid_number"]}, "ফাতেমা খাতুন"),
        ({**OTHERS, "date_of_birth": "1/10/1980"}, "ফাতেমা খাতুন"),
        ({**OTHERS, "name_english": None}, "ফাতেমা খাতুন"),  # nobody can tell
        ({}, "ফাতেমা খাতুন"),
    ],
)
def test_what_was_typed_to_correct_a_card_is_not_kept_for_that_of_another_person(
    was_read: dict[str, str | None], mother: str
) -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="mother_name"))
    form = after(form, types("ফাতেমা খাতুন"), press(events.EditChosen, question="front"))
    form = after(form, photo())
    form = after(form, checked(form, "front"))
    form = after(form, read(form, mother_name="জরিনা বেগম", **was_read))

    assert (form.asking, form.value("mother_name")) == ("card", mother)
    assert form.answers["mobile_number"] == "01712345678"
