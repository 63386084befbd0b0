"""What supervisors and admins may do to whom, by command and by button."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.incoming import ButtonPressed, Incoming
from bot.chat.outgoing import AnyOutgoing, Edit, Export, HandOver, Send, TeamReport, VendorLog
from bot.texts import say
from conversations.dhaka import DHAKA
from storage.agents import Agent, Role, Standing
from tests.support.forms import AGENT, NOW, READ, decided
from tests.support.office import OTHER_AGENT, STRANGER, Office, notice, only, texts

SUPERVISOR, ELSEWHERE, ADMIN, COLLEAGUE = 2005, 2006, 2007, 2008
FORGED = "This button does not work any more."
NOT_YOURS = "This application is not yours, or it was erased."


@pytest.fixture
def office() -> Office:
    """With a supervisor of the agents' team, an agent of another team and an admin."""
    office = Office()
    for person, role, team in (
        (SUPERVISOR, Role.SUPERVISOR, ""),
        (COLLEAGUE, Role.SUPERVISOR, ""),
        (ELSEWHERE, Role.AGENT, "south"),
        (ADMIN, Role.ADMIN, ""),
    ):
        name = f"Person {person}"
        agent = Agent(id=person, name=name, role=role, language="en", team=team)
        office.store.agents.enrol(agent, NOW)
    return office


def standing(office: Office, person: int = AGENT) -> Standing:
    found = office.store.agents.find(person)
    assert found
    return found.standing


def offered(messages: list[AnyOutgoing]) -> list[str]:
    """What the buttons of the page do."""
    (page,) = [message for message in messages if isinstance(message, Send | Edit)]
    return [button.data for row in page.keyboard for button in row]


def recorded(office: Office, action: str) -> list[tuple[str, str]]:
    entries = office.store.audit.entries(actions=(action,))
    return [(entry.actor, entry.subject) for entry in entries]


# -- people -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reader", "people"),
    [
        (SUPERVISOR, [AGENT, OTHER_AGENT]),
        (ADMIN, [AGENT, OTHER_AGENT, SUPERVISOR, COLLEAGUE, ELSEWHERE]),
    ],
)
def test_the_list_holds_the_people_whom_the_reader_manages(
    office: Office, reader: int, people: list[int]
) -> None:
    found = [data for data in offered(office.hears("/agents", reader)) if "~person" in data]

    assert sorted(found) == sorted(f"~person.{person}-0" for person in people)


@pytest.mark.parametrize(
    ("inviter", "argument", "name", "role"),
    [
        (SUPERVISOR, "Rahima Khatun", "Rahima Khatun", Role.AGENT),
        (SUPERVISOR, "admin Rahima", "admin Rahima", Role.AGENT),
        (ADMIN, "admin Rahima", "Rahima", Role.ADMIN),
        (ADMIN, "Supervisor  Rahima Khatun ", "Rahima Khatun", Role.SUPERVISOR),
        (ADMIN, "Rahima Khatun", "Rahima Khatun", Role.AGENT),
        (ADMIN, "Agent", "Agent", Role.AGENT),  # a name that is also a role
    ],
)
def test_an_invitation_brings_a_role_that_its_maker_may_give(
    office: Office, inviter: int, argument: str, name: str, role: Role
) -> None:
    (said,) = texts(office.hears(f"/invite {argument}", inviter))
    code = re.search(r"start=([\w-]+)", said)
    assert code

    invitation = office.store.invitations.find(code[1], STRANGER, office.now)
    assert invitation
    assert (invitation.name, invitation.role, invitation.made_by) == (name, role, inviter)


@pytest.mark.parametrize("argument", ["", " ", "   "])
def test_an_invitation_without_a_name_is_explained_and_not_made(
    office: Office, argument: str
) -> None:
    (said,) = texts(office.hears(f"/invite {argument}", SUPERVISOR))

    assert "start=" not in said
    assert recorded(office, "invited") == []


def test_an_agent_is_suspended_and_restored(office: Office) -> None:
    card = offered(office.sees_press(f"~suspend.{AGENT}", SUPERVISOR))
    assert standing(office) is Standing.SUSPENDED
    assert f"~restore.{AGENT}-0" in card

    card = offered(office.sees_press(f"~restore.{AGENT}", SUPERVISOR))
    assert standing(office) is Standing.ACTIVE
    assert f"~suspend.{AGENT}-0" in card


def test_a_supervisor_does_not_undo_what_an_admin_did(office: Office) -> None:
    office.sees_press(f"~suspend.{AGENT}", ADMIN)

    card = offered(office.sees_press(f"~restore.{AGENT}", SUPERVISOR))

    assert standing(office) is Standing.SUSPENDED
    assert f"~restore.{AGENT}-0" not in card


@pytest.mark.parametrize("page", [0, 2])
@pytest.mark.parametrize("verb", ["person", "suspend", "restore", "remove-now"])
def test_the_card_leads_back_to_the_page_that_led_to_it(
    office: Office, verb: str, page: int
) -> None:
    card = offered(office.sees_press(f"~{verb}.{AGENT}-{page}", SUPERVISOR))

    assert card[-1] == f"~people.{page}"
    assert all(data.endswith(f"-{page}") for data in card[:-1])


def test_the_card_says_when_the_person_last_did_something(office: Office) -> None:
    office.hears("/drafts")
    office.waits(timedelta(hours=2))

    (card,) = [
        message
        for message in office.sees_press(f"~person.{AGENT}", SUPERVISOR)
        if isinstance(message, Edit)
    ]

    seen = f"{NOW.astimezone(DHAKA):%H:%M}"
    assert f"Last seen: today, {seen}" in card.text


def test_removal_is_asked_about_first_and_is_final(office: Office) -> None:
    asked = offered(office.sees_press(f"~remove.{AGENT}", SUPERVISOR))
    assert standing(office) is Standing.ACTIVE
    assert f"~remove-now.{AGENT}-0" in asked

    office.sees_press(f"~remove-now.{AGENT}", SUPERVISOR)
    office.sees_press(f"~restore.{AGENT}", SUPERVISOR)

    assert standing(office) is Standing.REMOVED


@pytest.mark.parametrize("verb", ["suspend", "remove-now"])
def test_a_second_tap_records_nothing_more(office: Office, verb: str) -> None:
    for _ in range(2):
        office.sees_press(f"~{verb}.{AGENT}", SUPERVISOR)

    assert len(recorded(office, str(standing(office)))) == 1


@pytest.mark.parametrize("verb", ["person", "suspend", "restore", "remove", "remove-now", "give"])
@pytest.mark.parametrize(
    "person", [str(ELSEWHERE), str(ADMIN), str(SUPERVISOR), "999", "", "x", "-1", "২০০১", "9" * 20]
)
def test_nobody_outside_the_team_can_be_named_by_a_button(
    office: Office, verb: str, person: str
) -> None:
    before = office.store.agents.everybody()

    assert notice(office.sees_press(f"~{verb}.{person}", SUPERVISOR)) == FORGED
    assert office.store.agents.everybody() == before


# -- handing over -------------------------------------------------------------------------------


def test_work_is_offered_to_the_served_people_of_the_team(office: Office) -> None:
    pages = [offered(office.sees_press(f"~give.{AGENT}", SUPERVISOR))]
    office.store.agents.put(OTHER_AGENT, Standing.SUSPENDED, NOW)
    pages.append(offered(office.sees_press(f"~give.{AGENT}", SUPERVISOR)))

    receivers = [{data for data in page if data.startswith("~give-to")} for page in pages]
    own = f"~give-to.{AGENT}.{SUPERVISOR}-0"
    assert receivers == [{own, f"~give-to.{AGENT}.{OTHER_AGENT}-0"}, {own}]


def test_a_hand_over_is_owed_once_however_often_it_is_pressed(office: Office) -> None:
    press = ButtonPressed(f"~give-to.{AGENT}.{OTHER_AGENT}", "query", 7)
    incoming = Incoming(
        sender=SUPERVISOR, chat=SUPERVISOR, language_code="en", content=press, message_id=None
    )

    office.takes_batch(incoming, incoming)

    sent = office.delivers()
    order = only(HandOver, sent)
    assert order == HandOver(giver=AGENT, receiver=OTHER_AGENT, actor=SUPERVISOR)
    assert [message.text for message in sent if isinstance(message, Edit)] == [
        say("en", key, giver="Rahim", receiver="Karim") for key in ("giving", "giving-already")
    ]


@pytest.mark.parametrize(
    "argument",
    [
        f"{AGENT}.{AGENT}",
        f"{AGENT}.{ELSEWHERE}",
        f"{AGENT}.{COLLEAGUE}",
        f"{ELSEWHERE}.{AGENT}",
        f"{AGENT}.",
        f"{AGENT}",
        f"{AGENT}.{OTHER_AGENT}.1",
    ],
)
def test_work_goes_to_nobody_who_was_not_offered(office: Office, argument: str) -> None:
    sent = office.sees_press(f"~give-to.{argument}", SUPERVISOR)

    assert notice(sent) == FORGED
    assert not [message for message in sent if isinstance(message, HandOver)]


# -- their work ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "log"),
    [
        ("vendor", VendorLog(status="all", page=1)),
        ("Vendor FAILED", VendorLog(status="failed", page=1)),
        ("vendor nonsense", VendorLog(status="all", page=1)),
    ],
)
def test_the_services_own_log_is_shown_by_its_name(
    office: Office, argument: str, log: VendorLog
) -> None:
    assert office.hears(f"/log {argument}", SUPERVISOR) == [log]
    assert not [
        message for message in office.hears(f"/log {argument}") if isinstance(message, VendorLog)
    ]


@pytest.mark.parametrize(
    ("argument", "page"),
    [
        ("failed.1000", 1000),
        ("failed.1", 1),
        ("failed.0", None),
        ("failed.1001", None),
        ("failed.", None),
        ("failed.x", None),
        ("nonsense.1", None),
    ],
)
def test_the_services_log_is_turned_within_its_pages(
    office: Office, argument: str, page: int | None
) -> None:
    sent = office.sees_press(f"~vendor.{argument}", SUPERVISOR, 55)

    if page is None:
        assert notice(sent) == FORGED
    else:
        assert only(VendorLog, sent) == VendorLog(status="failed", page=page, message_id=55)


@pytest.mark.parametrize(
    ("argument", "days", "page"),
    [("", 7, 0), ("30", 30, 0), ("1.2", 1, 2), ("8", 7, 0), ("7.x", 7, 0), ("-1", 7, 0)],
)
def test_a_report_is_of_a_known_period_and_recorded(
    office: Office, argument: str, days: int, page: int
) -> None:
    sent = office.hears(f"/report {argument}".strip(), SUPERVISOR)

    assert sent == [TeamReport(days=days, page=page)]
    assert recorded(office, "viewed") == [(str(SUPERVISOR), "")]


def test_a_view_is_masked_and_recorded(office: Office) -> None:
    form = office.holds(decided(), is_active=False)

    page = only(Send, office.sees_press(f"~view.{form.id}", SUPERVISOR, None))

    assert not [value for value in READ.values() if value in page.text]
    assert "Rahim" in page.text
    assert page.is_masked
    assert recorded(office, "viewed") == [(str(SUPERVISOR), form.id)]


def test_a_view_of_another_teams_work_is_refused_and_not_called_viewed(office: Office) -> None:
    office.store.applications.save(replace(decided(), agent=ELSEWHERE))

    assert notice(office.sees_press("~view.abcd2345", SUPERVISOR)) == NOT_YOURS
    assert notice(office.sees_press("~view.nosuch23", SUPERVISOR)) == NOT_YOURS
    assert recorded(office, "viewed") == []


@pytest.mark.parametrize(
    ("asker", "argument", "kind"),
    [
        (SUPERVISOR, "", "masked"),
        (SUPERVISOR, "anything", "masked"),
        (SUPERVISOR, "full", None),
        (ADMIN, "", "masked"),
        (ADMIN, " FULL ", "full"),
    ],
)
def test_only_an_admin_is_offered_full_values(
    office: Office, asker: int, argument: str, kind: str | None
) -> None:
    buttons = offered(office.hears(f"/export {argument}", asker))

    assert buttons == ([f"~export.csv.{kind}", f"~export.xlsx.{kind}"] if kind else [])


@pytest.mark.parametrize(
    ("asker", "argument", "export"),
    [
        (SUPERVISOR, "csv.masked", Export(format="csv", days=31, is_masked=True)),
        (ADMIN, "xlsx.full", Export(format="xlsx", days=31, is_masked=False)),
        (SUPERVISOR, "csv.full", None),
        (ADMIN, "pdf.full", None),
        (ADMIN, "csv.", None),
        (ADMIN, "csv", None),
        (ADMIN, "csv.masked.1", None),
    ],
)
def test_an_export_is_recorded_and_a_forged_one_refused(
    office: Office, asker: int, argument: str, export: Export | None
) -> None:
    office.holds(decided(), is_active=False)

    sent = office.sees_press(f"~export.{argument}", asker)

    if export is None:
        assert notice(sent) == FORGED
        assert recorded(office, "exported") == []
        return
    assert only(Export, sent) == export
    (entry,) = office.store.audit.entries(actions=("exported",))
    assert (entry.actor, entry.details["count"]) == (str(asker), 1)
