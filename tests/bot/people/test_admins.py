"""The admins whom the settings name are admitted at each start."""

import pytest

from bot.chat.outgoing import OfferCommands, Send
from bot.outbox import Outbox
from bot.people.admins import admit_admins
from bot.people.staff import Staff
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR
from tests.support.forms import decided
from tests.support.office import Office, only, texts

ADMIN = 77


def admitted(office: Office) -> Agent:
    admit_admins(office.store, [ADMIN], language="bn", now=office.now)
    found = office.store.agents.find(ADMIN)
    assert found is not None
    return found


def test_an_unknown_admin_is_admitted_in_the_language_of_the_settings() -> None:
    admin = admitted(Office())

    assert (admin.role, admin.language, admin.is_served) == (Role.ADMIN, "bn", True)


@pytest.mark.parametrize("standing", Standing)
def test_a_person_who_becomes_admin_keeps_name_and_language(standing: Standing) -> None:
    office = Office()
    known = Agent(id=ADMIN, name="Salma", role=Role.AGENT, language="en", standing=standing)
    with office.store.transaction():
        office.store.agents.enrol(known, office.now)

    admin = admitted(office)

    assert (admin.role, admin.is_served) == (Role.ADMIN, True)
    assert (admin.name, admin.language) == ("Salma", "en")


@pytest.mark.parametrize("standing", Standing)
def test_a_person_who_becomes_admin_gets_the_menu_of_admins(standing: Standing) -> None:
    """Somebody who was suspended has none; a person whom nobody has seen gets it with /start."""
    office = Office()
    known = Agent(id=ADMIN, name="Salma", role=Role.AGENT, language="en", standing=standing)
    office.store.agents.enrol(known, office.now)
    admitted(office)

    assert only(OfferCommands, office.delivers()).role == Role.ADMIN
    admitted(office)
    assert office.delivers() == []


def test_an_admin_is_admitted_only_once() -> None:
    office = Office()
    admitted(office)
    admitted(office)

    assert len(office.store.audit.entries(subject=str(ADMIN), actions=("admitted",))) == 1


def test_without_any_admin_the_log_says_how_to_have_one(caplog: pytest.LogCaptureFixture) -> None:
    office = Office()

    admit_admins(office.store, [], language="en", now=office.now)
    assert "There is no admin" in caplog.text
    assert "python -m bot agents appoint ID --role admin" in caplog.text

    caplog.clear()
    admitted(office)
    admit_admins(office.store, [], language="en", now=office.now)
    assert caplog.text == ""


def test_somebody_who_was_suspended_is_told_what_came_meanwhile() -> None:
    office = Office()
    form = office.holds(decided(), is_active=False)
    with office.store.transaction():
        staff = Staff(office.store)
        news = Send(text="Passed: Md. Asaduzzaman Miah", about=(form.id,))
        Outbox(office.store).owe_news(office.agent.id, news, office.now, about=(form.id,))
        staff.suspend(office.agent, actor=OPERATOR, now=office.now)
    assert "Passed: Md. Asaduzzaman Miah" not in texts(office.delivers())

    admit_admins(office.store, [office.agent.id], language="en", now=office.now)

    assert texts(office.delivers()) == ["Passed: Md. Asaduzzaman Miah"]
