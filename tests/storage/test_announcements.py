"""Announcements are stored until they are counted, and no longer than a day."""

from datetime import timedelta

from storage import Database, Store
from storage.announcements import KEPT
from tests.support.forms import AGENT, NOW


def test_a_confirmation_counts_once(store: Store) -> None:
    number = store.announcements.draft(AGENT, "x", NOW)

    assert [store.announcements.confirm(number, NOW) for _ in range(2)] == [True, False]
    found = store.announcements.find(number)
    assert found
    assert (found.maker, found.text, found.confirmed_at) == (AGENT, "x", NOW)
    assert "x" not in repr(found)


def test_a_number_is_never_given_again(store: Store) -> None:
    first = store.announcements.draft(AGENT, "x", NOW)
    second = store.announcements.draft(AGENT, "y", NOW)

    assert second > first
    assert store.announcements.find(first) is None


def test_it_knows_whom_it_has_not_reached(store: Store) -> None:
    number = store.announcements.draft(AGENT, "x", NOW)
    store.announcements.note_receivers(number, [3, 1, 2])
    store.announcements.note_receivers(number, [2])
    store.announcements.note_reached(number, 2)

    assert store.announcements.count_receivers(number) == 3
    assert store.announcements.missed(number) == [1, 3]


def test_a_forgotten_one_leaves_no_receivers(store: Store, database: Database) -> None:
    number = store.announcements.draft(AGENT, "x", NOW)
    store.announcements.note_receivers(number, [1])
    store.announcements.forget_some(NOW + KEPT)
    assert store.announcements.find(number)

    store.announcements.forget_some(NOW + KEPT + timedelta(seconds=1))

    assert store.announcements.find(number) is None
    assert database.rows("select * from announcement_receivers") == []
