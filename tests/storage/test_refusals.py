"""What people were refused, and which strangers were told how to be invited."""

from datetime import timedelta

from storage import Store
from storage.refusals import REMEMBERED, Refusal
from tests.storage.conftest import Another
from tests.support.forms import NOW

HOUR = timedelta(hours=1)


def test_refusals_are_counted_by_kind_and_hour(store: Store) -> None:
    assert store.refusals.note(5001, Refusal.STRANGER, NOW) == 1
    assert store.refusals.note(5001, Refusal.STRANGER, NOW) == 2
    assert store.refusals.note(5001, Refusal.INVITATION, NOW) == 1
    assert store.refusals.note(5001, Refusal.STRANGER, NOW + HOUR) == 1

    assert store.refusals.in_this_hour(5001, Refusal.STRANGER, NOW) == 2
    assert store.refusals.in_this_hour(5001, Refusal.STRANGER, NOW + 2 * HOUR) == 0
    assert store.refusals.count(5001) == {Refusal.STRANGER: 3, Refusal.INVITATION: 1}


def test_a_stranger_is_refused_once_and_then_known(store: Store) -> None:
    assert store.refusals.note_stranger(5001, NOW)
    assert not store.refusals.note_stranger(5001, NOW)
    assert store.refusals.note_stranger(5002, NOW)


def test_a_stranger_who_was_refused_is_known_after_a_restart(
    another: Another, store: Store
) -> None:
    assert store.refusals.note_stranger(5001, NOW)
    store.close()

    again = Store(another())
    assert not again.refusals.note_stranger(5001, NOW)
    again.close()


def test_refusals_and_strangers_are_forgotten_after_their_time(store: Store) -> None:
    store.refusals.note(5001, Refusal.STRANGER, NOW)
    store.refusals.note_stranger(5001, NOW)
    later = NOW + REMEMBERED + HOUR
    store.refusals.note(5001, Refusal.STRANGER, later)
    store.refusals.note_stranger(5002, later)

    assert not store.refusals.forget_some(later + HOUR)

    assert store.refusals.count(5001) == {Refusal.STRANGER: 1}
    assert store.refusals.note_stranger(5001, later)
    assert not store.refusals.note_stranger(5002, later)


def test_a_person_who_loses_access_is_told_again_as_a_stranger(store: Store) -> None:
    store.refusals.note_stranger(5001, NOW)
    store.refusals.forget_stranger(5001)

    assert store.refusals.note_stranger(5001, NOW)
