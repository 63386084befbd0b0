"""Shutting out and handing over; what it looks like in the chat is in tests/journeys."""

import pytest

from bot.applications.cleaning import owe_cleaning
from bot.chat.outgoing import Clean, Export, OfferCommands, Send, to_document
from bot.outbox import Outbox
from bot.people.staff import Staff
from conversations.questions import READING
from storage.agents import Role
from tests.support.forms import AGENT, being_read, decided, read, until
from tests.support.office import OTHER_AGENT, Office

BOSS = 1001


@pytest.fixture
def office() -> Office:
    return Office()


def staff(office: Office) -> Staff:
    return Staff(office.store)


def test_nothing_is_delivered_to_a_suspended_person_but_their_chat_is_cleaned(
    office: Office,
) -> None:
    form = office.holds(decided())
    office.store.chat_messages.note((form.id,), AGENT, 7, office.now)
    with office.store.transaction():
        Outbox(office.store).owe(AGENT, Send(text="of a customer", about=(form.id,)), office.now)
        office.store.outbox.owe(
            AGENT, to_document(Export(format="csv", days=31)), office.now, lane=f"enquiry:{AGENT}"
        )
        owe_cleaning(office.store, form.id, office.now)
        staff(office).suspend(office.agent, actor=str(BOSS), now=office.now)

    owed = office.delivers()
    assert [one for one in owed if not isinstance(one, OfferCommands)] == [
        Clean(application_id=form.id)
    ]


def test_a_reply_of_the_service_tells_a_removed_agent_nothing(office: Office) -> None:
    """Not even that the customer is registered already."""
    office.holds(decided(), name="first234", is_active=False)
    waiting = office.holds(being_read(READING))
    with office.store.transaction():
        staff(office).remove(office.agent, actor=str(BOSS), now=office.now)
    office.delivers()

    assert office.learns(read(waiting), waiting) == []


def test_a_hand_over_is_recorded_with_who_had_the_work_before(office: Office) -> None:
    form = office.holds(until("gender"))
    receiver = office.store.agents.find(OTHER_AGENT)
    assert receiver
    with office.store.transaction():
        staff(office).hand_over(office.agent, receiver, actor=str(BOSS), now=office.now)

    (entry,) = office.store.audit.entries(actions=("handed-over",))
    assert (entry.actor, entry.subject) == (str(BOSS), str(OTHER_AGENT))
    assert entry.details == {"application": form.id, "giver": str(AGENT)}


def test_a_new_role_is_recorded_with_the_old_one(office: Office) -> None:
    with office.store.transaction():
        staff(office).appoint(
            office.agent, role=Role.SUPERVISOR, team="north", actor=str(BOSS), now=office.now
        )

    found = office.store.agents.find(AGENT)
    assert found
    assert (found.role, found.team) == (Role.SUPERVISOR, "north")
    (entry,) = office.store.audit.entries(actions=("appointed",))
    assert entry.details == {"old": "agent", "new": "supervisor north"}
