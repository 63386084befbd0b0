"""A photo that could be better or shows something else is refused with a reason, or used anyway."""

import pytest

from conversations import events
from conversations.application import Application
from conversations.effects import Ask, Settle, ShowProgress
from conversations.errands import Errand, Task
from tests.support.forms import (
    after,
    checked,
    photo,
    press,
    until,
)
from tests.support.photos import check, names
from tests.support.playbook import Playbook

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
    """The second is told below the first: in its place, the reason for the first would be lost."""
    first, second = order
    sent = after(until("front"), photo("one", album="1"), photo("two", album="1"))
    book = Playbook(after(sent, checked(sent, first, None, BLURRED)))

    poor = checked(sent, second, None, BLURRED)
    assert book >> poor << Ask(problem=BLURRED, about=second)
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


WRONG = "picture-wrong-side"


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


@pytest.mark.parametrize("album", ["a", None])
@pytest.mark.parametrize("kept", ["front", "back"])
def test_a_side_in_the_place_of_the_other_is_told_where_that_one_is_refused(
    kept: str, album: str | None
) -> None:
    """Its doubt waits for the check of the other side, which can no longer be swapped with it."""
    other = "back" if kept == "front" else "front"
    sent = after(until("front"), photo("one", album=album), photo("two", album=album))
    book = Playbook(after(sent, checked(sent, kept, None, WRONG)))

    person = checked(sent, other, None, "picture-of-person")
    told = Ask(
        problem="picture-of-person",
        about=other,
        others={kept: WRONG},
        is_instead=True,
    )
    assert book >> person << ShowProgress(text="reading-waits") << told
    assert not book.application.pictures
    assert book.application.asking == "front"
    assert book.application.may_insist(kept)


@pytest.mark.parametrize("order", [("front", "back"), ("back", "front")])
def test_of_two_swapped_sides_each_that_is_poor_is_told(order: tuple[str, str]) -> None:
    first, second = order
    sent = after(until("front"), photo("one", album="a"), photo("two", album="a"))
    form = after(sent, checked(sent, first, None, WRONG, BLURRED))
    form = after(form, checked(form, second, None, WRONG, BLURRED))

    assert not form.pictures
    assert form.refusals == {"front": 1, "back": 1}


def test_a_poor_selfie_that_was_already_submitted_opens_the_form_again() -> None:
    sent = after(until("selfie"), photo(), press(events.Submitted))
    book = Playbook(sent)

    poor = checked(sent, "selfie", None, "picture-no-face")
    assert book >> poor << Ask(problem="picture-no-face", about="selfie")
    assert book.application.asking == "selfie"
