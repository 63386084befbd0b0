"""Which updates were handled."""

from datetime import timedelta

from storage import Store
from storage.inbox import REMEMBERED
from tests.storage.conftest import broken_off
from tests.support.forms import NOW


def test_an_update_is_new_once(store: Store) -> None:
    assert store.inbox.note(7, '{"text": "yes"}', NOW)
    assert not store.inbox.note(7, '{"text": "yes"}', NOW)
    assert store.inbox.note(8, '{"text": "yes"}', NOW)


def test_the_same_number_with_another_content_is_another_update(store: Store) -> None:
    """Numbers start anew after a quiet week, and at another Bot API server."""
    store.inbox.note(7, '{"text": "yes"}', NOW)

    assert store.inbox.note(7, '{"text": "no"}', NOW)


def test_a_note_that_was_rolled_back_was_never_made(store: Store) -> None:
    with broken_off(store):
        store.inbox.note(7, "{}", NOW)

    assert store.inbox.note(7, "{}", NOW)


def test_updates_are_forgotten_when_telegram_has_forgotten_them_long_ago(store: Store) -> None:
    store.inbox.note(7, "{}", NOW)
    store.inbox.note(8, "{}", NOW + timedelta(days=1))

    store.inbox.forget_old(NOW + REMEMBERED + timedelta(seconds=1))

    assert store.inbox.note(7, "{}", NOW)
    assert not store.inbox.note(8, "{}", NOW)


def test_what_could_not_be_handled_is_kept_as_it_came(store: Store) -> None:
    store.inbox.set_aside(7, '{"update_id": 7}', "KeyError", NOW)
    store.inbox.set_aside(7, '{"update_id": 7, "again": true}', "KeyError", NOW)

    assert store.inbox.list_set_aside() == [
        (7, '{"update_id": 7}'),
        (7, '{"update_id": 7, "again": true}'),
    ]
