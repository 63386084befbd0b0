"""Who may work with the bot."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from storage import Store
from storage.agents import Agent, Role, Standing
from tests.storage.conftest import Another
from tests.support.forms import AGENT, NOW, begun

KARIM = Agent(id=3001, name="Karim", role=Role.SUPERVISOR, language="bn")


def test_an_agent_is_found_as_enrolled(store: Store) -> None:
    store.agents.enrol(KARIM, NOW)

    assert store.agents.find(KARIM.id) == KARIM
    assert store.agents.find(4001) is None


def test_a_person_enrolled_again_gets_the_new_name_and_role_and_keeps_the_rest(
    store: Store,
) -> None:
    store.agents.enrol(KARIM, NOW)
    store.agents.speak(KARIM.id, "en")

    store.agents.enrol(replace(KARIM, name="Karim Ali", role=Role.ADMIN), NOW)

    expected = replace(KARIM, name="Karim Ali", role=Role.ADMIN, language="en")
    assert store.agents.find(KARIM.id) == expected


def test_a_person_is_seen_to_the_minute_and_never_in_the_future(store: Store) -> None:
    assert store.agents.seen_at(AGENT) is None
    assert store.agents.seen_at(4001) is None
    seen = []
    for seconds in (0, 59, 60, 7200, 120):  # the clock was ahead, and was set back
        store.agents.note_seen(AGENT, NOW + timedelta(seconds=seconds))
        seen.append(store.agents.seen_at(AGENT))

    assert seen == [NOW + timedelta(seconds=each) for each in (0, 0, 60, 7200, 120)]
    store.agents.note_seen(AGENT, NOW + timedelta(hours=3))
    store.agents.date_back(NOW)
    assert store.agents.seen_at(AGENT) == NOW


def test_people_can_leave_their_applications_all_at_once(store: Store) -> None:
    form = begun()
    store.applications.save(form)
    store.agents.activate(AGENT, form.id)

    store.agents.leave_all()

    agent = store.agents.find(AGENT)
    assert agent
    assert agent.active_application is None


def test_those_with_a_role_are_listed(store: Store) -> None:
    store.agents.enrol(KARIM, NOW)

    assert store.agents.with_role(Role.SUPERVISOR) == [KARIM]
    assert [agent.id for agent in store.agents.with_role(Role.AGENT)] == [AGENT]
    assert store.agents.with_role(Role.ADMIN) == []


def test_a_person_who_blocked_the_bot_is_marked_until_they_return(store: Store) -> None:
    store.agents.mark_reachable(AGENT, is_reachable=False)
    blocked = store.agents.find(AGENT)
    store.agents.mark_reachable(AGENT, is_reachable=True)
    back = store.agents.find(AGENT)

    assert blocked
    assert back
    assert (blocked.is_reachable, back.is_reachable) == (False, True)


def test_the_active_application_is_one_that_exists(store: Store) -> None:
    store.applications.save(begun())
    store.agents.activate(AGENT, "abcd2345")
    active = store.agents.find(AGENT)

    store.applications.erase("abcd2345")
    after = store.agents.find(AGENT)

    assert active
    assert after
    assert (active.active_application, after.active_application) == ("abcd2345", None)


def test_an_example_is_noted_once_for_each_photo_also_after_a_restart(
    store: Store, another: Another
) -> None:
    assert store.agents.note_example(AGENT, "front")
    assert store.agents.note_example(AGENT, "selfie")
    assert not store.agents.note_example(AGENT, "front")
    store.close()

    again = Store(another())
    assert not again.agents.note_example(AGENT, "front")
    again.close()


def test_those_whose_work_a_person_looks_after_are_found_with_the_person(store: Store) -> None:
    store.agents.enrol(KARIM, NOW)
    store.agents.enrol(Agent(id=4001, name="Salam", role=Role.AGENT, language="bn", team="N"), NOW)
    rahim = store.agents.find(AGENT)
    assert rahim

    assert store.agents.looked_after_by(KARIM) == {AGENT: rahim, KARIM.id: KARIM}
    assert set(store.agents.looked_after_by(rahim)) == {AGENT}
    assert set(store.agents.looked_after_by(replace(KARIM, role=Role.ADMIN))) == {
        AGENT,
        KARIM.id,
        4001,
    }


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_masked", [True, False])
def test_only_active_people_see_others_work_and_only_an_admin_sees_it_unmasked(
    role: Role, standing: Standing, *, is_masked: bool
) -> None:
    person = replace(KARIM, role=role, standing=standing)
    may_look = standing is Standing.ACTIVE and role is not Role.AGENT

    assert person.may_look == may_look
    assert person.may_export(is_masked=is_masked) == (
        may_look and (is_masked or role is Role.ADMIN)
    )


def test_a_list_has_whom_the_reader_looks_after_and_the_reader_in_the_order_of_a_list(
    store: Store,
) -> None:
    boss = replace(KARIM, id=3002, role=Role.ADMIN, name="Boss")
    north = replace(KARIM, id=3003, role=Role.AGENT, name="Asma", team="north")
    head = replace(KARIM, team="north")
    away = replace(north, id=3004, name="Abul")
    for person in (boss, head, north, away):
        store.agents.enrol(person, NOW)
    store.agents.put(away.id, Standing.SUSPENDED, NOW)

    def listed(reader: Agent) -> list[int]:
        return [one.id for one in store.agents.list_looked_after_by(reader)]

    assert listed(head) == [north.id, head.id, away.id]
    assert listed(boss) == [north.id, boss.id, head.id, AGENT, away.id]
    assert {one.is_shut_out for one in store.agents.list_looked_after_by(head)} == {False, True}


def test_one_rule_says_whose_work_somebody_looks_after(store: Store) -> None:
    people = [
        replace(KARIM, id=number, role=role, team=team)
        for number, (role, team) in enumerate(product(Role, ("", "north")), 5001)
    ]
    for person in people:
        store.agents.enrol(person, NOW)
    everybody = store.agents.everybody()

    for reader in people:
        found = {one.id for one in everybody if reader.looks_after(one)}
        assert set(store.agents.looked_after_by(reader)) == found
        assert {one.id for one in store.agents.list_looked_after_by(reader)} == found
