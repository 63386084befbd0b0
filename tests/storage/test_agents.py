"""Who may work with the bot."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Database, Store, open_database
from storage.agents import Agent, Invite, Role, Standing
from tests.storage.conftest import KEY, broken_off
from tests.support.forms import AGENT, NOW, begun

WEEK = timedelta(days=7)
KARIM = Agent(id=3001, name="Karim", role=Role.SUPERVISOR, language="bn")
INVITE = Invite(name="Karim", role=Role.SUPERVISOR, expires_at=NOW + WEEK)


def test_an_agent_is_found_as_enrolled(store: Store) -> None:
    store.agents.enrol(KARIM, NOW)

    assert store.agents.find(KARIM.id) == KARIM
    assert store.agents.find(4001) is None


def test_who_is_enrolled_again_gets_the_new_name_and_role_and_keeps_the_rest(store: Store) -> None:
    store.agents.enrol(KARIM, NOW)
    store.agents.speak(KARIM.id, "en")

    store.agents.enrol(replace(KARIM, name="Karim Ali", role=Role.ADMIN), NOW)

    expected = replace(KARIM, name="Karim Ali", role=Role.ADMIN, language="en")
    assert store.agents.find(KARIM.id) == expected


def test_those_with_a_role_are_listed(store: Store) -> None:
    store.agents.enrol(KARIM, NOW)

    assert store.agents.with_role(Role.SUPERVISOR) == [KARIM]
    assert [agent.id for agent in store.agents.with_role(Role.AGENT)] == [AGENT]
    assert store.agents.with_role(Role.ADMIN) == []


def test_who_blocked_the_bot_is_marked_until_they_are_back(store: Store) -> None:
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


def test_an_invitation_is_good_once(store: Store) -> None:
    store.agents.invite("code", INVITE, NOW)

    assert store.agents.redeem("code", 3001, NOW) == INVITE
    assert store.agents.redeem("code", 3001, NOW) is None
    assert store.agents.redeem("code", 3002, NOW) is None


def test_an_invitation_ends_at_its_time(store: Store) -> None:
    store.agents.invite("early", INVITE, NOW)
    store.agents.invite("late", INVITE, NOW)

    assert store.agents.redeem("early", 3001, NOW + WEEK - timedelta(seconds=1)) == INVITE
    assert store.agents.redeem("late", 3001, NOW + WEEK) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=64).filter(lambda code: code != "the-code"))
def test_a_code_that_nobody_made_opens_nothing(store: Store, code: str) -> None:
    with broken_off(store):  # undone for the next code
        store.agents.invite("the-code", INVITE, NOW)

        assert store.agents.redeem(code, 3001, NOW) is None


def test_the_code_itself_is_not_kept(database: Database, store: Store) -> None:
    store.agents.invite("the-code", INVITE, NOW)

    assert "the-code" not in str(database.rows("select * from invites"))


def test_an_invitation_made_by_another_process_while_this_one_works_is_good(
    path: Path, store: Store
) -> None:
    command_line = open_database(path, KEY)
    Store(command_line).agents.invite("code", INVITE, NOW)
    command_line.close()

    with store.transaction():
        assert store.agents.redeem("code", 3001, NOW) == INVITE


def test_a_stranger_is_refused_once_and_then_known(store: Store) -> None:
    assert store.agents.refuse_stranger(5001, NOW)
    assert not store.agents.refuse_stranger(5001, NOW)
    assert store.agents.refuse_stranger(5002, NOW)


def test_an_example_is_noted_once_for_each_photo_also_after_a_restart(
    store: Store, path: Path
) -> None:
    assert store.agents.note_example(AGENT, "front")
    assert store.agents.note_example(AGENT, "selfie")
    assert not store.agents.note_example(AGENT, "front")
    store.close()

    again = Store(open_database(path, KEY))
    assert not again.agents.note_example(AGENT, "front")
    again.close()


def test_a_stranger_who_was_refused_is_known_after_a_restart(path: Path, store: Store) -> None:
    assert store.agents.refuse_stranger(5001, NOW)
    store.close()

    again = Store(open_database(path, KEY))
    assert not again.agents.refuse_stranger(5001, NOW)
    again.close()


@pytest.mark.parametrize(
    ("role", "standing"),
    [
        (Role.SUPERVISOR, Standing.SUSPENDED),
        (Role.ADMIN, Standing.REMOVED),
        (Role.AGENT, Standing.ACTIVE),
    ],
)
def test_an_invitation_by_somebody_who_may_not_invite_any_more_is_void(
    store: Store, role: Role, standing: Standing
) -> None:
    """Who is dismissed may have kept links for a second account, or for friends."""
    store.agents.enrol(KARIM, NOW)
    for code in ("first", "second"):
        store.agents.invite(code, INVITE, NOW, made_by=KARIM.id)
    assert store.agents.redeem("first", 4001, NOW) == INVITE

    store.agents.enrol(replace(KARIM, role=role, standing=standing), NOW)

    assert store.agents.redeem("second", 4002, NOW) is None
