"""What supervisors and admins may do to whom, by command and by button."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.incoming import ButtonPressed, Incoming
from bot.chat.outgoing import Edit, HandOver
from bot.reports.tally import beginning
from bot.sandbox.telegram.screen import as_read
from bot.texts import say
from conversations import events
from conversations.dhaka import DHAKA
from conversations.erasure import without_form
from storage.agents import Agent, Role, Standing
from tests.support.forms import AGENT, FAILED, NOW, after, decided, pending, press
from tests.support.office import OTHER_AGENT, Office, notice, only
from tests.support.supervision import (
    ADMIN,
    COLLEAGUE,
    ELSEWHERE,
    FORGED,
    SOUTH,
    SUPERVISOR,
    offered,
    recorded,
)


def standing(office: Office, person: int = AGENT) -> Standing:
    found = office.store.agents.find(person)
    assert found
    return found.standing


def card_of(office: Office) -> str:
    """The agent's card, as the supervisor reads it."""
    return as_read(only(Edit, office.sees_press(f"~person.{AGENT}", SUPERVISOR)).text)


# -- people -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reader", "people"),
    [
        (SUPERVISOR, [AGENT, OTHER_AGENT]),
        (ADMIN, [AGENT, OTHER_AGENT, SUPERVISOR, COLLEAGUE, SOUTH, ELSEWHERE]),
    ],
)
def test_the_list_holds_the_people_whom_the_reader_manages(
    office: Office, reader: int, people: list[int]
) -> None:
    pages = [office.sees_press(f"~people.{page}", reader) for page in (0, 1)]
    opened = {data for page in pages for data in offered(page) if "~person" in data}

    assert {data.partition("-")[0] for data in opened} == {f"~person.{one}" for one in people}


@pytest.mark.parametrize("button", ["~people.400", f"~give.{AGENT}-0.300"])
def test_a_list_of_thousands_of_people_reads_a_fraction_of_what_is_known_of_them(
    office: Office, button: str
) -> None:
    with office.store.transaction():
        for number in range(3000):
            name = f"Agent {number * 7919 % 3000}"
            agent = Agent(id=9000 + number, name=name, role=Role.AGENT, language="en")
            office.store.agents.enrol(agent, NOW)

    listing = office.database.read_by(lambda: office.sees_press(button, SUPERVISOR))

    assert 0 < listing < office.database.read_by(office.store.agents.everybody) / 2


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

    seen = f"{NOW.astimezone(DHAKA):%H:%M}"
    assert f"Last seen: today, {seen}" in card_of(office)


def test_the_days_on_the_card_begin_at_midnight_as_those_of_the_agents_own_numbers(
    office: Office,
) -> None:
    evening_before = beginning(office.now) - timedelta(minutes=1)
    office.holds(replace(decided(), created_at=evening_before), is_active=False)

    assert "7 days: started 0" in card_of(office)


def test_the_card_counts_what_is_corrected_as_submitted_and_what_is_given_up_as_nothing(
    office: Office,
) -> None:
    corrected = after(decided(FAILED), press(events.CorrectionBegun))
    office.holds(corrected, name="abcd2342", is_active=False)
    office.holds(without_form(pending(), NOW), name="abcd2343", is_active=False)
    office.holds(without_form(decided(), NOW), name="abcd2344", is_active=False)

    card = card_of(office)

    assert "Drafts: 1 · waiting: 0 · decided: 1" in card
    assert "submitted 3" in card


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
    already = say("en", "giving-already", giver="Rahim", receiver="Karim")
    assert only(Edit, sent).text == already


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
