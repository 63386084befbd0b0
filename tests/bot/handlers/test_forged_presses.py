"""Every kind of button, pressed by somebody who may not: nothing happens, nothing is shown.

Menu buttons come from the table, so every new row is attacked here.
"""

from collections.abc import Iterable, Iterator

import pytest

from bot.chat.buttons import EVENTS, press_button
from bot.chat.documents import to_document
from bot.chat.outgoing import AnyOutgoing
from bot.handlers.table import BUTTONS, MenuButton
from bot.people.staff import Staff
from conversations.application import Application
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.refusals import Refusal
from tests.support.forms import AGENT, FAILED, NOW, READ, decided, every_point, until
from tests.support.office import OTHER_AGENT, Office, notice

POINTS = every_point()
NORTH, SOUTH, BOSS = 2005, 2006, 2007  # supervisors of the agents' team and of another; an admin
REFUSED = "This button no longer works."
NOT_YOURS = "This application is not yours, or it was erased."

#: What a forger would write after the verbs of a form's buttons; `front` is the card's ticket.
FORM_ARGUMENTS = {
    "pick": ("profession", "business"),
    "other": ("profession",),
    "relative": ("mother_name",),
    "edit": ("nominee",),
    "barcode": ("nid_number",),
    "as-read": ("nid_number",),
    "swap": ("front",),
    "insist": ("selfie",),
}

#: Buttons of the table by what they do: those that claim something of somebody, and the others.
FOR_AGENTS = [row for row in BUTTONS if row.role is Role.AGENT]
FOR_SUPERVISORS = [row for row in BUTTONS if row.role is not Role.AGENT]


def claims(rows: Iterable[MenuButton]) -> list[MenuButton]:
    return [row for row in rows if "{" in row.example]


def views(rows: Iterable[MenuButton]) -> list[MenuButton]:
    return [row for row in rows if "{" not in row.example]


def each(rows: Iterable[MenuButton]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("button", rows, ids=lambda row: row.verb)


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


def pressed(button: MenuButton, presser: int, person: int = AGENT) -> str:
    """The data of that button with claims on the agent's application or on that person."""
    claimed = {"application": "abcd2345", "person": person, "receiver": presser}
    return f"~{button.verb}.{button.example.format(**claimed)}"


def refusals(office: Office, person: int, kind: Refusal) -> int:
    return office.store.refusals.count(person).get(kind, 0)


def state(store: Store) -> tuple[object, ...]:
    """Everything that a press could change."""
    deeds = [each for each in store.audit.entries() if each.action != "refused"]
    return (
        store.caseloads.of_agent(AGENT, limit=99),
        store.caseloads.of_agent(OTHER_AGENT, limit=99),
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


def test_every_button_of_a_form_is_attacked() -> None:
    assert set(FORM_ARGUMENTS) == {verb for verb, count in EVENTS if count}


@pytest.mark.parametrize(("verb", "count"), sorted(EVENTS))
def test_no_button_of_a_form_works_for_another_agent_at_any_step(
    office: Office, verb: str, count: int
) -> None:
    for point in POINTS.values():
        form = office.holds(point)
        before = state(office.store)
        counted = refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS)

        sent = office.sees_press(press_of(form, verb, count), OTHER_AGENT)

        assert notice(sent) == NOT_YOURS
        assert tells_of_customer(sent, form) == []
        assert state(office.store) == before
        assert refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS) == counted + 1


def test_a_tap_that_crosses_the_hand_over_of_the_application_accuses_nobody() -> None:
    office = Office()
    office.sees_press("~new.")
    data = press_button("", office.form, "consent").data
    giver, receiver = office.agent, office.store.agents.find(OTHER_AGENT)
    assert receiver
    with office.store.transaction():
        Staff(office.store).hand_over_some(giver, receiver, actor="1", now=NOW)

    assert notice(office.sees_press(data)) == NOT_YOURS
    assert refusals(office, AGENT, Refusal.FOREIGN_PRESS) == 0


def test_a_tap_that_crosses_the_next_hand_over_accuses_nobody_who_has_only_received_it() -> None:
    office = Office()
    office.sees_press("~new.")
    form = office.form
    giver, receiver = office.agent, office.store.agents.find(OTHER_AGENT)
    assert receiver
    with office.store.transaction():
        Staff(office.store).hand_over_some(giver, receiver, actor="1", now=NOW)
        Staff(office.store).hand_over_some(receiver, giver, actor="1", now=NOW)

    assert notice(office.sees_press(f"~continue.{form.id}", OTHER_AGENT)) == NOT_YOURS
    assert refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS) == 0


@each(claims(FOR_AGENTS))
@pytest.mark.parametrize("point", ["review", "pending", "failed"])
def test_no_menu_button_opens_another_agents_application(
    office: Office, button: MenuButton, point: str
) -> None:
    form = office.holds(POINTS[point])
    before = state(office.store)
    counted = refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS)

    sent = office.sees_press(pressed(button, OTHER_AGENT), OTHER_AGENT)

    assert notice(sent) == NOT_YOURS
    assert tells_of_customer(sent, form) == []
    assert state(office.store) == before
    assert refusals(office, OTHER_AGENT, Refusal.FOREIGN_PRESS) == counted + 1


@each(views(FOR_AGENTS))
def test_buttons_for_everybody_show_nothing_of_others(office: Office, button: MenuButton) -> None:
    form = office.holds(decided(FAILED))

    sent = office.sees_press(pressed(button, OTHER_AGENT), OTHER_AGENT)

    assert tells_of_customer(sent, form) == []


@pytest.mark.parametrize(
    "data",
    [
        *("~language.xx", "~receipt.xx-abcd2345", "~drafts.x", "~drafts.-1", "~drafts."),
        *("~log.x-0", "~log.-1", "~log.1e9", "~log.x", "~log."),
        *("~", "~NEW.", "~dance.1", "abcd2345.1", "abcd2345.1.dance", "nonsense"),
        *("~open.\0", "~receipt.en-\0", "\0.1.consent"),  # PostgreSQL takes no NUL
    ],
)
def test_data_that_this_bot_never_sent_is_counted_as_forged(office: Office, data: str) -> None:
    office.holds(until("gender"))
    before = state(office.store)
    counted = refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS)

    office.sees_press(data, OTHER_AGENT)

    assert state(office.store) == before
    assert refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS) == counted + 1


# -- old buttons are no forgeries -------------------------------------------------------------


def refused(office: Office) -> list[str]:
    return [entry.subject for entry in office.store.audit.entries(actions=("refused",))]


@each(BUTTONS)
@pytest.mark.parametrize("presser", [OTHER_AGENT, SOUTH])
def test_a_button_that_was_drawn_for_a_person_who_may_no_longer_press_it_is_only_old(
    office: Office, button: MenuButton, presser: int
) -> None:
    """The work or the person went to another team, or the role was taken away."""
    form = office.holds(decided(FAILED))
    before, recorded = state(office.store), refused(office)
    counted = office.store.refusals.count(presser)

    sent = office.sees_press(pressed(button, presser), presser, is_drawn=True)

    assert tells_of_customer(sent, form) == []
    assert refused(office) == recorded
    assert office.store.refusals.count(presser) == counted
    if "{" in button.example:
        assert notice(sent) in {REFUSED, NOT_YOURS}
        assert state(office.store) == before


@pytest.mark.parametrize("data", ["~dance.1", "nonsense", "~log.x", "~person.99"])
def test_a_button_of_an_older_version_is_only_old(office: Office, data: str) -> None:
    office.holds(until("gender"))
    recorded = refused(office)

    assert notice(office.sees_press(data, NORTH, is_drawn=True)) == REFUSED
    assert notice(office.sees_press(data, NORTH, message_id=None)) == REFUSED
    assert refused(office) == recorded


@each([row for row in BUTTONS if "{application}" in row.example])
def test_a_button_of_an_erased_application_is_only_old(office: Office, button: MenuButton) -> None:
    office.store.applications.erase("abcd2345")
    recorded = refused(office)
    presser = AGENT if button.role is Role.AGENT else NORTH

    assert notice(office.sees_press(pressed(button, presser), presser)) == NOT_YOURS
    assert refused(office) == recorded


@each(FOR_SUPERVISORS)
@pytest.mark.parametrize("target", [AGENT, OTHER_AGENT, NORTH, BOSS])
def test_no_button_of_supervisors_works_for_an_agent(
    office: Office, button: MenuButton, target: int
) -> None:
    form = office.holds(decided(FAILED))
    before = state(office.store)
    counted = refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS)

    sent = office.sees_press(pressed(button, OTHER_AGENT, target), OTHER_AGENT)

    assert notice(sent) == REFUSED
    assert len(sent) == 1
    assert tells_of_customer(sent, form) == []
    assert state(office.store) == before
    assert refusals(office, OTHER_AGENT, Refusal.FORGED_PRESS) == counted + 1


@each(claims(FOR_SUPERVISORS))
def test_no_button_of_supervisors_reaches_into_another_team(
    office: Office, button: MenuButton
) -> None:
    form = office.holds(decided(FAILED))
    before = state(office.store)

    sent = office.sees_press(pressed(button, SOUTH), SOUTH)

    assert notice(sent) in {REFUSED, NOT_YOURS}
    assert tells_of_customer(sent, form) == []
    assert state(office.store) == before


@each(views(FOR_SUPERVISORS))
def test_a_supervisor_sees_nothing_of_another_team(office: Office, button: MenuButton) -> None:
    form = office.holds(decided(FAILED))

    sent = office.sees_press(pressed(button, SOUTH), SOUTH)

    assert tells_of_customer(sent, form) == []
    assert "Rahim" not in "".join(map(to_document, sent))


@pytest.mark.parametrize("person", [AGENT, NORTH])
@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
def test_old_buttons_do_nothing_for_a_removed_person(
    office: Office, person: int, standing: Standing
) -> None:
    """Their own buttons as well, of every kind; they are told once that they have no access."""
    form = office.holds(POINTS["review"], is_active=False)
    office.store.agents.put(person, standing, office.now)
    before = state(office.store)
    presses = [press_of(form, verb, count) for verb, count in EVENTS]
    presses += [pressed(button, person) for button in BUTTONS]

    sent = [message for data in presses for message in office.sees_press(data, person)]

    is_suspended = standing is Standing.SUSPENDED
    assert notice(sent).startswith(
        "Your access to this bot is suspended" if is_suspended else "You are not registered here."
    )
    assert state(office.store) == before
    office.store.agents.put(person, Standing.ACTIVE, office.now)
