"""A link enrols one person, once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Database, Store
from storage.agents import Agent, Role, Standing
from storage.invitations import Invitation
from tests.storage.conftest import Another, broken_off
from tests.support.forms import NOW

WEEK = timedelta(days=7)
KARIM = Agent(id=3001, name="Karim", role=Role.SUPERVISOR, language="bn")
INVITE = Invitation(name="Karim", role=Role.SUPERVISOR, expires_at=NOW + WEEK)


def redeem(store: Store, code: str, agent_id: int, now: datetime) -> Invitation | None:
    found = store.invitations.find(code, agent_id, now)
    if found:
        store.invitations.use(code, agent_id, now)
    return found


def test_an_invitation_is_good_once(store: Store) -> None:
    store.invitations.add("code", INVITE, NOW)

    assert redeem(store, "code", 3001, NOW) == INVITE
    assert redeem(store, "code", 3001, NOW) is None
    assert redeem(store, "code", 3002, NOW) is None


def test_an_invitation_ends_at_its_time(store: Store) -> None:
    store.invitations.add("early", INVITE, NOW)
    store.invitations.add("late", INVITE, NOW)

    assert redeem(store, "early", 3001, NOW + WEEK - timedelta(seconds=1)) == INVITE
    assert redeem(store, "late", 3001, NOW + WEEK) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=64).filter(lambda code: code != "the-code"))
def test_a_code_that_nobody_made_opens_nothing(store: Store, code: str) -> None:
    with broken_off(store):  # undone for the next code
        store.invitations.add("the-code", INVITE, NOW)

        assert redeem(store, code, 3001, NOW) is None


def test_the_code_itself_is_not_kept(database: Database, store: Store) -> None:
    store.invitations.add("the-code", INVITE, NOW)

    assert "the-code" not in str(database.rows("select * from invites"))


def test_an_invitation_made_by_another_process_while_this_one_works_is_good(
    another: Another, store: Store
) -> None:
    command_line = another()
    Store(command_line).invitations.add("code", INVITE, NOW)
    command_line.close()

    with store.transaction():
        assert redeem(store, "code", 3001, NOW) == INVITE


@pytest.mark.parametrize(
    ("role", "standing"),
    [
        (Role.SUPERVISOR, Standing.SUSPENDED),
        (Role.ADMIN, Standing.REMOVED),
        (Role.AGENT, Standing.ACTIVE),
    ],
)
def test_an_invitation_by_somebody_who_may_no_longer_invite_is_void(
    store: Store, role: Role, standing: Standing
) -> None:
    """A dismissed person may have kept links for a second account, or for friends."""
    store.agents.enrol(KARIM, NOW)
    invite = replace(INVITE, role=Role.AGENT)
    for code in ("first", "second"):
        store.invitations.add(code, invite, NOW, made_by=KARIM.id)
    assert redeem(store, "first", 4001, NOW) == replace(invite, made_by=KARIM.id)

    store.agents.enrol(replace(KARIM, role=role, standing=standing), NOW)

    assert redeem(store, "second", 4002, NOW) is None


@pytest.mark.parametrize(
    ("invited", "team"),
    [(Role.ADMIN, ""), (Role.SUPERVISOR, ""), (Role.AGENT, "north")],
)
def test_an_invitation_of_an_admin_who_is_only_a_supervisor_now_is_void(
    store: Store, invited: Role, team: str
) -> None:
    """Opened with a second account, it would give back the role that was taken."""
    store.agents.enrol(replace(KARIM, role=Role.ADMIN), NOW)
    store.invitations.add("code", replace(INVITE, role=invited, team=team), NOW, made_by=KARIM.id)
    assert store.invitations.count_open(NOW) == 1

    store.agents.appoint(KARIM.id, Role.SUPERVISOR, "south", NOW)

    assert redeem(store, "code", 4002, NOW) is None
    assert store.invitations.count_open(NOW) == 0


def test_an_invitation_for_agents_of_the_own_team_outlives_a_change_of_role(store: Store) -> None:
    store.agents.enrol(replace(KARIM, role=Role.ADMIN), NOW)
    store.invitations.add(
        "code", replace(INVITE, role=Role.AGENT, team="south"), NOW, made_by=KARIM.id
    )

    store.agents.appoint(KARIM.id, Role.SUPERVISOR, "south", NOW)

    assert redeem(store, "code", 4002, NOW)


def test_what_a_person_may_no_longer_give_is_withdrawn_for_good(store: Store) -> None:
    store.agents.enrol(replace(KARIM, role=Role.ADMIN), NOW)
    for code, team in (("south", "south"), ("north", "north")):
        store.invitations.add(
            code, replace(INVITE, role=Role.AGENT, team=team), NOW, made_by=KARIM.id
        )
    store.agents.appoint(KARIM.id, Role.SUPERVISOR, "south", NOW)

    store.invitations.withdraw_void(KARIM.id, NOW)
    store.agents.appoint(KARIM.id, Role.ADMIN, "", NOW)

    assert redeem(store, "north", 4001, NOW) is None
    assert redeem(store, "south", 4002, NOW)


def test_an_invitation_made_while_the_clock_was_ahead_ends_as_long_after_it_is_right(
    store: Store,
) -> None:
    ahead = NOW + timedelta(days=365)
    for code in ("early", "late"):
        store.invitations.add(code, replace(INVITE, expires_at=ahead + WEEK), ahead)

    store.set_clock_right(NOW)

    assert redeem(store, "early", 3001, NOW + WEEK - timedelta(seconds=1))
    assert redeem(store, "late", 3001, NOW + WEEK) is None


@pytest.mark.parametrize("changed", ["appointed", "removed"])
def test_a_standing_since_the_clock_was_ahead_voids_older_invitations_and_no_later_one(
    store: Store, changed: str
) -> None:
    store.agents.enrol(replace(KARIM, role=Role.AGENT), NOW - WEEK)
    store.invitations.add("older", INVITE, NOW - timedelta(days=1))
    ahead = NOW + timedelta(days=365)
    if changed == "appointed":
        store.agents.appoint(KARIM.id, Role.AGENT, "north", ahead)
        store.audit.record("appointed", actor="operator", now=ahead, subject=str(KARIM.id))
    else:
        store.agents.put(KARIM.id, Standing.REMOVED, ahead)

    store.set_clock_right(NOW)

    store.invitations.add("later", INVITE, NOW + timedelta(minutes=1))
    soon = NOW + timedelta(minutes=2)
    assert redeem(store, "older", KARIM.id, soon) is None
    assert redeem(store, "later", KARIM.id, soon)
