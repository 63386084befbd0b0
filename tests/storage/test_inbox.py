"""Which updates were handled."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Store
from storage.inbox import REMEMBERED
from tests.storage.conftest import broken_off
from tests.support.forms import NOW


def test_an_update_is_new_once(store: Store) -> None:
    assert store.inbox.note([(7, '{"text": "yes"}')], NOW)
    assert not store.inbox.note([(7, '{"text": "yes"}')], NOW)
    assert store.inbox.note([(8, '{"text": "yes"}')], NOW)


def test_the_same_number_with_another_content_is_another_update(store: Store) -> None:
    """Numbers restart after a quiet week, and at another Bot API server."""
    store.inbox.note([(7, '{"text": "yes"}')], NOW)

    assert store.inbox.note([(7, '{"text": "no"}')], NOW)


def test_a_note_that_was_rolled_back_was_never_made(store: Store) -> None:
    with broken_off(store):
        store.inbox.note([(7, "{}")], NOW)

    assert store.inbox.note([(7, "{}")], NOW)


def test_updates_are_forgotten_when_telegram_has_forgotten_them_long_ago(store: Store) -> None:
    store.inbox.note([(7, "{}")], NOW)
    store.inbox.note([(8, "{}")], NOW + timedelta(days=1))

    assert not store.inbox.forget_some(NOW + REMEMBERED + timedelta(seconds=1))

    assert store.inbox.note([(7, "{}")], NOW)
    assert not store.inbox.note([(8, "{}")], NOW)


PRESS = '{"callback_query": {"from": {"id": 2001}}, "update_id": 7}'
TEXT = '{"message": {"from": {"id": 2002}, "text": "Rahima"}, "update_id": 8}'


def test_unhandled_updates_are_listed_without_their_content(store: Store) -> None:
    store.inbox.set_aside(7, PRESS, "KeyError", NOW)
    store.inbox.set_aside(8, TEXT, "ValueError", NOW)
    store.inbox.set_aside(9, '{"update_id": 9}', "ValueError", NOW)

    listed = store.inbox.list_set_aside()
    assert [(each.update_id, each.kind, each.error) for each in listed] == [
        (7, "callback_query", "KeyError"),
        (8, "message", "ValueError"),
        (9, "", "ValueError"),
    ]
    assert all(each.at == NOW for each in listed)
    assert "Rahima" not in str(listed)
    assert store.inbox.list_set_aside(limit=1) == listed[:1]


def test_an_update_tried_again_is_queued_as_its_senders_next(store: Store) -> None:
    store.inbox.set_aside(8, TEXT, "ValueError", NOW)
    store.inbox.set_aside(9, '{"update_id": 9}', "ValueError", NOW)
    first, second = store.inbox.list_set_aside()

    assert store.inbox.retry(first.number)
    assert store.inbox.retry(second.number)
    assert not store.inbox.retry(first.number)

    assert store.inbox.senders_waiting() == {2002, 0}
    assert store.inbox.take_waiting(9, most=9) == [TEXT, '{"update_id": 9}']
    assert store.inbox.list_set_aside() == []


def test_one_that_is_dropped_is_gone(store: Store) -> None:
    store.inbox.set_aside(8, TEXT, "ValueError", NOW)
    (one,) = store.inbox.list_set_aside()

    assert store.inbox.drop(one.number)
    assert not store.inbox.drop(one.number)
    assert store.inbox.list_set_aside() == []
    assert store.inbox.senders_waiting() == set()


def test_erasing_a_person_s_updates_leaves_those_of_others(store: Store) -> None:
    for update_id, document in ((7, PRESS), (8, TEXT), (9, '{"update_id": 9}')):
        store.inbox.set_aside(update_id, document, "KeyError", NOW)

    store.inbox.forget_set_aside_of(2002)

    assert [each.update_id for each in store.inbox.list_set_aside()] == [7, 9]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # empty after each example
@given(
    senders=st.lists(st.integers(1, 4), max_size=40),
    share=st.integers(1, 5),
    most=st.integers(1, 40),
)
def test_of_each_sender_a_share_is_taken_in_order_until_nobody_waits(
    store: Store, senders: list[int], share: int, most: int
) -> None:
    inbox = store.inbox
    for number, sender in enumerate(senders):
        inbox.let_wait(sender, f"{sender} {number}")
    taken: list[str] = []
    while waiting := inbox.senders_waiting():
        turn = inbox.take_waiting(share, most=most)
        assert 0 < len(turn) <= most
        shares = Counter(int(document.split()[0]) for document in turn)
        assert set(shares) == waiting or len(turn) == most
        assert max(shares.values()) <= share
        taken += turn

    for sender in set(senders):
        sent = [f"{one} {number}" for number, one in enumerate(senders) if one == sender]
        assert [document for document in taken if document in sent] == sent
