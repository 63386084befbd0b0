"""Whatever the wall clock says for a moment, nothing owed is postponed longer than intended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.dhaka import day_in_dhaka
from conversations.errands import Errand, Task
from storage import Database, Store
from storage.agents import Role, Standing
from storage.clock import age
from storage.invitations import Invitation
from storage.refusals import Refusal
from tests.support.forms import AGENT, NOW, begun, decided, pending

CENTURY = 100 * 365 * 86_400
moments = st.integers(-CENTURY, CENTURY).map(lambda seconds: NOW + timedelta(seconds=seconds))
delays = st.integers(1, 7 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
jumping = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CHAT = 2001


def forget_all(store: Store) -> None:
    store.applications.erase("abcd2345")
    store.applications.save(begun())
    store.outbox.drop_lanes([str(CHAT)])
    store.schedules.drop("sweep")
    store.troubles.clear("denied")


@jumping
@given(owed_at=moments, seen_at=moments)
def test_what_is_owed_now_is_due_at_once(
    store: Store, owed_at: datetime, seen_at: datetime
) -> None:
    forget_all(store)
    store.errands.owe("abcd2345", Errand(task=Task.SUBMIT, ticket="t"), owed_at)
    store.outbox.owe(CHAT, "{}", owed_at)
    store.schedules.put("sweep", owed_at)

    assert len(store.errands.look(seen_at, {Task.SUBMIT: 9}).due) == 1
    assert len(store.due_messages.heads(seen_at, others=9).others) == 1
    sweep_at = store.schedules.due_at("sweep")
    assert sweep_at
    assert sweep_at <= seen_at


@jumping
@given(owed_at=moments, right=moments, delay=delays)
def test_what_is_owed_later_is_due_no_later_than_its_delay_from_when_the_clock_is_right(
    store: Store, owed_at: datetime, right: datetime, delay: timedelta
) -> None:
    forget_all(store)
    store.errands.owe("abcd2345", Errand(task=Task.SUBMIT, ticket="new", delay=delay), owed_at)
    store.errands.owe("abcd2345", Errand(task=Task.SUBMIT, ticket="tried"), owed_at)
    (tried,) = store.errands.look(datetime.min.replace(tzinfo=UTC), {Task.SUBMIT: 9}).due
    store.errands.postpone(tried, owed_at, delay)
    store.outbox.owe(CHAT, "{}", owed_at)
    (message,) = store.due_messages.heads(owed_at, others=9).others
    store.due_messages.postpone(message, owed_at, delay)
    store.schedules.put("sweep", owed_at, delay)

    store.set_clock_right(right)

    then = right + delay
    assert len(store.errands.look(then, {Task.SUBMIT: 9}).due) == 2
    assert len(store.due_messages.heads(then, others=9).others) == 1
    sweep_at = store.schedules.due_at("sweep")
    assert sweep_at
    assert sweep_at <= then
    if owed_at == right:  # and not early if the clock was right
        before = then - timedelta(seconds=1)
        assert store.errands.look(before, {Task.SUBMIT: 9}).due == []
        assert store.due_messages.heads(before, others=9).others == []


@jumping
@given(owed_at=moments, hastened_at=moments, seen_at=moments)
def test_what_is_hastened_is_due_at_once(
    store: Store, owed_at: datetime, hastened_at: datetime, seen_at: datetime
) -> None:
    forget_all(store)
    wait = timedelta(days=1)
    store.errands.owe("abcd2345", Errand(task=Task.ASK_VERDICT, ticket="t", delay=wait), owed_at)
    store.outbox.owe(CHAT, "{}", owed_at, delay=wait)

    store.errands.hasten("abcd2345", Task.ASK_VERDICT, hastened_at)
    store.due_messages.hasten([str(CHAT)])

    assert len(store.errands.look(seen_at, {Task.ASK_VERDICT: 9}).due) == 1
    assert len(store.due_messages.heads(seen_at, others=9).others) == 1


@jumping
@given(wrong=moments, right=moments)
def test_nothing_has_happened_later_than_now(
    database: Database, store: Store, wrong: datetime, right: datetime
) -> None:
    forget_all(store)
    store.applications.save(replace(decided(), id="abcd2345", created_at=wrong, changed_at=wrong))
    store.inbox.note([(7, f"{wrong}")], wrong)
    store.troubles.note("denied", wrong, reminded_after=None)
    store.chat_messages.note(("abcd2345",), CHAT, 7, wrong)
    store.agents.put(AGENT, Standing.SUSPENDED, wrong)
    store.refusals.note(CHAT, Refusal.STRANGER, wrong)
    store.refusals.note_stranger(CHAT, wrong)
    store.inbox.set_aside(7, "{}", "ValueError", wrong)
    store.announcements.draft(AGENT, "Eid Mubarak", wrong)
    week = timedelta(days=7)
    invite = Invitation(name="Karim", role=Role.AGENT, expires_at=wrong + week)
    store.invitations.add(f"{wrong} {right}", invite, wrong)

    assert not store.set_clock_right(right)

    moved = store.applications.find("abcd2345")
    assert moved
    assert moved.changed_at == moved.created_at == min(wrong, right)
    for table, column in (
        ("applications", "changed_at"),
        ("applications", "created_at"),
        ("attempts", "begun_at"),
        ("handled_updates", "handled_at"),
        ("set_aside_updates", "set_aside_at"),
        ("troubles", "told_at"),
        ("chat_messages", "sent_at"),
        ("agents", "standing_since"),
        ("strangers", "refused_at"),
        ("announcements", "asked_at"),
        ("invites", "created_at"),
        ("refusals", "hour * 3600"),
    ):
        later = f"select 1 from {table} where {column} > ?"  # noqa: S608 - names of the above
        assert not database.rows(later, (right.timestamp(),)), table
    ends = "select 1 from invites where expires_at > ?"
    assert not database.rows(ends, ((right + week).timestamp(),))


@jumping
@given(moved=moments, pressed=moments, right=moments)
def test_nothing_was_submitted_later_than_now(
    store: Store, moved: datetime, pressed: datetime, right: datetime
) -> None:
    forget_all(store)
    waiting = pending()
    assert waiting.submission
    submission = replace(waiting.submission, pressed_at=pressed)
    store.applications.save(replace(waiting, changed_at=moved, submission=submission))

    store.set_clock_right(right)

    kept = store.applications.find("abcd2345")
    assert kept
    assert kept.submission
    assert (kept.changed_at, kept.submission.pressed_at) == (min(moved, right), min(pressed, right))


@given(since=moments, now=moments)
def test_an_age_is_never_negative(since: datetime, now: datetime) -> None:
    assert age(since, now) == max(now - since, timedelta())


def test_many_rows_are_brought_forward_some_at_a_time(store: Store) -> None:
    with store.transaction():
        for _ in range(1200):
            store.outbox.owe(CHAT, "{}", NOW + timedelta(days=1), delay=timedelta(minutes=1))

    calls = 0
    while store.set_clock_right(NOW):
        calls += 1

    assert calls == 6
    store.outbox.shorten(str(CHAT), 1)
    assert store.due_messages.heads(NOW).next_due_at == NOW + timedelta(minutes=1)


def test_customers_begun_while_the_clock_was_ahead_are_of_the_day_when_it_was_right(
    store: Store,
) -> None:
    ahead, later = NOW + timedelta(days=365), NOW + timedelta(days=30)
    form = decided()
    for number in range(50):
        name = f"ahead{number:03}"
        store.applications.save(
            replace(form, id=name, created_at=ahead, changed_at=NOW if number else ahead)
        )

    while store.set_clock_right(NOW):
        pass

    store.applications.save(replace(form, id="newest23", created_at=later, changed_at=later))
    assert [each.id for each in store.caseloads.of_agent(AGENT, limit=1)] == ["newest23"]
    assert [each.count for each in store.figures.by_day({AGENT}, later)] == [1]
    assert [each.count for each in store.figures.attempts({AGENT}, later)] == [1]
    assert {each.day for each in store.figures.by_day({AGENT}, NOW)} == {
        day_in_dhaka(NOW),
        day_in_dhaka(later),
    }
