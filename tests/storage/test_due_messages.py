"""When owed messages go: the first of each lane at its time, lanes in parallel."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Store
from tests.support.forms import NOW
from tests.support.owed import documents, due, take_all

RAHIM, KARIM = 2001, 2002


def test_of_each_lane_only_the_first_message_goes(store: Store) -> None:
    for chat, text in ((RAHIM, "1"), (RAHIM, "2"), (KARIM, "a"), (KARIM, "b")):
        store.outbox.owe(chat, text, NOW)

    first = due(store)
    store.outbox.finish(first[0].id)

    assert documents(first) == ["1", "a"]
    assert documents(due(store)) == ["2", "a"]
    assert store.outbox.count() == 3


def test_a_message_that_waits_holds_up_its_lane_and_no_other(store: Store) -> None:
    store.outbox.owe(RAHIM, "1", NOW)
    store.outbox.owe(RAHIM, "2", NOW)
    store.outbox.owe(KARIM, "a", NOW)
    (first, _) = due(store)

    store.due_messages.postpone(first, NOW, timedelta(minutes=1))

    assert documents(due(store)) == ["a"]
    assert documents(due(store, timedelta(minutes=1))) == ["a", "1"]
    assert [message.attempts for message in due(store, timedelta(minutes=1))] == [0, 1]
    assert store.due_messages.heads(NOW).next_due_at == NOW + timedelta(minutes=1)


def test_a_busy_lane_is_left_out(store: Store) -> None:
    store.outbox.owe(RAHIM, "1", NOW)
    store.outbox.owe(KARIM, "a", NOW)

    assert documents(due(store, busy=(str(RAHIM),))) == ["a"]
    assert due(store, busy=(str(RAHIM), str(KARIM))) == []
    assert store.due_messages.heads(NOW).next_due_at is None


def test_a_chat_that_rests_is_left_out_with_all_its_lanes_but_for_answers_to_presses(
    store: Store,
) -> None:
    for chat in (RAHIM, KARIM):
        store.outbox.owe(chat, f"text to {chat}", NOW)
        store.outbox.owe(chat, f"chart for {chat}", NOW, lane=f"enquiry:{chat}")
    answer = NOW + timedelta(minutes=1)
    store.outbox.owe(RAHIM, "answer", NOW, lane=f"press:{RAHIM}", expires_at=answer)

    heads = store.due_messages.heads(NOW, hurried=9, others=9, resting=(RAHIM,))

    assert documents(heads.others) == [f"text to {KARIM}", f"chart for {KARIM}"]
    assert documents(heads.hurried) == ["answer"]
    assert heads.expires_at == answer


def test_expiring_messages_are_hurried_and_have_separate_places(store: Store) -> None:
    store.outbox.owe(RAHIM, "text", NOW)
    store.outbox.owe(RAHIM, "answer", NOW, lane="press:2001", expires_at=NOW + timedelta(minutes=1))

    assert documents(due(store)) == ["text"]
    assert documents(due(store, hurried=True)) == ["answer"]
    assert due(store, hurried=True, busy=("press:2001",)) == []


def test_expired_messages_are_dropped(store: Store) -> None:
    for seconds in (1, 60):
        expires_at = NOW + timedelta(seconds=seconds)
        store.outbox.owe(RAHIM, f"{seconds}", NOW, lane="press:2001", expires_at=expires_at)
    store.outbox.owe(RAHIM, "text", NOW)

    store.due_messages.expire(NOW + timedelta(seconds=30))

    assert documents(due(store, hurried=True)) == ["60"]
    assert documents(due(store)) == ["text"]


def test_messages_for_a_blocked_chat_go_out_when_the_chat_is_back(store: Store) -> None:
    store.outbox.owe(RAHIM, "1", NOW)
    store.outbox.owe(KARIM, "a", NOW)
    for message in due(store):
        store.due_messages.postpone(message, NOW, timedelta(hours=6))

    store.due_messages.hasten([str(RAHIM)])

    assert documents(due(store)) == ["1"]


lanes = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 20)), max_size=25)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    owed=lanes,
    now=st.integers(0, 20),
    busy=st.sets(st.sampled_from("abc")),
    limit=st.integers(0, 4),
)
def test_due_is_what_plain_queues_would_give(
    store: Store, owed: list[tuple[str, int]], now: int, busy: set[str], limit: int
) -> None:
    take_all(store)
    queues: dict[str, tuple[int, str]] = {}
    for number, (lane, delay) in enumerate(owed):
        store.outbox.owe(RAHIM, f"{number}", NOW, delay=timedelta(seconds=delay), lane=lane)
        queues.setdefault(lane, (delay, f"{number}"))
    moment = NOW + timedelta(seconds=now)

    found = store.due_messages.heads(moment, others=limit, busy=busy)

    free = [head for lane, head in queues.items() if lane not in busy]
    ready = sorted((delay, int(text)) for delay, text in free if delay <= now)
    assert documents(found.others) == [f"{number}" for _, number in ready[:limit]]
    soonest = min((delay for delay, _ in queues.values() if delay > now), default=None)
    expected = None if soonest is None else NOW + timedelta(seconds=soonest)
    assert found.next_due_at == expected
