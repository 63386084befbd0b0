"""Photos in any order, and what their checks find."""

import pytest

from conversations import events
from conversations.application import Application
from conversations.effects import Ask, Settle, ShowProgress, Tell
from conversations.errands import Errand, Task
from conversations.questions import READING, REVIEW
from tests.support.forms import (
    after,
    begun,
    being_read,
    checked,
    photo,
    picks,
    press,
    read,
    refused,
    swap,
    types,
    unread,
    unreadable,
    until,
    with_replies,
)
from tests.support.photos import check, names
from tests.support.playbook import Playbook

READING_BEGINS = ShowProgress(text="reading-card", is_new=True)


def test_front_then_back_one_after_the_other() -> None:
    book = Playbook(until("front"))

    assert book >> photo("a") << Ask() << check("t1", "front")
    assert book >> photo("b") << READING_BEGINS << Ask() << check("t2", "back")
    assert names(book.application) == {"front": "a", "back": "b"}
    assert book.application.asking == "gender"


def test_both_sides_at_once_as_an_album() -> None:
    book = Playbook(until("front"))

    assert book >> photo("a", album="1") << Ask() << check("t1", "front")
    assert book >> photo("b", album="1") << READING_BEGINS << Ask() << check("t2", "back")
    assert names(book.application) == {"front": "a", "back": "b"}


def test_a_third_photo_of_the_album_is_one_too_many() -> None:
    form = after(until("front"), photo("a", album="1"), photo("b", album="1"))

    assert Playbook(form) >> photo("c", album="1") << Ask(problem="two-photos-only")


def test_a_third_photo_of_the_album_is_not_taken_for_the_customer() -> None:
    """Everything else is answered when the card is photographed again: the selfie is next."""
    form = after(until("selfie"), press(events.WentBack))
    while form.asking != "front":
        form = after(form, press(events.WentBack))
    form = after(form, *(photo(name, album="1") for name in "abc"))

    assert names(form) == {"front": "a", "back": "b"}


@pytest.mark.parametrize("stop", ["card", REVIEW])
def test_a_photo_where_buttons_replace_photos_needs_one_of_them_first(stop: str) -> None:
    assert Playbook(until(stop)) >> photo("selfie") << Ask(problem="photo-button-first")


def test_a_third_photo_on_its_own_is_not_needed() -> None:
    form = after(until("front"), photo("a"), photo("b"))

    assert Playbook(form) >> photo("c") << Ask(problem="no-photo-now")


def test_no_photo_before_consent() -> None:
    assert Playbook(begun()) >> photo() << Ask(problem="consent-first")


def test_the_same_file_is_not_both_sides() -> None:
    book = Playbook(after(until("front"), photo("a")))

    assert book >> photo("a") << Ask(problem="same-picture", about="back")
    assert names(book.application) == {"front": "a"}


@pytest.mark.parametrize(
    ("form", "slot"),
    [
        (until("front"), "front"),
        (until("selfie"), "selfie"),
        (after(until("back"), events.CancelAsked()), "back"),
        (begun(), ""),
        (until("gender"), ""),
        (until(REVIEW), ""),
    ],
)
def test_a_file_that_is_too_large_was_meant_as_the_photo_that_is_wanted(
    form: Application, slot: str
) -> None:
    shown = Ask(problem="stray-too-large", about=slot)
    assert Playbook(form) >> events.StraySent(kind="too-large") << shown


def test_a_forwarded_photo_is_taken_with_a_word() -> None:
    book = Playbook(until("front"))

    assert book >> photo(forwarded=True) << Tell(text="photo-forwarded") << Ask() << Errand


def test_a_new_front_makes_what_was_read_stale_and_keeps_what_was_corrected() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="mother_name"))
    form = after(form, types("আমেনা বেগম"), press(events.EditChosen, question="front"))
    book = Playbook(form)

    assert book >> photo("new") << READING_BEGINS << Ask() << Errand
    form = book.application
    assert (form.asking, form.reading, form.is_card_confirmed) == (READING, None, False)
    form = with_replies(form)
    assert form.asking == "card"
    assert form.value("mother_name") == "আমেনা বেগম"


def test_an_album_replaces_both_sides_though_one_was_asked_for() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="front"))
    form = after(form, photo("c", album="7"), photo("d", album="7"))

    assert {**names(form), "selfie": ""} == {"front": "c", "back": "d", "selfie": ""}


def test_a_new_selfie_leaves_the_card_as_it_is() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="selfie"), photo("me"))

    assert form.asking == REVIEW
    assert form.is_card_confirmed


def test_a_swap_right_after_both_pictures_checks_both_again() -> None:
    form = after(until("front"), photo("a"), photo("b"))
    book = Playbook(form)

    assert (
        book
        >> swap(form)
        << ShowProgress(text="reading-card")
        << check("t1-front", "front")
        << check("t1-back", "back")
    )
    assert names(book.application) == {"front": "b", "back": "a"}
    assert book.application.asking == "gender"
    assert Playbook(book.application) >> checked(form, "front") >> checked(form, "back")


def test_swap_is_not_spoilt_by_answers_meanwhile_and_spoils_none() -> None:
    form = being_read("gender")
    tap = swap(form)
    form = after(form, picks("gender", "male"), picks("permanent_address", "same"))
    book = Playbook(form)

    assert book >> tap << ShowProgress(text="reading-card") << Errand
    assert book.application.asking == "mobile_number"
    assert book.application.version == form.version
    assert book.application.answers == form.answers


def test_swap_pressed_twice_swaps_once() -> None:
    form = being_read("gender")
    tap = swap(form)

    assert Playbook(form) >> tap << ShowProgress << Errand >> tap << Tell(text="unknown-button")


def test_the_reading_of_the_swapped_card_is_dropped() -> None:
    form = being_read("gender")
    late = read(form)

    assert Playbook(after(form, swap(form))) >> late


@pytest.mark.parametrize("form", [unreadable(), until("card")])
def test_swap_on_the_screen_of_the_card_has_it_read_again(form: Application) -> None:
    book = Playbook(form)

    assert (
        book
        >> swap(form)
        << Settle()
        << READING_BEGINS
        << Ask()
        << Errand(task=Task.READ_CARD, ticket="t1")
    )
    assert names(book.application)["front"] == names(form)["back"]
    assert book.application.reading is None


def test_photos_sent_at_a_card_that_could_not_be_read_replace_both() -> None:
    form = unreadable()
    form = after(form, photo("c", album="9"))
    assert form.asking == "back"

    form = after(form, photo("d", album="9"))
    assert names(form)["front"] == "c"
    assert names(form)["back"] == "d"
    assert with_replies(form).asking == "card"


def test_one_photo_may_be_replaced_at_a_card_that_could_not_be_read() -> None:
    form = unreadable()
    back = names(form)["back"]
    form = after(form, press(events.EditChosen, question="front"), photo("c"))

    assert names(form) | {"selfie": ""} == {"front": "c", "back": back, "selfie": ""}


def test_a_photo_refused_at_a_card_that_could_not_be_read_loses_nothing() -> None:
    form = unreadable()
    selfie = names(form)["selfie"]
    book = Playbook(form)

    assert book >> photo(selfie) << Ask(problem="same-picture", about="front")
    assert book.application == form


@pytest.mark.parametrize("stop", ["gender", "permanent_address", "mobile_number", "nominee"])
def test_a_photo_while_the_card_is_unread_begins_a_new_pair_at_any_question(stop: str) -> None:
    form = being_read(stop)
    form = after(form, unread(form))
    book = Playbook(form)

    assert book >> photo("new front") << Ask() << check("t1", "front")
    assert names(book.application) == {"front": "new front"}
    assert book.application.asking == "back"


def test_a_selfie_that_was_asked_for_again_is_taken_at_any_question() -> None:
    form = after(being_read("selfie"), photo())
    form = after(form, read(form))
    refused_there = after(form, refused(form, "selfie"))
    assert refused_there.asking == "card"

    book = Playbook(refused_there)
    assert book >> photo("new") << Ask() << check("t1", "selfie")
    assert "selfie" in book.application.pictures
    assert "selfie" not in book.application.wanted_pictures


def test_the_missing_selfie_is_taken_at_the_question_to_cancel_which_ends() -> None:
    book = Playbook(after(until("selfie"), events.CancelAsked()))

    assert book >> photo("me") << Ask() << check("t1", "selfie")
    assert names(book.application)["selfie"] == "me"
    assert book.application.asking == REVIEW


def test_an_answer_that_is_being_changed_stays_open_when_the_missing_selfie_comes() -> None:
    form = after(until("selfie"), photo(), press(events.EditChosen, question="mobile_number"))
    book = Playbook(after(form, refused(form, "selfie")))

    assert book >> photo("new") << Ask() << check("t1", "selfie")
    assert book.application.asking == "mobile_number"


def test_a_selfie_that_was_never_asked_for_is_not_taken() -> None:
    assert Playbook(being_read("gender")) >> photo() << Ask(problem="no-photo-now")
