"""Photos in any order, and what their checks find."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import events
from conversations.application import Application
from conversations.effects import Ask, Settle, ShowProgress, Tell
from conversations.errands import Errand, Task
from conversations.questions import CANCEL, READING, REVIEW
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
from tests.support.playbook import Playbook

READING_BEGINS = ShowProgress(text="reading-card", is_new=True)
NO_LONGER_READING = Settle(question=READING, text="card-read")


def names(application: Application) -> dict[str, str]:
    return {
        slot: picture.unique_id.removeprefix("unique-")
        for slot, picture in application.pictures.items()
    }


def check(ticket: str, slot: str) -> Errand:
    return Errand(task=Task.CHECK_PICTURE, ticket=ticket, subject=slot)


# -- coming in --------------------------------------------------------------------------------


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

    assert book >> photo("a") << Ask(problem="same-picture")
    assert names(book.application) == {"front": "a"}


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


# -- what the check brings --------------------------------------------------------------------


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


# -- front and back the wrong way round -------------------------------------------------------


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


# -- the reading ------------------------------------------------------------------------------


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

    assert book >> photo(selfie) << Ask(problem="same-picture")
    assert book.application == form


# -- a photo that could be better ----------------------------------------------------------------

BLURRED = "picture-blurred"


def doubted(form: Application, slot: str = "front", doubt: str = BLURRED) -> Application:
    """One more photo for that slot, and the check finds it poor."""
    sent = after(form, photo())
    return after(sent, checked(sent, slot, None, doubt))


def test_a_poor_photo_is_refused_by_name_and_asked_for_again() -> None:
    sent = after(until("front"), photo())
    book = Playbook(sent)

    poor = checked(sent, "front", None, BLURRED, "picture-small")
    assert book >> poor << Ask(problem=BLURRED, about="front", is_instead=True)
    assert book.application.asking == "front"
    assert not book.application.may_insist("front")


@pytest.mark.parametrize("order", [("front", "back"), ("back", "front")])
def test_two_poor_photos_are_both_asked_for_again_in_their_order(order: tuple[str, str]) -> None:
    """The second refusal takes the place of the first, so a photo of that side only would come."""
    first, second = order
    sent = after(until("front"), photo("one", album="1"), photo("two", album="1"))
    book = Playbook(after(sent, checked(sent, first, None, BLURRED)))

    poor = checked(sent, second, None, BLURRED)
    assert book >> poor << Ask(problem=BLURRED, about=second, is_instead=True)
    assert book.application.asking == "front"
    assert book >> photo("new front") << Ask() << check("t2", "front")
    assert book.application.asking == "back"


def test_after_two_refusals_the_agent_may_use_it_anyway() -> None:
    twice = doubted(doubted(until("front")))
    assert twice.asking == "front"
    book = Playbook(twice)

    assert book >> press(events.PictureInsisted, slot="front") << Settle() << Ask()
    assert book.application.asking == "back"
    assert book.application.pictures["front"].doubts == (BLURRED,)


def test_nobody_insists_on_the_first_refusal() -> None:
    assert Playbook(doubted(until("front"))) >> press(events.PictureInsisted, slot="front") << Ask()


def test_a_third_poor_photo_is_taken_as_it_is() -> None:
    third = doubted(doubted(doubted(until("front"))))

    assert third.asking == "back"
    assert third.pictures["front"].doubts == (BLURRED,)


def test_a_good_photo_after_a_poor_one_is_taken_and_the_poor_one_forgotten() -> None:
    sent = after(doubted(until("front")), photo())
    good = after(sent, checked(sent, "front"))

    assert good.pictures["front"].doubts == ()
    assert good.refused_pictures == {}


def test_insisting_on_the_second_side_has_the_card_read() -> None:
    twice = doubted(doubted(until("back"), "back"), "back")
    sent = after(twice, press(events.PictureInsisted, slot="back"))

    assert (twice.asking, sent.asking) == ("gender", "gender")
    assert sent.reading_ticket is not None


def test_refusals_are_counted_for_each_picture() -> None:
    back = after(doubted(doubted(until("front"))), press(events.PictureInsisted, slot="front"))

    assert "back" not in doubted(back, "back").pictures


WRONG, BLURRED = "picture-wrong-side", "picture-blurred"


@pytest.mark.parametrize("album", ["a", None])
@pytest.mark.parametrize("first", ["front", "back"])
def test_two_sides_in_the_wrong_order_are_swapped_without_a_question(
    album: str | None, first: str
) -> None:
    sent = after(until("front"), photo("one", album=album), photo("two", album=album))
    second = "back" if first == "front" else "front"
    book = Playbook(sent)

    assert book >> checked(sent, first, None, WRONG)
    assert (
        book
        >> checked(sent, second, None, WRONG)
        << ShowProgress(text="reading-card")
        << Errand(task=Task.READ_CARD, ticket="t2")
    )
    assert names(book.application) == {"front": "two", "back": "one"}
    assert all(picture.doubts == () for picture in book.application.pictures.values())


@pytest.mark.parametrize(
    ("album", "front_doubts", "back_doubts", "left"),
    [
        # A side in the place of the other although that one is right: a new photo, if it was
        # sent alone; sent together, one tap swaps them.
        (None, (WRONG,), (), {"back"}),
        (None, (), (WRONG,), {"front"}),
        ("a", (WRONG,), (), {"front", "back"}),
        ("a", (), (WRONG,), {"front", "back"}),
        # Other doubts are asked about after the swap.
        (None, (WRONG, BLURRED), (WRONG,), {"front"}),
        (None, (BLURRED,), (), {"back"}),
    ],
)
@pytest.mark.parametrize("order", [("front", "back"), ("back", "front")])
def test_a_side_is_asked_for_again_only_where_its_own_photo_is_no_good(
    album: str | None,
    front_doubts: tuple[str, ...],
    back_doubts: tuple[str, ...],
    left: set[str],
    order: tuple[str, str],
) -> None:
    form = after(until("front"), photo("one", album=album), photo("two", album=album))
    doubts = {"front": front_doubts, "back": back_doubts}
    for slot in order:
        form = after(form, checked(form, slot, None, *doubts[slot]))

    assert set(form.pictures) == left


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


def test_a_selfie_that_was_never_asked_for_is_not_taken() -> None:
    assert Playbook(being_read("gender")) >> photo() << Ask(problem="no-photo-now")


OTHER_SUBJECTS = {
    "front": ("picture-of-person", "picture-wrong-side"),
    "back": ("picture-of-person", "picture-wrong-side"),
    "selfie": ("picture-small-face", "picture-several-faces", "picture-no-face"),
}


@pytest.mark.parametrize("slot", OTHER_SUBJECTS)
def test_a_wrong_subject_is_told_however_often_and_may_be_used_anyway_at_once(slot: str) -> None:
    for doubt in OTHER_SUBJECTS[slot]:
        form = until(slot)
        for _ in range(5):
            form = doubted(form, slot, doubt)
            assert slot not in form.pictures
            assert form.may_insist(slot)
            form = after(form, press(events.EditChosen, question=slot))
        used = after(form, press(events.PictureInsisted, slot=slot))

        assert used.pictures[slot].doubts == (doubt,)


def test_a_wrong_subject_is_told_after_two_refusals_for_quality_as_well() -> None:
    """Two blurred photos do not turn the back of the card into its front."""
    twice = doubted(doubted(until("front")))

    assert "front" not in doubted(twice, "front", "picture-wrong-side").pictures
    assert "front" in doubted(twice).pictures


def test_a_wrong_subject_is_told_before_what_is_poor_about_the_photo() -> None:
    sent = after(until("selfie"), photo())
    poor = checked(sent, "selfie", None, "picture-small-face", "picture-dark")

    assert (
        Playbook(sent) >> poor << Ask(problem="picture-small-face", about="selfie", is_instead=True)
    )


def test_a_person_in_place_of_a_side_is_told_in_an_album_too() -> None:
    sent = after(until("front"), photo(album="a"), photo(album="a"))

    assert "front" not in after(sent, checked(sent, "front", None, "picture-of-person")).pictures


def test_a_poor_selfie_that_was_already_submitted_opens_the_form_again() -> None:
    sent = after(until("selfie"), photo(), press(events.Submitted))
    book = Playbook(sent)

    poor = checked(sent, "selfie", None, "picture-no-face")
    assert book >> poor << Ask(problem="picture-no-face", about="selfie")
    assert book.application.asking == "selfie"
