"""Messages owed: in order within a lane, lanes in parallel, superseded ones withdrawn."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Store
from storage.owed_messages import OwedMessage
from tests.support.forms import NOW
from tests.support.owed import documents, due, in_lane, take_all

SECOND = timedelta(seconds=1)
RAHIM = 2001


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


def test_a_withdrawn_message_is_gone_under_every_lane_and_others_stay(store: Store) -> None:
    store.outbox.owe(RAHIM, "old prompt", NOW, label="prompt:abcd")
    store.outbox.owe(RAHIM, "other", NOW, label="prompt:efgh")

    store.outbox.withdraw("prompt:abcd")

    assert documents(due(store)) == ["other"]


changes = st.one_of(
    st.tuples(st.just("owe"), st.sampled_from("abc")),
    st.tuples(st.just("finish"), st.integers(0, 9)),
    st.tuples(st.just("withdraw"), st.sampled_from("xyz")),
    st.tuples(st.just("drop_about"), st.sampled_from("xyz")),
    st.tuples(st.just("drop_lane"), st.sampled_from("abc")),
    st.tuples(st.just("shorten"), st.sampled_from("abc")),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(changes, max_size=40), names=st.randoms(use_true_random=False))
def test_each_lane_is_led_by_its_first_message_whatever_is_dropped(
    store: Store, done: list[tuple[str, object]], names: Random
) -> None:
    take_all(store)
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
    return store.due_messages.heads(NOW, others=99).others


def ringing(document: str) -> str:
    return document.replace("}", ',"rings":true}')


NEWS, HINT = '{"type":"send","text":"passed"}', '{"type":"hint","text":"passed"}'


def moves(store: Store, lane: str, other: str, *, is_kept: bool = False) -> None:
    store.outbox.move(
        *(lane, other, NOW), kind="send", label="receipt", change=ringing, is_kept=is_kept
    )


def test_only_news_about_applications_is_moved_and_due_at_no_time(store: Store) -> None:
    for label in (None, "receipt:abcd2345"):
        store.outbox.owe(RAHIM, NEWS, NOW, label=label, subjects=("abcd2345",), kind="send")
    prompt = "prompt:abcd2345"
    store.outbox.owe(RAHIM, NEWS, NOW, label=prompt, subjects=("abcd2345",), kind="send")
    store.outbox.owe(RAHIM, HINT, NOW, subjects=("abcd2345",), kind="hint")
    store.outbox.owe(RAHIM, NEWS, NOW, kind="send")

    moves(store, str(RAHIM), "held", is_kept=True)

    about = store.outbox.about("abcd2345")
    held = [each for each in about if each.lane == "held"]
    ringing = '{"type":"send","text":"passed","rings":true}'
    assert [(each.document, each.label) for each in held] == [(ringing, None)] * 2
    assert len(in_lane(store, str(RAHIM))) == 3
    assert documents(due(store)) == [NEWS]
    assert documents(due(store, timedelta(days=9999))) == [NEWS]
    assert about[:2] == held


def test_a_delivery_that_fails_meanwhile_does_not_bring_a_moved_message_forward(
    store: Store,
) -> None:
    store.outbox.owe(RAHIM, NEWS, NOW, subjects=("abcd2345",), kind="send")
    (under_way,) = due(store)
    moves(store, str(RAHIM), "held", is_kept=True)

    store.due_messages.postpone(under_way, NOW, SECOND)

    assert due(store, timedelta(days=9999)) == []
    store.outbox.finish(under_way.id)  # it has arrived after all
    assert store.outbox.count() == 0
