"""What is known about messages: their look, whether they have buttons, whether they are gone."""

from bot.chat.outgoing import Button
from bot.delivery.looks import Looks

KEYS = [[Button("Yes", "yes")]]


def test_nothing_is_known_of_the_messages_of_an_earlier_process() -> None:
    looks = Looks()

    assert not looks.is_so(1, 7, "hello", ())
    assert not looks.has_no_buttons(1, 7)
    assert not looks.is_gone(1, 7)


def test_a_message_looks_as_it_was_sent_or_edited_last() -> None:
    looks = Looks()
    looks.note(1, 7, "hello", KEYS)

    assert looks.is_so(1, 7, "hello", KEYS)
    assert not looks.is_so(1, 7, "hello", ())
    assert not looks.is_so(2, 7, "hello", KEYS)
    assert not looks.has_no_buttons(1, 7)

    looks.note(1, 7, "hello", ())
    assert looks.is_so(1, 7, "hello", ())
    assert looks.has_no_buttons(1, 7)


def test_a_message_that_lost_its_buttons_looks_like_no_other() -> None:
    looks = Looks()
    looks.note(1, 7, "hello", KEYS)
    looks.note_disarmed(1, 7)

    assert looks.has_no_buttons(1, 7)
    assert not looks.is_so(1, 7, "hello", ())
    assert not looks.is_gone(1, 7)


def test_a_deleted_message_has_nothing_that_could_be_changed() -> None:
    looks = Looks()
    looks.note(1, 7, "hello", KEYS)
    looks.note_gone(1, 7)

    assert looks.is_gone(1, 7)
    assert looks.has_no_buttons(1, 7)


def test_no_more_than_the_newest_messages_are_kept() -> None:
    looks = Looks()
    for number in range(5_001):
        looks.note(1, number, "hello", ())

    assert not looks.is_so(1, 0, "hello", ())
    assert looks.is_so(1, 1, "hello", ())
