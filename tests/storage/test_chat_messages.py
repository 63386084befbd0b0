"""Messages about customers are known until they are deleted or can no longer be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.application import Application
from storage import Store
from storage.chat_messages import DELETABLE, ChatMessage
from tests.support.forms import NOW, pending, until

RAHIM, KARIM = 2001, 2002
FORM, OTHER = "abcd2345", "efgh6789"
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)

Saved = Callable[[Application], Application]


def numbers(messages: list[ChatMessage]) -> list[int]:
    return [message.message_id for message in messages]


def about(store: Store, form: str = FORM, chat: int = RAHIM, *, masked: bool = True) -> list[int]:
    return numbers(store.chat_messages.about(form, chat, with_masked=masked))


def test_a_message_is_known_by_everyone_whom_it_is_about(store: Store) -> None:
    store.chat_messages.note((FORM, OTHER), RAHIM, 7, NOW)
    store.chat_messages.note((FORM,), KARIM, 8, NOW)

    assert (about(store), about(store, OTHER), about(store, chat=KARIM)) == ([7], [7], [8])
    assert sorted(store.chat_messages.chats_of(FORM)) == [RAHIM, KARIM]
    assert store.chat_messages.chats_of(OTHER) == [RAHIM]
    assert store.chat_messages.applications_in(RAHIM) == [FORM, OTHER]


def test_masked_messages_come_only_if_asked_for(store: Store) -> None:
    store.chat_messages.note((FORM,), RAHIM, 7, NOW)
    store.chat_messages.note((FORM,), RAHIM, 8, NOW, is_masked=True)

    assert about(store, masked=False) == [7]
    assert about(store) == [7, 8]


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_a_message_that_once_showed_the_customer_is_never_taken_for_masked(
    store: Store, order: tuple[bool, bool]
) -> None:
    for step, is_masked in enumerate(order):
        store.chat_messages.note((FORM,), RAHIM, 7, NOW + step * HOUR, is_masked=is_masked)

    # An edit does not make a message younger for Telegram.
    assert store.chat_messages.about(FORM, RAHIM, with_masked=False) == [ChatMessage(7, NOW)]


@pytest.mark.parametrize(
    ("age", "is_deletable"), [(DELETABLE - SECOND, True), (DELETABLE, False), (-HOUR, True)]
)
def test_a_message_can_be_deleted_for_two_days(
    store: Store, age: timedelta, is_deletable: bool
) -> None:
    store.chat_messages.note((FORM,), RAHIM, 7, NOW - age, is_masked=True)

    assert store.chat_messages.deletable(FORM, RAHIM, NOW) == ({7} if is_deletable else set())


def test_messages_too_old_to_delete_are_forgotten_and_others_stay(store: Store) -> None:
    store.chat_messages.note((FORM, OTHER), RAHIM, 7, NOW - DELETABLE - SECOND)
    store.chat_messages.note((FORM,), RAHIM, 8, NOW - DELETABLE)

    store.chat_messages.forget_undeletable(FORM, NOW)

    assert (about(store), about(store, OTHER)) == ([8], [7])


def test_messages_from_before_then_are_forgotten_in_turns(store: Store) -> None:
    names = [f"ref{number:05}" for number in range(250)]
    store.chat_messages.note(names, RAHIM, 7, NOW - SECOND, is_masked=True)
    store.chat_messages.note((FORM,), RAHIM, 8, NOW, is_masked=True)
    store.chat_messages.note((FORM,), RAHIM, 9, NOW)
    store.chat_messages.note((FORM,), RAHIM, 10, NOW - SECOND)

    turns = [store.chat_messages.forget_old(NOW) for _ in range(2)]

    assert turns == [True, False]
    assert numbers(store.chat_messages.in_chat(RAHIM, limit=9)) == [8, 9]


def test_a_deleted_message_is_forgotten_by_everyone_in_that_chat(store: Store) -> None:
    for chat in (RAHIM, KARIM):
        store.chat_messages.note((FORM, OTHER), chat, 7, NOW)

    store.chat_messages.forget(RAHIM, (7, 99))

    assert (about(store), about(store, OTHER), about(store, chat=KARIM)) == ([], [], [7])


def test_an_erased_customer_is_forgotten_in_every_chat(store: Store) -> None:
    for chat in (RAHIM, KARIM):
        store.chat_messages.note((FORM, OTHER), chat, 7, NOW)

    store.chat_messages.forget_about(FORM)

    assert store.chat_messages.chats_of(FORM) == []
    assert about(store, OTHER) == [7]


@pytest.mark.parametrize(
    ("count", "is_done"), [(2, [True]), (3, [False, True]), (4, [False, True])]
)
def test_a_message_about_many_is_forgotten_in_turns(
    store: Store, count: int, is_done: list[bool]
) -> None:
    store.chat_messages.note((f"form{number:04}" for number in range(count)), RAHIM, 7, NOW)
    store.chat_messages.note((FORM,), RAHIM, 8, NOW)

    turns = [store.chat_messages.forget_some(RAHIM, 7, limit=3) for _ in is_done]

    assert turns == is_done
    assert numbers(store.chat_messages.in_chat(RAHIM, limit=9)) == [8]


def test_a_chat_lists_each_message_once_with_its_first_time(store: Store) -> None:
    store.chat_messages.note((FORM,), RAHIM, 7, NOW)
    store.chat_messages.note((OTHER,), RAHIM, 7, NOW + HOUR)
    store.chat_messages.note((FORM,), RAHIM, 9, NOW)
    store.chat_messages.note((FORM,), KARIM, 8, NOW)

    assert store.chat_messages.in_chat(RAHIM, limit=9) == [ChatMessage(7, NOW), ChatMessage(9, NOW)]
    assert store.chat_messages.in_chat(RAHIM, limit=1) == [ChatMessage(7, NOW)]
    assert store.chat_messages.in_chat(RAHIM, limit=9, up_to=8) == [ChatMessage(7, NOW)]
    assert [store.chat_messages.newest_in(chat) for chat in (RAHIM, KARIM, 1)] == [9, 8, 0]


# -- what Telegram will soon refuse to delete ---------------------------------------------------


def test_unmasked_messages_that_run_out_come_page_by_page_the_oldest_first(store: Store) -> None:
    store.chat_messages.note((FORM,), RAHIM, 1, NOW)
    store.chat_messages.note((FORM,), RAHIM, 2, NOW)  # the same time and chat: listed once
    store.chat_messages.note((FORM,), KARIM, 3, NOW)
    store.chat_messages.note((OTHER,), RAHIM, 4, NOW - HOUR)
    store.chat_messages.note((OTHER,), RAHIM, 5, NOW - HOUR * 2, is_masked=True)
    store.chat_messages.note((OTHER,), RAHIM, 6, NOW + HOUR)

    found, last = [], None
    while page := store.chat_messages.running_out(NOW + HOUR, after=last, limit=1):
        (last,) = page
        found.append((last.application_id, last.sent_at, last.chat_id))

    assert found == [(OTHER, NOW - HOUR, RAHIM), (FORM, NOW, RAHIM), (FORM, NOW, KARIM)]


def test_in_a_chat_messages_only_about_drafts_do_not_run_out(store: Store, saved: Saved) -> None:
    saved(replace(until("nominee"), id="draft234"))
    saved(replace(pending(), id="sent2345"))
    store.chat_messages.note(("draft234",), RAHIM, 1, NOW)
    store.chat_messages.note(("sent2345",), RAHIM, 2, NOW)
    store.chat_messages.note(("draft234", "sent2345"), RAHIM, 3, NOW)
    store.chat_messages.note(("erased23",), RAHIM, 4, NOW)
    store.chat_messages.note(("sent2345",), RAHIM, 5, NOW, is_masked=True)
    store.chat_messages.note(("sent2345",), RAHIM, 6, NOW + HOUR)
    store.chat_messages.note(("sent2345",), KARIM, 7, NOW)

    found = store.chat_messages.running_out_in(RAHIM, NOW + HOUR, limit=9)

    assert sorted(numbers(found)) == [2, 3, 4]
    assert len(store.chat_messages.running_out_in(RAHIM, NOW + HOUR, limit=2)) == 2
