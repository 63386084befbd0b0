"""Erasing leaves nothing of the customer, and nothing that grows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.applications.erasure import SCRUBBING, Erasure
from bot.chat.incoming import Incoming
from bot.chat.labels import label_of
from bot.chat.outgoing import Clean, Disarm, Send
from bot.chat.places import Place
from bot.outbox import Outbox
from bot.people.staff import Staff
from conversations.application import Application
from conversations.questions import READING, REVIEW
from storage import Store
from tests.support.engine import current
from tests.support.forms import AGENT, NOW, being_read, decided, read, types, until
from tests.support.office import OTHER_AGENT, Office

PLACES = [Place.PROMPT, Place.PROGRESS, Place.DETAIL]


@pytest.fixture
def office() -> Office:
    return Office()


def with_traces(office: Office) -> Store:
    """Messages that were shown, messages that are owed, and an update that was set aside."""
    store = office.store
    for number, place in enumerate(PLACES):
        store.shown.note(label_of(place, "abcd2345"), AGENT, number + 1)
    with store.transaction():
        Outbox(store).owe(AGENT, Send(text="Rahima", about=("abcd2345",)), NOW)
        store.chat_messages.note(("abcd2345",), AGENT, 1, NOW)
        for number, sender in enumerate((AGENT, OTHER_AGENT)):
            update = f'{{"message": {{"from": {{"id": {sender}}}}}, "update_id": {number}}}'
            store.inbox.set_aside(number, update, "KeyError", NOW)
    return store


def shown(store: Store) -> list[Place]:
    return [place for place in PLACES if store.shown.find(label_of(place, "abcd2345"))]


@pytest.mark.parametrize(
    "application", [until(REVIEW), being_read(READING)], ids=["submitted", "waited for the card"]
)
def test_no_message_that_was_shown_of_a_customer_is_remembered(application: Application) -> None:
    database = current().open_fresh()
    office = Office(store=Store(database))
    form = office.holds(application)
    if form.asking == REVIEW:
        office.sees_tap("submit")
    else:
        office.learns(read(form))

    with office.store.transaction():
        Erasure(office.store).erase(form, actor="1", why="consent-withdrawn", now=NOW)

    assert database.rows("select label from shown where label like '%abcd2345'") == []


def test_everything_about_a_customer_is_removed(office: Office) -> None:
    form = office.holds(decided())
    store = with_traces(office)

    with store.transaction():
        proof = Erasure(store).erase(form, actor="1", why="consent-withdrawn", now=NOW)

    assert store.applications.find(form.id) is None
    assert shown(store) == []
    assert [each.update_id for each in store.inbox.list_set_aside()] == [1]
    assert store.schedules.due_at(SCRUBBING)
    assert proof == store.audit.head()
    owed = office.delivers()
    assert Clean(application_id=form.id, with_masked=True) in owed
    assert not [message for message in owed if isinstance(message, Send)]


def test_of_an_erased_form_a_masked_record_is_left_that_nothing_refers_to(office: Office) -> None:
    form = office.holds(decided())
    store = with_traces(office)

    with store.transaction():
        left = Erasure(store).forget_form(form, NOW)

    assert store.applications.find(form.id) == left
    assert left.answers == {}
    assert shown(store) == []
    assert office.agent.active_application is None


def test_updates_set_aside_before_a_day_go_a_few_at_a_time_and_are_counted(office: Office) -> None:
    store = office.store
    for number in range(3):
        store.inbox.set_aside(number, "{}", "KeyError", NOW)
    later = NOW + timedelta(days=7)

    with store.transaction():
        turns = [
            Erasure(store).forget_set_aside(before, later, limit=2)
            for before in (NOW, later, later, later)
        ]

    assert turns == [False, True, True, False]
    counts = [each.details["count"] for each in store.audit.entries(actions=("updates-erased",))]
    assert counts in ([1, 2], [2, 1])
    assert store.schedules.due_at(SCRUBBING)


def test_a_consent_that_is_withdrawn_in_the_chat_takes_updates_set_aside_along(
    office: Office,
) -> None:
    office.holds(until("gender"))
    store = with_traces(office)

    office.hears("/cancel")
    office.sees_tap("erase")

    assert store.applications.find("abcd2345") is None
    assert [each.update_id for each in store.inbox.list_set_aside()] == [1]


# -- the buttons that an unsent prompt would have taken away ---------------------------------------


def hand_over(office: Office) -> None:
    receiver = office.store.agents.find(OTHER_AGENT)
    assert receiver
    with office.store.transaction():
        Staff(office.store).hand_over_some(office.agent, receiver, actor="1", now=NOW)


def erase(office: Office) -> None:
    with office.store.transaction():
        Erasure(office.store).erase(office.form, actor="1", why="consent-withdrawn", now=NOW)


@pytest.mark.parametrize("withdraw", [hand_over, erase])
@pytest.mark.parametrize(
    ("question", "answer"), [("profession", "Farmer"), ("nominee_relation", "mother")]
)
def test_a_question_loses_its_buttons_though_the_prompt_after_it_is_never_sent(
    office: Office, withdraw: Callable[[Office], None], question: str, answer: str
) -> None:
    office.holds(until(question))
    asked = office.message_id
    typed = types(answer)
    office.takes_batch(
        Incoming(sender=AGENT, chat=AGENT, language_code="en", content=typed, message_id=None)
    )
    withdraw(office)

    disarmed = [each.message_id for each in office.delivers() if isinstance(each, Disarm)]
    assert disarmed == [asked]
