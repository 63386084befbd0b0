"""What is owed is counted up to a limit, and the longest wait is known."""

from dataclasses import replace
from datetime import timedelta

from conversations.errands import Errand, Task
from storage import Store
from storage.backlog import MOST_COUNTED, Waiting
from tests.support.forms import AGENT, FAILED, NOW, decided, pending, submitted

MINUTE = timedelta(minutes=1)
NOTHING = Waiting(0, timedelta())
FORM = decided(FAILED)


def test_where_nothing_is_owed_nothing_waits(store: Store) -> None:
    assert store.backlog.messages(NOW) == NOTHING
    assert store.backlog.errands(Task.SUBMIT, NOW) == NOTHING
    assert (store.backlog.updates_queued(), store.backlog.updates_set_aside()) == (0, 0)


def test_a_message_waits_from_the_moment_it_is_owed(store: Store) -> None:
    store.outbox.owe(AGENT, "first", NOW)
    store.outbox.owe(AGENT, "second", NOW + MINUTE)
    store.outbox.owe(AGENT, "pressed", NOW + MINUTE, lane="press:1", expires_at=NOW + 9 * MINUTE)

    assert store.backlog.messages(NOW + 5 * MINUTE) == Waiting(3, 5 * MINUTE)


def test_a_message_for_later_is_overdue_only_then(store: Store) -> None:
    store.outbox.owe(AGENT, "cleaning", NOW, delay=10 * MINUTE)

    assert store.backlog.messages(NOW + 9 * MINUTE) == Waiting(1, timedelta())
    assert store.backlog.messages(NOW + 12 * MINUTE) == Waiting(1, 2 * MINUTE)


def test_a_message_for_somebody_who_blocked_the_bot_is_not_overdue(store: Store) -> None:
    store.outbox.owe(AGENT, "news", NOW)
    (message,) = store.due_messages.heads(NOW, others=1).others

    store.due_messages.postpone(message, NOW, timedelta(hours=6))

    assert store.backlog.messages(NOW + MINUTE) == Waiting(1, timedelta())


def test_an_errand_keeps_its_age_however_often_it_is_tried(store: Store) -> None:
    store.applications.save(FORM)
    errand = Errand(task=Task.SUBMIT, ticket="t")
    store.errands.owe(FORM.id, errand, NOW)
    (owed,) = store.errands.look(NOW, {Task.SUBMIT: 1}).due
    store.errands.postpone(owed, NOW + MINUTE, MINUTE)
    store.errands.owe(FORM.id, errand, NOW + 2 * MINUTE)

    assert store.backlog.errands(Task.SUBMIT, NOW + 7 * MINUTE) == Waiting(1, 7 * MINUTE)
    assert store.backlog.errands(Task.READ_CARD, NOW + 7 * MINUTE) == NOTHING


def test_only_applications_without_a_verdict_await_one(store: Store) -> None:
    for name, form in (("a", pending()), ("b", decided(FAILED)), ("c", submitted())):
        store.applications.save(replace(form, id=name))

    assert store.backlog.verdicts(NOW + 3 * MINUTE) == Waiting(1, 3 * MINUTE)


def test_a_clock_that_was_ahead_makes_no_negative_age(store: Store) -> None:
    store.outbox.owe(AGENT, "from tomorrow", NOW + timedelta(days=1))

    assert store.backlog.messages(NOW) == Waiting(1, timedelta())


def test_a_long_backlog_is_not_made_longer_by_counting_it(store: Store) -> None:
    with store.transaction():
        for number in range(MOST_COUNTED + 5):
            store.outbox.owe(number, "x", NOW)
            store.inbox.let_wait(number, "{}")
        store.inbox.set_aside(7, "{}", "KeyError", NOW)

    assert store.backlog.messages(NOW).count == MOST_COUNTED
    assert store.backlog.updates_queued() == MOST_COUNTED
    assert store.backlog.updates_set_aside() == 1
