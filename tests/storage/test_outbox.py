"""Messages owed: in order within a lane, lanes in parallel, superseded ones withdrawn."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Store
from storage.outbox import OwedMessage
from tests.support.forms import NOW
from tests.support.owed import in_lane

SECOND = timedelta(seconds=1)
RAHIM, KARIM = 2001, 2002


def due(
    store: Store, after: timedelta = SECOND, *, hurried: bool = False, busy: tuple[str, ...] = ()
) -> list[OwedMessage]:
    heads = store.outbox.heads(NOW + after, hurried=99, others=99, busy=busy)
    return heads.hurried if hurried else heads.others


def documents(messages: list[OwedMessage]) -> list[str]:
    return [message.document for message in messages]


def test_of_each_lane_only_the_first_message_goes(store: Store) -> None:
    for chat, text in ((RAHIM, "1"), (RAHIM, "2"), (KARIM, "a"), (KARIM, "b")):
        store.outbox.owe(chat, text, NOW)

    first = due(store)
    store.outbox.finish(first[0].id)

    assert documents(first) == ["1", "a"]
    assert documents(due(store)) == ["2", "a"]
    assert store.outbox.count() == 3


def test_a_message_comes_as_it_was_owed(store: Store) -> None:
    store.outbox.owe(RAHIM, "hello", NOW, label="prompt:abcd")

    (message,) = due(store)

    assert message == OwedMessage(
        id=message.id,
        lane=str(RAHIM),
        chat_id=RAHIM,
        label="prompt:abcd",
        document="hello",
        attempts=0,
        owed_at=NOW,
    )
    assert "hello" not in repr(message)


def test_a_message_that_waits_holds_up_its_lane_and_no_other(store: Store) -> None:
    store.outbox.owe(RAHIM, "1", NOW)
    store.outbox.owe(RAHIM, "2", NOW)
    store.outbox.owe(KARIM, "a", NOW)
    (first, _) = due(store)

    store.outbox.postpone(first, NOW, timedelta(minutes=1))

    assert documents(due(store)) == ["a"]
    assert documents(due(store, timedelta(minutes=1))) == ["a", "1"]
    assert [message.attempts for message in due(store, timedelta(minutes=1))] == [0, 1]
    assert store.outbox.heads(NOW).next_due_at == NOW + timedelta(minutes=1)


def test_a_busy_lane_is_left_out(store: Store) -> None:
    store.outbox.owe(RAHIM, "1", NOW)
    store.outbox.owe(KARIM, "a", NOW)

    assert documents(due(store, busy=(str(RAHIM),))) == ["a"]
    assert due(store, busy=(str(RAHIM), str(KARIM))) == []
    assert store.outbox.heads(NOW).next_due_at is None


def test_a_chat_that_rests_is_left_out_with_all_its_lanes_but_for_answers_to_presses(
    store: Store,
) -> None:
    for chat in (RAHIM, KARIM):
        store.outbox.owe(chat, f"text to {chat}", NOW)
        store.outbox.owe(chat, f"chart for {chat}", NOW, lane=f"enquiry:{chat}")
    answer = NOW + timedelta(minutes=1)
    store.outbox.owe(RAHIM, "answer", NOW, lane=f"press:{RAHIM}", expires_at=answer)

    heads = store.outbox.heads(NOW, hurried=9, others=9, resting=(RAHIM,))

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

    store.outbox.expire(NOW + timedelta(seconds=30))

    assert documents(due(store, hurried=True)) == ["60"]
    assert documents(due(store)) == ["text"]


def test_a_withdrawn_message_is_gone_under_every_lane_and_others_stay(store: Store) -> None:
    store.outbox.owe(RAHIM, "old prompt", NOW, label="prompt:abcd")
    store.outbox.owe(RAHIM, "other", NOW, label="prompt:efgh")

    store.outbox.withdraw("prompt:abcd")

    assert documents(due(store)) == ["other"]


def test_messages_for_a_blocked_chat_go_out_when_the_chat_is_back(store: Store) -> None:
    store.outbox.owe(RAHIM, "1", NOW)
    store.outbox.owe(KARIM, "a", NOW)
    for message in due(store):
        store.outbox.postpone(message, NOW, timedelta(hours=6))

    store.outbox.hasten(RAHIM)

    assert documents(due(store)) == ["1"]


lanes = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 20)), max_size=25)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    owed=lanes,
    now=st.integers(0, 20),
    busy=st.sets(st.sampled_from("abc")),
    limit=st.integers(0, 4),
)
def test_due_is_what_plain_queues_would_give(
    store: Store, owed: list[tuple[str, int]], now: int, busy: set[str], limit: int
) -> None:
    for message in _all(store):
        store.outbox.finish(message.id)
    queues: dict[str, tuple[int, str]] = {}
    for number, (lane, delay) in enumerate(owed):
        store.outbox.owe(RAHIM, f"{number}", NOW, delay=timedelta(seconds=delay), lane=lane)
        queues.setdefault(lane, (delay, f"{number}"))
    moment = NOW + timedelta(seconds=now)

    found = store.outbox.heads(moment, others=limit, busy=busy)

    free = [head for lane, head in queues.items() if lane not in busy]
    ready = sorted((delay, int(text)) for delay, text in free if delay <= now)
    assert documents(found.others) == [f"{number}" for _, number in ready[:limit]]
    soonest = min((delay for delay, _ in queues.values() if delay > now), default=None)
    expected = None if soonest is None else NOW + timedelta(seconds=soonest)
    assert found.next_due_at == expected


changes = st.one_of(
    st.tuples(st.just("owe"), st.sampled_from("abc")),
    st.tuples(st.just("finish"), st.integers(0, 9)),
    st.tuples(st.just("withdraw"), st.sampled_from("xyz")),
    st.tuples(st.just("drop_about"), st.sampled_from("xyz")),
    st.tuples(st.just("drop_lane"), st.sampled_from("abc")),
    st.tuples(st.just("shorten"), st.sampled_from("abc")),
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=st.lists(changes, max_size=40), names=st.randoms(use_true_random=False))
def test_each_lane_is_led_by_its_first_message_whatever_is_dropped(
    store: Store, done: list[tuple[str, object]], names: Random
) -> None:
    _all(store)
    kept: list[tuple[int, str, str]] = []  # the number, the lane, and its label and subject
    number = 0
    for change, what in done:
        match change, what:
            case "owe", str(lane):
                number += 1
                name = names.choice("xyz")
                store.outbox.owe(RAHIM, f"{number}", NOW, lane=lane, label=name, subjects=(name,))
                kept.append((number, lane, name))
            case "finish", int(place) if place < len(leading(store)):
                first = leading(store)[place]
                store.outbox.finish(first.id)
                kept = [one for one in kept if f"{one[0]}" != first.document]
            case "withdraw", str(name):
                store.outbox.withdraw(name)
                kept = [one for one in kept if one[2] != name]
            case "drop_about", str(name):
                store.outbox.drop_about(name)
                kept = [one for one in kept if one[2] != name]
            case "drop_lane", str(lane):
                store.outbox.drop_lanes([lane])
                kept = [one for one in kept if one[1] != lane]
            case "shorten", str(lane):
                store.outbox.shorten(lane, 2)
                newest = [one for one in kept if one[1] == lane][-2:]
                kept = [one for one in kept if one[1] != lane or one in newest]

    heads = {lane: number for number, lane, _ in reversed(kept)}
    assert {each.lane: int(each.document) for each in leading(store)} == heads
    assert store.outbox.count() == len(kept)


def leading(store: Store) -> list[OwedMessage]:
    return store.outbox.heads(NOW, others=99).others


def _all(store: Store) -> list[OwedMessage]:
    found: list[OwedMessage] = []
    while heads := due(store, timedelta(hours=1)):
        for head in heads:
            store.outbox.finish(head.id)
        found += heads
    return found


def ringing(document: str) -> str:
    return document.replace("}", ',"rings":true}')


NEWS, HINT = '{"type":"send","text":"passed"}', '{"type":"hint","text":"passed"}'


def moves(store: Store, lane: str, other: str, delay: timedelta = timedelta()) -> None:
    store.outbox.move(
        *(lane, other, NOW), kind="send", label="receipt", change=ringing, delay=delay
    )


def test_only_news_about_applications_is_moved_and_each_lane_has_its_head(store: Store) -> None:
    for label in (None, "receipt:abcd2345"):
        store.outbox.owe(RAHIM, NEWS, NOW, label=label, subjects=("abcd2345",), kind="send")
    prompt = "prompt:abcd2345"
    store.outbox.owe(RAHIM, NEWS, NOW, label=prompt, subjects=("abcd2345",), kind="send")
    store.outbox.owe(RAHIM, HINT, NOW, subjects=("abcd2345",), kind="hint")
    store.outbox.owe(RAHIM, NEWS, NOW, kind="send")

    moves(store, str(RAHIM), "held", timedelta(days=99))

    held = in_lane(store, "held")
    ringing = '{"type":"send","text":"passed","rings":true}'
    assert [(each.document, each.label) for each in held] == [(ringing, None)] * 2
    assert len(in_lane(store, str(RAHIM))) == 3
    assert documents(due(store)) == [NEWS]
    assert documents(due(store, timedelta(days=100))) == [NEWS, ringing]
    assert [each.id for each in store.outbox.about("abcd2345")[:2]] == [each.id for each in held]


def test_a_delivery_that_fails_meanwhile_does_not_bring_a_moved_message_forward(
    store: Store,
) -> None:
    store.outbox.owe(RAHIM, NEWS, NOW, subjects=("abcd2345",), kind="send")
    (under_way,) = due(store)
    moves(store, str(RAHIM), "held", timedelta(days=99))

    store.outbox.postpone(under_way, NOW, SECOND)

    assert due(store, timedelta(days=98)) == []
    store.outbox.finish(under_way.id)  # it has arrived after all
    assert store.outbox.count() == 0
