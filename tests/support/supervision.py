"""An office with people of every role, for what supervisors and admins do."""

from bot.chat.outgoing import AnyOutgoing, Edit, Send
from storage import Store
from storage.agents import Agent, Role
from tests.support.forms import NOW
from tests.support.office import Office

SUPERVISOR, ELSEWHERE, ADMIN, COLLEAGUE, SOUTH = 2005, 2006, 2007, 2008, 2009
FORGED = "This button no longer works."
NOT_YOURS = "This application is not yours, or it was erased."


def supervised_office(store: Store | None = None) -> Office:
    """With supervisors of the agents' team and of another, an agent of that one, and an admin."""
    office = Office(store=store)
    for person, role, team in (
        (SUPERVISOR, Role.SUPERVISOR, ""),
        (COLLEAGUE, Role.SUPERVISOR, ""),
        (ELSEWHERE, Role.AGENT, "South"),
        (SOUTH, Role.SUPERVISOR, "South"),
        (ADMIN, Role.ADMIN, ""),
    ):
        name = f"Person {person}"
        agent = Agent(id=person, name=name, role=role, language="en", team=team)
        office.store.agents.enrol(agent, NOW)
    return office


def offered(messages: list[AnyOutgoing]) -> list[str]:
    """What the buttons of the page do."""
    (page,) = [message for message in messages if isinstance(message, Send | Edit)]
    return [button.data for row in page.keyboard for button in row]


def recorded(office: Office, action: str) -> list[tuple[str, str]]:
    """Actor and subject of each such row of the audit."""
    entries = office.store.audit.entries(actions=(action,))
    return [(entry.actor, entry.subject) for entry in entries]
