"""/erase by reference and by number: what is named, what is erased, and what is left."""

from dataclasses import replace

import pytest

from bot.chat.incoming import ButtonPressed, Incoming
from bot.chat.outgoing import Send
from conversations.application import Application
from conversations.erasure import without_form
from storage.agents import Agent, Role, Standing
from tests.support.forms import AGENT, NOW, decided, pending, until
from tests.support.office import OTHER_AGENT, Office, notice, only, texts

NUMBER = "01712345678"  # of every form here
BOSS, SOUTH = 2007, 2006


@pytest.fixture
def office() -> Office:
    office = Office()
    for person, role, team in ((BOSS, Role.ADMIN, ""), (SOUTH, Role.SUPERVISOR, "south")):
        agent = Agent(id=person, name="B", role=role, language="en", team=team)
        office.store.agents.enrol(agent, NOW)
    return office


def holds(office: Office, form: Application, *names: str, agent: int = AGENT) -> None:
    for name in names:
        office.holds(replace(form, agent=agent), name=name, is_active=False)


def is_there(office: Office, *names: str) -> list[bool]:
    return [office.store.applications.find(name) is not None for name in names]


def confirms(office: Office, asked: Send, sender: int = AGENT) -> str:
    return "\n".join(texts(office.sees_press(asked.keyboard[0][0].data, sender)))


def test_all_of_a_number_are_named_and_erased(office: Office) -> None:
    holds(office, until("profession"), "draft234")
    holds(office, pending(), "sent2345")
    holds(office, decided(), "done2345")
    erased = without_form(decided(), office.now)
    holds(office, decided(), "bare2345")
    bare = office.store.applications.find("bare2345")
    assert bare
    office.store.applications.save(replace(erased, id="bare2345"))

    asked = only(Send, office.hears(f"/erase {NUMBER}"))

    assert "Erase these 4 applications for good?" in asked.text
    for reference in ("DRAFT234", "SENT2345", "DONE2345", "BARE2345"):
        assert reference in asked.text
    assert "Asaduzzaman" not in asked.text
    said = confirms(office, asked)
    assert said.count("Proof: row") == 4
    assert not any(is_there(office, "draft234", "sent2345", "done2345", "bare2345"))
    assert "more under this number" not in said


def test_one_of_a_number_is_asked_about_as_by_its_reference(office: Office) -> None:
    holds(office, pending(), "sent2345")

    by_number, by_reference = (
        only(Send, office.hears(f"/erase {typed}")) for typed in (NUMBER, "SENT2345")
    )

    assert by_number == by_reference
    confirms(office, by_number)
    assert is_there(office, "sent2345") == [False]


def test_what_others_have_under_the_number_is_left_and_said(office: Office) -> None:
    holds(office, pending(), "mine2345")
    holds(office, pending(), "hers2345", "hers2346", agent=OTHER_AGENT)

    asked = only(Send, office.hears(f"/erase {NUMBER}"))

    left = "2 more under this number belong to other agents and are not erased"
    assert left in asked.text
    assert "HERS" not in asked.text
    assert left in confirms(office, asked)
    assert is_there(office, "mine2345", "hers2345", "hers2346") == [False, True, True]


def test_a_single_one_of_others_is_one(office: Office) -> None:
    holds(office, pending(), "mine2345")
    holds(office, pending(), "hers2345", agent=OTHER_AGENT)

    asked = only(Send, office.hears(f"/erase {NUMBER}"))

    assert "1 more under this number belongs to another agent and is not erased" in asked.text


def test_an_admin_erases_all_of_a_number_whosever_they_are(office: Office) -> None:
    holds(office, pending(), "mine2345")
    holds(office, pending(), "hers2345", agent=OTHER_AGENT)

    asked = only(Send, office.hears(f"/erase {NUMBER}", BOSS))
    confirms(office, asked, BOSS)

    assert is_there(office, "mine2345", "hers2345") == [False, False]
    viewed = office.store.audit.entries(actions=("viewed",))
    assert {entry.subject for entry in viewed} == {"mine2345", "hers2345"}


@pytest.mark.parametrize("form", [until("profession"), pending()], ids=["open", "awaited"])
def test_an_agent_is_told_who_has_erased_an_application_of_theirs(
    office: Office, form: Application
) -> None:
    office.holds(form, name="sent2345")
    asked = only(Send, office.hears("/erase sent2345", BOSS))
    press = ButtonPressed(asked.keyboard[0][0].data, "query", 7)

    office.takes_batch(Incoming(sender=BOSS, chat=BOSS, language_code="en", content=press))

    told = [message for chat, message in office.sends() if chat == AGENT]
    said = only(Send, told).text
    assert "B has erased your application SENT2345, as the customer has withdrawn consent" in said
    assert "Asaduzzaman" not in said
    assert "No application is open." in texts(office.hears("Teacher"))[0]


def test_nobody_else_hears_of_what_an_agent_erases(office: Office) -> None:
    holds(office, pending(), "sent2345")
    holds(office, pending(), "hers2345", agent=OTHER_AGENT)
    office.store.agents.put(OTHER_AGENT, Standing.SUSPENDED, office.now)

    for sender, reference in ((AGENT, "sent2345"), (BOSS, "hers2345")):
        asked = only(Send, office.hears(f"/erase {reference}", sender))
        said = confirms(office, asked, sender)
        assert "Proof: row" in said
        assert "has erased" not in said


def test_more_than_a_button_holds_are_erased_in_turns(office: Office) -> None:
    names = [f"many234{sign}" for sign in "23456789"]
    holds(office, pending(), *names)

    first = only(Send, office.hears(f"/erase {NUMBER}"))
    assert "3 more under this number can be erased: send /erase again." in first.text
    assert len(first.keyboard[0][0].data.encode()) <= 64
    assert "3 more under this number can be erased" in confirms(office, first)
    confirms(office, only(Send, office.hears(f"/erase {NUMBER}")))

    assert not any(is_there(office, *names))


def test_nothing_under_the_number_is_said(office: Office) -> None:
    holds(office, pending(), "hers2345", agent=OTHER_AGENT)

    for typed in (NUMBER, "01999999999", "xyz", "HERS2345"):
        assert "You have no such application" in only(Send, office.hears(f"/erase {typed}")).text
    assert (
        "You have no such application" in only(Send, office.hears(f"/erase {NUMBER}", SOUTH)).text
    )


def test_a_button_that_claims_one_of_others_among_own_ones_erases_nothing(office: Office) -> None:
    holds(office, pending(), "mine2345")
    holds(office, pending(), "hers2345", agent=OTHER_AGENT)

    sent = office.sees_press("~erase-now.mine2345-hers2345")

    assert notice(sent) == "This application is not yours, or it was erased."
    assert is_there(office, "mine2345", "hers2345") == [True, True]


def test_a_second_tap_erases_nothing_more(office: Office) -> None:
    holds(office, pending(), "mine2345", "mine2346")
    asked = only(Send, office.hears(f"/erase {NUMBER}"))
    confirms(office, asked)

    sent = office.sees_press(asked.keyboard[0][0].data)

    assert notice(sent) == "This application is not yours, or it was erased."


def test_the_database_is_waited_for_as_often_however_many_share_the_number(office: Office) -> None:
    """A shop's number may be typed for each of its customers; others wait while this is decided."""
    waits = []
    for beginning, count in (("few", 12), ("many", 60)):
        holds(office, decided(), *(f"{beginning}{number:04}" for number in range(count)))
        office.trips.clear()
        said = confirms(office, only(Send, office.hears(f"/erase {NUMBER}")))
        assert "more under this number can be erased" in said
        waits.append(office.trips.total())

    assert waits[0] == waits[1]


def test_hundreds_of_a_number_are_not_read_to_name_five(office: Office) -> None:
    holds(office, decided(), *(f"{chr(97 + n // 26)}{chr(97 + n % 26)}cd2345" for n in range(400)))
    asked = office.database.read_by(lambda: office.hears(f"/erase {NUMBER}", BOSS))
    all_of_them = office.database.read_by(
        lambda: office.store.customers.of_mobile(NUMBER, limit=500)
    )

    assert 0 < asked < all_of_them / 5
