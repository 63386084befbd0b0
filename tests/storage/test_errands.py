"""Owed errands: when they are due, that each comes once, and that begun ones are marked."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.errands import Errand, Task
from storage import Store
from storage.errands import Look, OwedErrand
from tests.support.forms import NOW, begun

SECOND = timedelta(seconds=1)
READ = Errand(task=Task.READ_CARD, ticket="t1")
APPLICATION = "abcd2345"


@pytest.fixture
def owing(store: Store) -> Store:
    """A store with an application that can owe something."""
    store.applications.save(begun())
    return store


def due(store: Store, task: Task = Task.READ_CARD, after: timedelta = SECOND) -> list[OwedErrand]:
    return store.errands.look(NOW + after, {task: 99}).due


def test_an_errand_is_due_at_once_or_after_its_delay(owing: Store) -> None:
    owing.errands.owe(APPLICATION, READ, NOW)
    owing.errands.owe(
        APPLICATION, Errand(task=Task.READ_CARD, ticket="t2", delay=timedelta(minutes=1)), NOW
    )

    assert [errand.ticket for errand in due(owing)] == ["t1"]
    assert [errand.ticket for errand in due(owing, after=timedelta(minutes=1))] == ["t1", "t2"]


def test_an_errand_comes_as_it_was_owed(owing: Store) -> None:
    owing.errands.owe(APPLICATION, Errand(task=Task.CHECK_PICTURE, ticket="t", subject="back"), NOW)

    (errand,) = due(owing, Task.CHECK_PICTURE)

    assert errand == OwedErrand(
        id=errand.id,
        application_id=APPLICATION,
        task=Task.CHECK_PICTURE,
        ticket="t",
        subject="back",
        attempts=0,
        started_at=None,
        warned=0,
        begun_by=frozenset(),
        due_at=errand.due_at,
    )


def test_those_who_began_work_are_known_until_one_of_them_survived_it(owing: Store) -> None:
    owing.errands.owe(APPLICATION, READ, NOW)
    (errand,) = due(owing)

    for process in ("one", "other", "one"):
        owing.errands.begin_work(errand.id, process)
    assert [each.begun_by for each in due(owing)] == [{"one", "other"}]

    owing.errands.end_work(errand.id)
    assert [each.begun_by for each in due(owing)] == [frozenset()]


def test_owing_the_same_again_only_brings_it_forward(owing: Store) -> None:
    ask = Errand(task=Task.ASK_VERDICT, ticket="t", delay=timedelta(minutes=5))
    owing.errands.owe(APPLICATION, ask, NOW)
    owing.errands.owe(APPLICATION, Errand(task=Task.ASK_VERDICT, ticket="t"), NOW)
    owing.errands.owe(APPLICATION, ask, NOW)

    assert len(due(owing, Task.ASK_VERDICT)) == 1


def test_only_the_task_that_is_asked_for_comes_in_the_order_of_time_and_within_the_limit(
    owing: Store,
) -> None:
    for ticket, minutes in (("c", 3), ("a", 1), ("b", 2)):
        delay = timedelta(minutes=minutes)
        owing.errands.owe(APPLICATION, Errand(task=Task.READ_CARD, ticket=ticket, delay=delay), NOW)
    owing.errands.owe(APPLICATION, Errand(task=Task.SUBMIT, ticket="d"), NOW)
    later = NOW + timedelta(hours=1)

    first, second = owing.errands.look(later, {Task.READ_CARD: 2}).due
    others = owing.errands.look(later, {Task.READ_CARD: 2}, besides={first.id}).due

    assert (first.ticket, second.ticket) == ("a", "b")
    assert [errand.ticket for errand in others] == ["b", "c"]
    assert owing.errands.look(later, {Task.READ_CARD: 0}).due == []


def test_one_look_tells_what_is_due_and_when_something_else_is(owing: Store) -> None:
    owing.errands.owe(APPLICATION, READ, NOW)
    owing.errands.owe(APPLICATION, Errand(task=Task.SUBMIT, ticket="t", delay=SECOND), NOW)
    owing.schedules.put("sweep", NOW, 2 * SECOND)

    look = owing.errands.look(NOW, dict.fromkeys(Task, 9), schedule="sweep")

    assert [errand.task for errand in look.due] == [Task.READ_CARD]
    assert look.next_due_at == NOW + SECOND
    assert look.scheduled_at == NOW + 2 * SECOND
    later = owing.errands.look(NOW + SECOND, {}, schedule="another")
    assert later == Look(due=[], next_due_at=None, scheduled_at=None)


def test_a_begun_errand_is_known_as_such_until_it_is_postponed_or_finished(owing: Store) -> None:
    owing.errands.owe(APPLICATION, READ, NOW)
    (errand,) = due(owing)

    owing.errands.start(errand.id, NOW)
    (begun_one,) = due(owing)
    owing.errands.postpone(errand, NOW, 2 * SECOND)
    (postponed,) = due(owing, after=2 * SECOND)

    assert begun_one.started_at == NOW
    assert (postponed.started_at, postponed.attempts) == (None, 1)
    assert due(owing) == []
    owing.errands.finish(errand.id)
    assert due(owing, after=timedelta(days=9)) == []


def test_hastening_makes_an_owed_errand_due_and_says_whether_there_was_one(owing: Store) -> None:
    owing.errands.owe(
        APPLICATION, Errand(task=Task.ASK_VERDICT, ticket="t", delay=timedelta(hours=1)), NOW
    )

    assert owing.errands.hasten(APPLICATION, Task.ASK_VERDICT, NOW)
    assert not owing.errands.hasten(APPLICATION, Task.READ_CARD, NOW)
    assert len(due(owing, Task.ASK_VERDICT)) == 1


@pytest.mark.parametrize("delay", [SECOND, timedelta()])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_an_errand_that_is_hastened_while_it_is_carried_out_is_due_at_once_again(
    owing: Store, delay: timedelta, times: int
) -> None:
    """As by a sweep that sees a verdict while an older question is still on its way.

    That question may have been hastened itself, as by an agent who asked for the verdict.
    """
    owing.errands.owe(APPLICATION, Errand(task=Task.ASK_VERDICT, ticket="t", delay=delay), NOW)
    for _ in range(times):
        owing.errands.hasten(APPLICATION, Task.ASK_VERDICT, NOW)
    (errand,) = due(owing, Task.ASK_VERDICT)

    owing.errands.hasten(APPLICATION, Task.ASK_VERDICT, NOW + SECOND)
    owing.errands.postpone(errand, NOW + SECOND, timedelta(hours=1))

    (again,) = due(owing, Task.ASK_VERDICT)
    assert again.attempts == 1
    owing.errands.postpone(again, NOW + SECOND, timedelta(hours=1))
    assert due(owing, Task.ASK_VERDICT) == []


def test_hastening_never_delays(owing: Store) -> None:
    owing.errands.owe(APPLICATION, READ, NOW)

    owing.errands.hasten(APPLICATION, Task.READ_CARD, NOW + timedelta(hours=1))

    assert len(due(owing)) == 1


def test_a_notice_that_was_given_stays_noted_through_later_tries(owing: Store) -> None:
    owing.errands.owe(APPLICATION, READ, NOW)
    (errand,) = due(owing)

    owing.errands.note_warning(errand.id, 2)
    owing.errands.postpone(errand, NOW, SECOND)

    assert [each.warned for each in due(owing)] == [2]


delays = st.lists(st.integers(0, 50), max_size=20)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(delays=delays, now=st.integers(0, 50), limit=st.integers(0, 25), data=st.data())
def test_due_is_what_a_plain_list_would_say(
    owing: Store, delays: list[int], now: int, limit: int, data: st.DataObject
) -> None:
    owing.applications.erase(APPLICATION)
    owing.applications.save(begun())
    for number, delay in enumerate(delays):
        errand = Errand(task=Task.SUBMIT, ticket=f"{number}", delay=timedelta(seconds=delay))
        owing.errands.owe(APPLICATION, errand, NOW)
    everything = due(owing, Task.SUBMIT, timedelta(hours=1))
    busy = {errand.id for errand in everything if data.draw(st.booleans(), label="is under way")}

    moment = NOW + timedelta(seconds=now)
    found = owing.errands.look(moment, {Task.SUBMIT: limit}, besides=busy).due

    in_time = [each for each in everything if delays[int(each.ticket)] <= now]
    assert found == [each for each in in_time if each.id not in busy][:limit]


def test_only_failed_errands_can_be_made_due_now(owing: Store) -> None:
    later = NOW + timedelta(minutes=2)
    for ticket, task in (("tried", Task.SUBMIT), ("begun", Task.SUBMIT), ("read", Task.READ_CARD)):
        owing.errands.owe(APPLICATION, Errand(task=task, ticket=ticket), NOW)
    for errand in (*due(owing, Task.SUBMIT), *due(owing, Task.READ_CARD)):
        owing.errands.postpone(errand, NOW, 120 * SECOND)
    begun, _ = owing.errands.look(later, {Task.SUBMIT: 9}).due
    owing.errands.start(begun.id, NOW)
    owing.errands.owe(APPLICATION, Errand(task=Task.SUBMIT, ticket="fresh", delay=60 * SECOND), NOW)

    hastened = owing.errands.hasten_waiting([Task.SUBMIT])

    assert hastened == 1
    assert len(due(owing, Task.SUBMIT)) == 1
    assert due(owing, Task.READ_CARD) == []


@pytest.mark.parametrize("times", [1, 2])
def test_an_attempt_that_fails_while_an_outage_ends_is_repeated_at_once(
    owing: Store, times: int
) -> None:
    """Each end counts, as an attempt may hang through more than one."""
    owing.errands.owe(APPLICATION, Errand(task=Task.READ_CARD, ticket="t"), NOW)
    (first,) = due(owing, Task.READ_CARD)
    owing.errands.postpone(first, NOW, 120 * SECOND)
    for _ in range(times - 1):
        owing.errands.hasten_waiting([Task.READ_CARD])
    (second,) = due(owing, Task.READ_CARD, after=120 * SECOND)

    owing.errands.hasten_waiting([Task.READ_CARD])
    owing.errands.postpone(second, NOW, 120 * SECOND)

    assert len(due(owing, Task.READ_CARD)) == 1


def test_when_an_application_is_tried_next_is_known(owing: Store) -> None:
    owing.errands.owe(APPLICATION, Errand(task=Task.SUBMIT, ticket="t", delay=SECOND), NOW)

    assert owing.errands.due_at(APPLICATION, Task.SUBMIT) == NOW + SECOND
    assert owing.errands.due_at(APPLICATION, Task.READ_CARD) is None
    assert owing.errands.due_at("nobody22", Task.SUBMIT) is None
