"""Every kind of button there is, pressed by somebody who may not: nothing happens, nothing is told.

The tables here must name every verb, so a new button is attacked before it is believed.
"""

from collections.abc import Iterator

import pytest

from bot.chat.buttons import DESK_VERBS, EVENTS, SUPERVISION_VERBS, press_button
from bot.chat.outgoing import AnyOutgoing, to_document
from conversations.application import Application
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.refusals import Refusal
from tests.support.forms import AGENT, FAILED, NOW, READ, decided, every_point, until
from tests.support.office import OTHER_AGENT, Office, notice

POINTS = every_point()
NORTH, SOUTH, BOSS = 2005, 2006, 2007  # supervisors of the agents' team and of another; an admin
REFUSED = "This button does not work any more."
NOT_YOURS = "This application is not yours, or it was erased."

#: What a forger would write behind the verbs of a form's buttons; `front` is the card's ticket.
FORM_ARGUMENTS = {
    "pick": ("profession", "business"),
    "other": ("profession",),
    "edit": ("nominee",),
    "swap": ("front",),
    "insist": ("selfie",),
}

#: Verbs of the router that claim an application, with what stands behind them.
CLAIMS = {
    "open": "{id}",
    "refresh": "{id}",
    "continue": "{id}",
    "erase-draft": "{id}",
    "erase-now": "{id}",
    "receipt": "en-{id}",
}
#: The others, which every agent may press: they act on the agent's own things.
HARMLESS = {"drafts": "0", "new": "", "log": "all-0", "language": "en"}

#: Verbs of supervisors that claim somebody, or something of somebody.
CLAIMS_OF_SUPERVISORS = {
    "person": "{agent}",
    "suspend": "{agent}",
    "restore": "{agent}",
    "remove": "{agent}",
    "remove-now": "{agent}",
    "give": "{agent}",
    "give-to": "{agent}.{presser}",
    "view": "{id}",
}
#: The others; what they show is only of those whom the presser looks after.
VIEWS_OF_SUPERVISORS = {
    "people": "0",
    "vendor": "all.1",
    "report": "7",
    "export": "csv.masked",
}


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    office = Office()
    for person, role, team in (
        (NORTH, Role.SUPERVISOR, ""),
        (SOUTH, Role.SUPERVISOR, "south"),
        (BOSS, Role.ADMIN, ""),
    ):
        agent = Agent(id=person, name="S", role=role, language="en", team=team)
        office.store.agents.enrol(agent, NOW)
    yield office
    office.store.close()


def filled(pattern: str, presser: int) -> str:
    return pattern.format(id="abcd2345", agent=AGENT, presser=presser)


def refusals(office: Office, person: int, kind: Refusal) -> int:
    return office.store.refusals.count(person).get(kind, 0)


def state(store: Store) -> tuple[object, ...]:
    """All that a press could change."""
    deeds = [each for each in store.audit.entries() if each.action != "refused"]
    return (
        store.applications.all_of_agent(AGENT),
        store.applications.all_of_agent(OTHER_AGENT),
        [(one.id, one.role, one.standing, one.team) for one in store.agents.everybody()],
        deeds,
    )


def tells_of_customer(messages: list[AnyOutgoing], application: Application) -> list[str]:
    """Which values of the customer can be read in what was sent, masked ones included."""
    said = "".join(map(to_document, messages))
    values = [application.value(key) for key in (*READ, "mobile_number")]
    return [value for value in (*values, "M•••", "•••• 0147") if value and value in said]


def press_of(application: Application, verb: str, count: int) -> str:
    arguments = FORM_ARGUMENTS.get(verb, ())
    assert len(arguments) == count
    if verb == "swap" and "front" in application.pictures:
        arguments = (application.pictures["front"].ticket,)
    return press_button("", application, verb, *arguments).data


def test_the_tables_name_every_button_there_is() -> None:
    assert set(FORM_ARGUMENTS) == {verb for verb, count in EVENTS if count}
    assert CLAIMS.keys() | HARMLESS.keys() == DESK_VERBS
    assert CLAIMS_OF_SUPERVISORS.keys() | VIEWS_OF_SUPERVISORS.keys() == SUPERVISION_VERBS


@pytest.mark.parametrize(("verb", "count"), sorted(EVENTS))
def test_no_button_of_a_form_works_for_another_agent_at_any_step(
    office: Office, verb: str, count: int
) -> None:
    for point in POINTS.values():
        form = office.holds(point)
        before = state(office.store)
        counted = refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS)

        sent = office.sees_press(press_of(form, verb, count), OTHER_AGENT)

        assert notice(sent) == REFUSED
        assert tells_of_customer(sent, form) == []
        assert state(office.store) == before
        assert refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS) == counted + 1


@pytest.mark.parametrize("verb", sorted(CLAIMS))
@pytest.mark.parametrize("point", ["review", "pending", "failed"])
def test_no_menu_button_opens_another_agents_application(
    office: Office, verb: str, point: str
) -> None:
    form = office.holds(POINTS[point])
    before = state(office.store)
    counted = refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS)

    sent = office.sees_press(f"~{verb}.{filled(CLAIMS[verb], OTHER_AGENT)}", OTHER_AGENT)

    assert tells_of_customer(sent, form) == []
    assert state(office.store) == before
    assert refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS) == counted + 1


@pytest.mark.parametrize("verb", sorted(HARMLESS))
def test_what_everybody_may_press_shows_nothing_of_others(office: Office, verb: str) -> None:
    form = office.holds(decided(FAILED))

    sent = office.sees_press(f"~{verb}.{HARMLESS[verb]}", OTHER_AGENT)

    assert tells_of_customer(sent, form) == []


@pytest.mark.parametrize("data", ["~language.xx", "~log.x-0", "~log.-1", "~dance.1", "abcd2345.1"])
def test_what_this_bot_never_drew_is_counted_as_forged(office: Office, data: str) -> None:
    office.holds(until("gender"))
    before = state(office.store)
    counted = refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS)

    office.sees_press(data, OTHER_AGENT)

    assert state(office.store) == before
    assert refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS) == counted + 1


@pytest.mark.parametrize("verb", sorted(SUPERVISION_VERBS))
@pytest.mark.parametrize("target", [AGENT, OTHER_AGENT, NORTH, BOSS])
def test_no_button_of_supervisors_works_for_an_agent(
    office: Office, verb: str, target: int
) -> None:
    form = office.holds(decided(FAILED))
    before = state(office.store)
    counted = refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS)
    argument = {**CLAIMS_OF_SUPERVISORS, **VIEWS_OF_SUPERVISORS}[verb].replace(
        "{agent}", str(target)
    )

    sent = office.sees_press(f"~{verb}.{filled(argument, OTHER_AGENT)}", OTHER_AGENT)

    assert notice(sent) == REFUSED
    assert len(sent) == 1
    assert tells_of_customer(sent, form) == []
    assert state(office.store) == before
    assert refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS) == counted + 1


@pytest.mark.parametrize("verb", sorted(CLAIMS_OF_SUPERVISORS))
def test_no_button_of_supervisors_reaches_into_another_team(office: Office, verb: str) -> None:
    form = office.holds(decided(FAILED))
    before = state(office.store)
    argument = CLAIMS_OF_SUPERVISORS[verb]

    sent = office.sees_press(f"~{verb}.{filled(argument, SOUTH)}", SOUTH)

    assert notice(sent) == REFUSED
    assert tells_of_customer(sent, form) == []
    assert state(office.store) == before


@pytest.mark.parametrize("verb", sorted(VIEWS_OF_SUPERVISORS))
def test_what_a_supervisor_sees_is_nothing_of_another_team(office: Office, verb: str) -> None:
    form = office.holds(decided(FAILED))

    sent = office.sees_press(f"~{verb}.{VIEWS_OF_SUPERVISORS[verb]}", SOUTH)

    assert tells_of_customer(sent, form) == []
    assert "Rahim" not in "".join(map(to_document, sent))


@pytest.mark.parametrize("person", [AGENT, NORTH])
@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
def test_old_buttons_do_nothing_for_a_removed_person(
    office: Office, person: int, standing: Standing
) -> None:
    """Own ones as well, of every kind; they are told once that they are not registered."""
    form = office.holds(POINTS["review"], is_active=False)
    office.store.agents.put(person, standing, office.now)
    before = state(office.store)
    router = {**CLAIMS, **HARMLESS, **CLAIMS_OF_SUPERVISORS, **VIEWS_OF_SUPERVISORS}
    presses = [press_of(form, verb, count) for verb, count in EVENTS]
    presses += [f"~{verb}.{filled(argument, person)}" for verb, argument in router.items()]

    sent = [message for data in presses for message in office.sees_press(data, person)]

    assert notice(sent) == "You are not registered here."
    assert state(office.store) == before
    office.store.agents.put(person, Standing.ACTIVE, office.now)
