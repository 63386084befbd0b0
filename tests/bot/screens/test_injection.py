"""Customers and agents whose names are attacks on their readers."""

import html
from dataclasses import replace

import pytest

from bot.chat.outgoing import Edit, Send
from storage.agents import Agent, Role
from storage.refusals import Refusal
from tests.support.forms import AGENT, FAILED, decided, pending, until
from tests.support.office import Office

BOSS = 1001
ATTACKS = (
    "<a href='tg://user?id=1'>Click</a>",
    "<b>unclosed",
    "</b></i>&lt;script&gt;",
    "'; drop table agents; --",
    '" or 1=1 --',
    "%' or '1'='1",
    "{ $customer } { -brand }",
    "\u202egnikcah",
)
COMMANDS = ("start", "new", "drafts", "log", "status", "erase", "agents", "invite", "report")


@pytest.fixture(scope="module")
def office() -> Office:
    office = Office()
    boss = Agent(id=BOSS, name="Boss", role=Role.ADMIN, language="en")
    office.store.agents.enrol(boss, office.now)
    shown(office, "Rahim")
    return office


def shown(office: Office, attack: str) -> list[str]:
    """Everything that agent and admin see of a customer and an agent with that name."""
    store = office.store
    rahim = Agent(id=AGENT, name=attack, role=Role.AGENT, language="en", team=attack)
    store.agents.enrol(rahim, office.now)
    forms = {"draft234": until("review"), "wait2345": pending(), "fail2345": decided(FAILED)}
    for name, form in forms.items():
        named = {**form.answers, "name_english": attack, "nominee": attack}
        office.holds(replace(form, answers=named), name=name, is_active=name == "draft234")
    store.refusals.note(AGENT, Refusal.FORGED_PRESS, office.now)
    sent = [
        *(office.hears(f"/{name}") for name in ("start", "drafts", "log", "language")),
        *(office.sees_press(f"~open.{name}") for name in forms),
        *(office.sees_press(f"~receipt.en-{name}") for name in ("wait2345", "fail2345")),
        office.sees_press("~continue.draft234"),
        office.hears("/erase wait2345"),
        *(office.hears(f"/{name}", BOSS) for name in ("agents", "report")),
        office.sees_press(f"~person.{AGENT}", BOSS),
        office.sees_press(f"~give.{AGENT}", BOSS),
        office.sees_press(f"~remove.{AGENT}", BOSS),
        *(office.sees_press(f"~view.{name}", BOSS) for name in forms),
    ]
    return [
        message.text
        for messages in sent
        for message in messages
        if isinstance(message, Send | Edit)
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_name_is_markup_in_any_message(office: Office, attack: str) -> None:
    texts = shown(office, attack)

    assert len(texts) >= 15
    assert any(attack[-8:] in html.unescape(text) for text in texts)
    for text in texts:
        for tag in ("<a", "<script", "<b>unclosed", "</i>&lt;"):
            assert tag not in text


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_typed_behind_a_command_reaches_the_database_as_sql(
    office: Office, command: str, attack: str
) -> None:
    people = len(office.store.agents.everybody())
    for person in (AGENT, BOSS):
        office.hears(f"/{command} {attack}", person)
        office.hears(attack, person)

    assert len(office.store.agents.everybody()) == people
    office.store.audit.verify()


def test_a_claimed_reference_is_only_a_value(office: Office) -> None:
    for attack in ("' or '1'='1", "%", "_bcd2345", "abcd2345' --", "*"):
        assert office.store.applications.find(attack) is None
        office.sees_press(f"~open.{attack}")
        office.hears(f"/erase {attack}")

    assert office.store.applications.find("draft234") is not None
