"""An invitation is a secret code that is good for a time; its link opens the chat with the bot."""

import re
from datetime import timedelta

import pytest

from bot.people.invitations import GOOD_FOR, link, make_invitation
from storage.agents import Role
from storage.invitations import Invitation
from tests.support.forms import NOW
from tests.support.office import STRANGER, Office

SECOND = timedelta(seconds=1)
SUPERVISOR = 5001


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.parametrize("good_for", [GOOD_FOR, timedelta(hours=1)])
def test_it_brings_name_role_and_team_until_it_ends(office: Office, good_for: timedelta) -> None:
    store = office.store
    code = make_invitation(
        store,
        "Rahima",
        Role.SUPERVISOR,
        actor="operator",
        now=NOW,
        team="Khulna",
        good_for=good_for,
    )

    assert store.invitations.find(code, STRANGER, NOW + good_for - SECOND) == Invitation(
        name="Rahima",
        role=Role.SUPERVISOR,
        expires_at=NOW + good_for,
        team="Khulna",
        made_by=None,
    )
    assert store.invitations.find(code, STRANGER, NOW + good_for) is None


def test_it_remembers_who_made_it_and_the_audit_names_no_one_else(office: Office) -> None:
    store = office.store
    code = make_invitation(
        store, "Rahima", Role.AGENT, actor=str(SUPERVISOR), now=NOW, team="Khulna"
    )

    invitation = store.invitations.find(code, STRANGER, NOW)
    assert invitation
    assert invitation.made_by == SUPERVISOR
    (entry,) = store.audit.entries(actions=("invited",))
    assert entry.actor == str(SUPERVISOR)
    assert "Rahima" not in repr(entry)
    assert code not in repr(entry)


def test_codes_cannot_be_guessed_and_fit_into_a_link(office: Office) -> None:
    codes = {
        make_invitation(office.store, "Rahima", Role.AGENT, actor="operator", now=NOW)
        for _ in range(50)
    }

    assert len(codes) == 50
    # Telegram allows 64 of these characters after `start=`; 32 of them carry 192 bits.
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32,64}", code) for code in codes)


def test_the_link_opens_the_chat_with_the_bot_and_sends_the_code() -> None:
    assert link("trial_bot", "a-code") == "https://t.me/trial_bot?start=a-code"
