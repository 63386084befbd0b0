"""A photo that the form has taken gets a thumb, and loses it when it is refused after all."""

from collections.abc import Callable
from dataclasses import replace

from bot.applications.reactions import reactions
from bot.chat.outgoing import React
from conversations import events
from conversations.application import Application
from tests.support.forms import FAILED, after, checked, decided, photo, press, until
from tests.support.office import Office

THUMB = React(message_id=11, emoji="👍")


def with_front(*, album: str | None = None) -> Application:
    return after(until("front"), photo("a", album=album, message_id=11))


def with_both(*, album: str | None = None) -> Application:
    return after(with_front(album=album), photo("b", album=album, message_id=12))


def taken(
    before: Application, event: events.Event | Callable[[int], events.Pressed]
) -> set[tuple[int, str]]:
    """What the event changes on the agent's photos."""
    changes = reactions(before, after(before, event))
    return {(each.message_id, each.emoji) for each in changes}


def test_a_photo_has_its_thumb_once_it_was_looked_at() -> None:
    form = with_front()

    assert list(reactions(until("front"), form)) == []
    assert taken(form, checked(form, "front")) == {(11, "👍")}


def test_a_good_photo_is_marked_once() -> None:
    form = after(with_front(), checked(with_front(), "front"))

    assert taken(form, photo("b", message_id=12)) == set()


def test_a_blurred_photo_has_none() -> None:
    form = with_front()

    assert taken(form, checked(form, "front", None, "picture-blurred")) == set()


def test_a_photo_of_something_else_has_none_until_the_agent_insists() -> None:
    form = with_front()
    doubted = checked(form, "front", None, "picture-of-person")
    assert taken(form, doubted) == set()

    assert taken(after(form, doubted), press(events.PictureInsisted, slot="front")) == {(11, "👍")}


def test_a_side_that_seems_to_be_the_other_one_waits_for_that_ones_check() -> None:
    form = with_both()
    form = after(form, checked(form, "front", None, "picture-wrong-side"))
    assert taken(with_both(), checked(with_both(), "front", None, "picture-wrong-side")) == set()

    swapped = checked(form, "back", None, "picture-wrong-side")
    assert taken(form, swapped) == {(11, "👍"), (12, "👍")}


def test_an_album_is_marked_when_all_of_it_is_good() -> None:
    form = with_both(album="77")
    front = after(form, checked(form, "front"))

    assert taken(form, checked(form, "front")) == set()
    assert taken(front, checked(front, "back")) == {(11, "👍")}


def test_an_album_of_which_one_photo_is_refused_has_no_thumb() -> None:
    form = with_both(album="77")
    front = after(form, checked(form, "front"))

    assert taken(front, checked(front, "back", None, "picture-blurred")) == set()


def test_a_photo_refused_after_all_loses_its_thumb() -> None:
    form = with_both()
    good = after(form, checked(form, "front"))

    lost = good.without_pictures("front")
    assert list(reactions(good, lost)) == [React(message_id=11)]


def test_a_photo_that_another_one_replaces_keeps_its_thumb() -> None:
    form = after(with_front(), checked(with_front(), "front"))
    form = replace(form, asking="front")

    assert taken(form, photo("c", message_id=13)) == set()


def test_a_photo_of_before_this_version_has_none() -> None:
    form = after(until("front"), photo("a"))

    assert taken(form, checked(form, "front")) == set()


def test_a_thumb_is_all_that_the_agent_sees_of_a_good_photo() -> None:
    office = Office()
    form = office.holds(with_front())

    assert office.learns(checked(form, "front")) == [THUMB]


def test_no_message_of_another_chat_gets_a_thumb_after_a_hand_over() -> None:
    form = with_front().in_another_chat()

    assert taken(form, checked(form, "front")) == set()


def test_no_message_of_another_chat_gets_a_thumb_where_a_correction_is_given_up_there() -> None:
    sent = decided(FAILED)
    seen = {slot: replace(one, message_id=12) for slot, one in sent.pictures.items()}
    form = after(replace(sent, pictures=seen), press(events.CorrectionBegun))
    form = after(form.in_another_chat(), press(events.Kept))
    form = after(form, press(events.EditChosen, question="selfie"), photo(), events.CancelAsked())

    assert taken(form, press(events.Withdrawn)) == set()
