"""A hand-over requested in the chat: owed at once, carried out in slices, told at its end."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.chat.documents import from_document
from bot.chat.incoming import ButtonPressed, Incoming
from bot.chat.outgoing import AnyOutgoing, Edit, HandOver, Send
from bot.outbox import Outbox
from bot.people.handing_over import HandingOver
from bot.people.staff import Staff
from storage.agents import Agent, Role, Standing
from storage.owed_messages import OwedMessage
from tests.support import clocks
from tests.support.forms import AGENT, NOW, decided, until
from tests.support.office import OTHER_AGENT, Office
from tests.support.owed import in_lane

BOSS, THIRD = 1001, 2003
MANY = 75


@pytest.fixture
def office() -> Office:
    office = Office()
    for number, name, role in ((BOSS, "Boss", Role.ADMIN), (THIRD, "Selim", Role.AGENT)):
        office.store.agents.enrol(Agent(id=number, name=name, role=role, language="en"), NOW)
    form = decided()
    with office.store.transaction():
        for number in range(MANY):
            office.store.applications.save(replace(form, id=f"form{number:04}"))
    return office


def presses(office: Office, giver: int = AGENT, receiver: int = OTHER_AGENT) -> list[str]:
    """The boss presses the receiver's name; returns what the page then says."""
    press = ButtonPressed(f"~give-to.{giver}.{receiver}", "query", 7)
    office.takes_batch(Incoming(sender=BOSS, chat=BOSS, language_code="en", content=press))
    return [each.text for _, each in owed(office) if isinstance(each, Edit)]


def requests(office: Office) -> list[OwedMessage]:
    return in_lane(office.store, "hand-over:")


def owed(office: Office) -> list[tuple[int, AnyOutgoing]]:
    """What the people are owed, in order; it is sent with this."""
    sent = []
    for chat in (BOSS, AGENT, OTHER_AGENT, THIRD):
        for each in in_lane(office.store, str(chat)):
            sent.append((chat, from_document(each.document)))
            office.store.outbox.finish(each.id)
    return sent


def told(office: Office) -> list[tuple[int, str]]:
    return [(chat, each.text) for chat, each in owed(office) if isinstance(each, Send)]


def counts(office: Office, *people: int) -> list[int]:
    return [office.store.caseloads.count_of_agent(each) for each in people]


async def carries_out(office: Office) -> None:
    """Do as the postman does with the first request."""
    first = requests(office)[0]
    asked = from_document(first.document)
    assert isinstance(asked, HandOver)
    await HandingOver(office.store, lambda: office.now).carry_out(first.id, asked)


async def is_killed_on_the_way(office: Office, *, left: int = MANY // 2) -> None:
    """Begin, and end the work when no more than that many are left."""
    work = asyncio.create_task(carries_out(office))
    await clocks.until(lambda: counts(office, AGENT)[0] <= left)
    work.cancel()
    await asyncio.wait([work])
    assert work.cancelled()


def puts(office: Office, person: int, standing: Standing) -> None:
    found = office.store.agents.find(person)
    assert found
    staff = Staff(office.store)
    act = {
        Standing.SUSPENDED: staff.suspend,
        Standing.REMOVED: staff.remove,
        Standing.ACTIVE: staff.restore,
    }[standing]
    with office.store.transaction():
        act(found, actor=str(BOSS), now=office.now)


RECEIVED = f"The applications of Rahim are yours now: {MANY}. /log shows them."


async def test_the_press_moves_nothing_and_says_that_it_is_under_way(office: Office) -> None:
    (page,) = presses(office)

    assert page.startswith("The applications of Rahim are being handed over to Karim.")
    assert counts(office, AGENT, OTHER_AGENT) == [MANY, 0]
    assert told(office) == []


async def test_its_end_is_told_once_to_the_supervisor_and_to_the_receiver(office: Office) -> None:
    presses(office)
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT) == [0, MANY]
    assert told(office) == [
        (BOSS, f"Handed over from Rahim to Karim: {MANY}"),
        (OTHER_AGENT, RECEIVED),
    ]
    assert requests(office) == []


async def test_everything_else_runs_after_every_few_applications(office: Office) -> None:
    presses(office)
    work = asyncio.create_task(carries_out(office))
    seen = [0]
    while not work.done():
        await asyncio.sleep(0)
        seen += counts(office, OTHER_AGENT)

    steps = {after - before for before, after in pairwise(seen)}
    assert max(steps) <= 10  # measured: 6 ms
    assert seen[-1] == MANY


async def test_a_killed_process_continues_with_the_rest_and_counts_everything_once(
    office: Office,
) -> None:
    presses(office)
    for _ in range(2):
        await is_killed_on_the_way(office)
        assert 0 < counts(office, OTHER_AGENT)[0] < MANY
        assert told(office) == []
    await carries_out(office)

    assert told(office) == [
        (BOSS, f"Handed over from Rahim to Karim: {MANY}"),
        (OTHER_AGENT, RECEIVED),
    ]
    recorded = office.store.audit.entries(actions=("handed-over",))
    names = [str(each.details["application"]) for each in recorded]
    assert sorted(names) == [f"form{number:04}" for number in range(MANY)]
    assert {each.actor for each in recorded} == {str(BOSS)}


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
@pytest.mark.parametrize("is_begun", [True, False])
async def test_a_receiver_who_is_shut_out_meanwhile_gets_no_more(
    office: Office, standing: Standing, is_begun: bool
) -> None:
    presses(office)
    if is_begun:
        await is_killed_on_the_way(office)
    puts(office, OTHER_AGENT, standing)
    left, given = counts(office, AGENT, OTHER_AGENT)
    owed(office)
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT) == [left, given]
    ((chat, text),) = told(office)
    assert chat == BOSS
    assert text.startswith(f"Handed over from Rahim to Karim: {given}. Karim was suspended or")
    assert requests(office) == []


async def test_a_giver_who_is_restored_meanwhile_loses_the_rest_too(office: Office) -> None:
    puts(office, AGENT, Standing.SUSPENDED)
    presses(office)
    await is_killed_on_the_way(office)
    puts(office, AGENT, Standing.ACTIVE)
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT) == [0, MANY]


async def test_a_giver_no_longer_works_on_a_draft_that_was_given(office: Office) -> None:
    office.holds(until("gender"))
    presses(office)
    await carries_out(office)

    assert office.agent.active_application is None
    assert counts(office, AGENT, OTHER_AGENT) == [0, MANY + 1]


@pytest.mark.parametrize("receiver", [OTHER_AGENT, THIRD])
async def test_a_second_press_for_the_same_giver_changes_nothing(
    office: Office, receiver: int
) -> None:
    presses(office)
    await is_killed_on_the_way(office)
    (page,) = presses(office, receiver=receiver)
    assert page.startswith("The applications of Rahim are already being handed over.")
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT, THIRD) == [0, MANY, 0]
    assert requests(office) == []


async def test_hand_overs_happen_in_the_order_of_the_presses(office: Office) -> None:
    """What is handed over on the way to its last owner arrives there."""
    presses(office, AGENT, OTHER_AGENT)
    presses(office, OTHER_AGENT, THIRD)
    presses(office, THIRD, AGENT)
    for _ in range(3):
        await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT, THIRD) == [MANY, 0, 0]


async def test_after_its_end_the_work_can_be_handed_over_again(office: Office) -> None:
    presses(office)
    await carries_out(office)
    presses(office, OTHER_AGENT, AGENT)
    await carries_out(office)
    presses(office)
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT) == [0, MANY]


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
@pytest.mark.parametrize("is_begun", [True, False])
async def test_the_order_of_a_supervisor_who_is_shut_out_meanwhile_ends_without_a_word_to_them(
    office: Office, standing: Standing, is_begun: bool
) -> None:
    office.store.agents.appoint(BOSS, Role.SUPERVISOR, "", office.now)
    presses(office)
    if is_begun:
        await is_killed_on_the_way(office)
    office.store.agents.put(BOSS, standing, office.now)
    left, given = counts(office, AGENT, OTHER_AGENT)
    owed(office)
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT) == [left, given]
    received = f"The applications of Rahim are yours now: {given}. /log shows them."
    assert told(office) == ([(OTHER_AGENT, received)] if given else [])
    assert requests(office) == []


@pytest.mark.parametrize(
    ("person", "role", "team"),
    [
        (BOSS, Role.AGENT, ""),
        (BOSS, Role.SUPERVISOR, "north"),
        (AGENT, Role.AGENT, "north"),
        (OTHER_AGENT, Role.AGENT, "north"),
    ],
)
async def test_a_supervisor_who_could_no_longer_order_it_is_told_how_many_it_were(
    office: Office, person: int, role: Role, team: str
) -> None:
    office.store.agents.appoint(BOSS, Role.SUPERVISOR, "", office.now)
    presses(office)
    await is_killed_on_the_way(office)
    office.store.agents.appoint(person, role, team, office.now)
    left, given = counts(office, AGENT, OTHER_AGENT)
    owed(office)
    await carries_out(office)

    assert counts(office, AGENT, OTHER_AGENT) == [left, given]
    (text,) = [text for chat, text in told(office) if chat == BOSS]
    assert text == (
        f"Handed over from Rahim to Karim: {given}. A role or team was changed meanwhile, so the"
        " rest stay with Rahim."
    )


async def test_news_kept_for_the_giver_goes_with_the_work_however_much_there_is(
    office: Office,
) -> None:
    puts(office, AGENT, Standing.SUSPENDED)
    names = [f"form{number:04}" for number in range(MANY)]
    with office.store.transaction():
        for name in names:
            Outbox(office.store).hold(AGENT, Send(text=name), office.now, about=(name,))
    presses(office)
    await carries_out(office)

    told_to_karim = [text for chat, text in told(office) if chat == OTHER_AGENT]
    assert len(told_to_karim) == MANY + 1
    assert told_to_karim[-1] == RECEIVED
    assert office.store.outbox.about(*names) == []


async def test_a_fault_stops_one_hand_over_only_and_is_told(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    poem = '{"type": "poem", "name": "Asaduzzaman"}'
    office.store.outbox.owe(
        AGENT, poem, NOW, lane=f"held:{AGENT}", subjects=("form0040",), is_kept=True
    )
    presses(office)
    presses(office, THIRD, OTHER_AGENT)
    await carries_out(office)

    left, given = counts(office, AGENT, OTHER_AGENT)
    assert 0 < given < MANY
    assert left + given == MANY
    (to_boss,) = [text for chat, text in told(office) if chat == BOSS]
    assert to_boss.startswith(f"Handed over from Rahim to Karim: {given}. A fault")
    assert "Asaduzzaman" not in caplog.text
    await carries_out(office)
    assert told(office) == [(BOSS, "Handed over from Selim to Karim: 0")]


async def test_a_receiver_who_is_shut_out_after_the_last_slice_leaves_no_rest(
    office: Office,
) -> None:
    presses(office)
    await is_killed_on_the_way(office, left=0)
    assert counts(office, AGENT) == [0]
    puts(office, OTHER_AGENT, Standing.SUSPENDED)
    owed(office)
    await carries_out(office)

    assert told(office) == [(BOSS, f"Handed over from Rahim to Karim: {MANY}")]


def test_the_applications_of_a_slice_share_their_statements(office: Office) -> None:
    giver, receiver = office.store.agents.find(AGENT), office.store.agents.find(OTHER_AGENT)
    assert giver
    assert receiver
    given, staff = 0, Staff(office.store)
    office.trips.clear()

    with office.store.transaction():
        while some := staff.hand_over_some(giver, receiver, actor=f"{BOSS}", now=NOW):
            given += some

    assert given == MANY
    assert office.trips.total() / MANY < 6, office.trips
