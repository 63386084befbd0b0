"""An announcement reaches each person once, and its maker hears whom it has not reached."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from bot.chat.labels import announcement_label
from bot.chat.outgoing import Announce, Announcement
from bot.delivery.announcing import Announcing
from bot.delivery.writer import Writer
from bot.outbox import Outbox
from bot.people.staff import Staff
from bot.sandbox.person import Person
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR
from tests.support.delivery import KARIM, RAHIM, Delivery
from tests.support.forms import AGENT, NOW
from tests.support.office import OTHER_AGENT, Office, only
from tests.support.running import BOT_TOKEN, Trial
from tests.support.supervision import SUPERVISOR, offered, supervised_office

BOSS = 1001


@pytest.fixture
async def delivery(trial: Trial, tmp_path: Path) -> AsyncIterator[Delivery]:
    async with Delivery(trial.telegram_url, BOT_TOKEN, tmp_path) as running:
        boss = Agent(id=BOSS, name="Boss", role=Role.ADMIN, language="en")
        running.store.agents.enrol(boss, NOW)
        yield running


@pytest.fixture
async def people(trial: Trial) -> AsyncIterator[dict[int, Person]]:
    """Everybody has written to the bot, so that it may write to them."""
    found = {
        number: trial.person(name, number)
        for number, name in ((BOSS, "Boss"), (RAHIM, "Rahim"), (KARIM, "Karim"))
    }
    for person in found.values():
        await person.says("/start")
    yield found
    for person in found.values():
        await person.leaves()


def announces(delivery: Delivery, text: str = "The office is closed <today>.") -> int:
    """The maker has confirmed it; returns its number."""
    store = delivery.store
    with store.transaction():
        number = store.announcements.draft(BOSS, text, delivery.clock())
        store.announcements.confirm(number, delivery.clock())
    delivery.owes(Announce(number=number), to=BOSS)
    return number


async def is_counted(delivery: Delivery) -> None:
    """Let time pass until nothing is owed; the count waits for the last person."""
    while delivery.store.outbox.count():
        await delivery.lets_pass(3)


async def test_everybody_gets_it_and_the_maker_hears_how_many(
    delivery: Delivery, people: dict[int, Person]
) -> None:
    number = announces(delivery)

    for person in (RAHIM, KARIM):
        announced = await people[person].sees("📢 Boss: The office is closed <today>.")
        assert announced.rang
    await is_counted(delivery)
    counted = await people[BOSS].sees("Your announcement has reached 2 of 2 people.")
    assert not counted.rang
    assert delivery.store.announcements.find(number) is None


async def test_people_who_blocked_the_bot_are_named(
    delivery: Delivery, people: dict[int, Person]
) -> None:
    await people[KARIM].blocks_bot()
    announces(delivery)

    await is_counted(delivery)
    said = await people[BOSS].sees("Your announcement has reached 1 of 2 people.")
    assert "Not reached, perhaps because they have blocked the bot: Karim" in said.text
    agent = delivery.store.agents.find(KARIM)
    assert agent
    assert not agent.is_reachable


async def test_only_the_people_who_are_named_are_looked_up(
    delivery: Delivery, people: dict[int, Person]
) -> None:
    """Behind a network each is a trip for which everybody waits, and nobody may have got it."""
    for number in range(3000, 3030):
        stranger = Agent(id=number, name=f"Agent {number}", role=Role.AGENT, language="en")
        delivery.store.agents.enrol(stranger, NOW)
    announces(delivery)

    await is_counted(delivery)

    said = await people[BOSS].sees("Your announcement has reached 2 of 32 people.")
    assert "Agent 3019" in said.text
    assert "Agent 3020" not in said.text
    looks = {each: times for each, times in delivery.trips.items() if each.endswith("agents.find")}
    apart = [times for each, times in looks.items() if "announcing.bring" not in each]
    assert sum(apart) < 30


async def test_people_who_are_not_served_get_nothing(
    delivery: Delivery, people: dict[int, Person]
) -> None:
    delivery.store.agents.put(KARIM, Standing.SUSPENDED, delivery.clock())
    announces(delivery)

    await is_counted(delivery)
    await people[BOSS].sees("Your announcement has reached 1 of 1 person.")
    assert not any("📢" in message.text for message in people[KARIM].messages)


async def test_a_request_that_is_carried_out_again_doubles_nothing(
    delivery: Delivery, people: dict[int, Person]
) -> None:
    """As after a crash between the last slice and its record."""
    number = announces(delivery)
    await people[KARIM].sees("📢 Boss")
    await is_counted(delivery)
    delivery.owes(Announce(number=number), to=BOSS)
    await is_counted(delivery)
    delivery.owes(Announcement(number=number), to=KARIM)
    await is_counted(delivery)
    delivery.owes("the end", to=KARIM)
    await people[KARIM].sees("the end")

    assert [message.text[:1] for message in people[KARIM].messages].count("📢") == 1


async def test_a_person_removed_meanwhile_does_not_hold_up_the_count(
    delivery: Delivery, people: dict[int, Person], trial: Trial
) -> None:
    await delivery.stops()
    store = delivery.store
    with store.transaction():
        number = store.announcements.draft(BOSS, "x", delivery.clock())
        store.announcements.confirm(number, delivery.clock())
        store.announcements.note_receivers(number, [KARIM])
        delivery.outbox.owe(
            KARIM,
            Announcement(number=number),
            delivery.clock(),
            label=announcement_label(number, KARIM),
        )
        delivery.outbox.drop_chat(KARIM)
    assert not store.outbox.is_any_owed(announcement_label(number))


# -- its maker loses the team, or access, between the yes and the sending --------------------------


def confirmed(office: Office) -> Announce:
    send, _ = offered(office.hears("/announce We meet at nine.", SUPERVISOR))
    return only(Announce, office.sees_press(send, SUPERVISOR))


def maker_in(office: Office) -> Agent:
    maker = office.store.agents.find(SUPERVISOR)
    assert maker
    return maker


async def spread(office: Office, asked: Announce) -> set[int]:
    """The people to whom it is owed then."""
    with office.store.transaction():
        Outbox(office.store).owe(SUPERVISOR, asked, office.now)
    owed = office.store.due_messages.heads(office.now, others=99).others
    (order,) = [each for each in owed if each.lane.startswith("announced:")]
    announcing = Announcing(office.store, cast("Writer", None), lambda: office.now)
    await announcing.spread(order, asked)
    return set(office.store.announcements.missed(asked.number))


async def test_it_goes_to_the_team_of_the_question_though_its_maker_got_another_since() -> None:
    office = supervised_office()
    asked = confirmed(office)
    with office.store.transaction():
        Staff(office.store).appoint(
            maker_in(office), role=Role.ADMIN, team="South", actor=OPERATOR, now=office.now
        )

    assert await spread(office, asked) == {AGENT, OTHER_AGENT}


async def test_nothing_is_announced_in_the_name_of_somebody_removed() -> None:
    office = supervised_office()
    asked = confirmed(office)
    with office.store.transaction():
        Staff(office.store).remove(maker_in(office), actor=OPERATOR, now=office.now)

    assert await spread(office, asked) == set()


async def test_nor_is_what_was_already_owed_to_everybody(
    delivery: Delivery, people: dict[int, Person]
) -> None:
    delivery.store.agents.put(BOSS, Standing.REMOVED, delivery.clock())
    with delivery.store.transaction():
        number = delivery.store.announcements.draft(BOSS, "x", delivery.clock())
    delivery.owes(Announcement(number=number), to=KARIM)
    delivery.owes("the end", to=KARIM)

    await people[KARIM].sees("the end")
    await is_counted(delivery)

    assert not any("📢" in message.text for message in people[KARIM].messages)
