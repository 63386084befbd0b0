"""Invitations, strangers, and people who had blocked the bot."""

from datetime import timedelta

import pytest

from bot.chat.incoming import ButtonPressed, CommandSent, ReachabilityChanged
from bot.chat.outgoing import AnswerPress, OfferCommands, Send
from storage.agents import Role
from storage.invitations import Invitation
from tests.support.forms import AGENT, types
from tests.support.office import STRANGER, Office, only, texts


@pytest.fixture
def office() -> Office:
    return Office()


def invites(office: Office, code: str = "code", role: Role = Role.AGENT) -> CommandSent:
    """The start command of a link that was made just now."""
    invite = Invitation(name="Rahima", role=role, expires_at=office.now + timedelta(days=1))
    with office.store.transaction():
        office.store.invitations.add(code, invite, office.now)
    return CommandSent("start", code)


def test_an_invitation_enrols_whoever_opens_it(office: Office) -> None:
    sent = office.takes(invites(office), STRANGER)

    agent = office.store.agents.find(STRANGER)
    assert agent
    assert (agent.name, agent.role, agent.language) == ("Rahima", Role.AGENT, "en")
    assert only(OfferCommands, sent).role == "agent"
    assert only(Send, sent).keyboard


def test_a_person_whose_phone_is_in_bangla_is_answered_in_bangla(office: Office) -> None:
    sent = office.takes(invites(office), STRANGER, language_code="bn")

    agent = office.store.agents.find(STRANGER)
    assert agent
    assert agent.language == "bn"
    assert texts(sent) == ["স্বাগতম, Rahima। এখন গ্রাহক নিবন্ধন করতে পারেন।"]


def test_an_invitation_is_good_once_and_for_a_time(office: Office) -> None:
    start = invites(office)
    office.takes(start, STRANGER)
    other = office.takes(start, STRANGER + 1)
    assert "not valid any more" in texts(other)[0]
    late = invites(office, "late")
    office.waits(timedelta(days=2))

    assert "not valid any more" in texts(office.takes(late, STRANGER + 2))[0]
    assert office.store.agents.find(STRANGER + 2) is None


def test_an_agent_gets_another_role_and_keeps_language_and_customers(office: Office) -> None:
    office.store.agents.speak(AGENT, "bn")
    office.takes(invites(office, role=Role.SUPERVISOR))

    assert (office.agent.role, office.agent.language) == (Role.SUPERVISOR, "bn")
    assert office.agent.name == "Rahima"


def test_a_stranger_is_refused_once_with_the_number(office: Office) -> None:
    first = texts(office.takes(types("hello"), STRANGER))

    assert len(first) == 1
    assert str(STRANGER) in first[0]
    assert office.takes(types("hello?"), STRANGER) == []
    assert office.takes(CommandSent("new", ""), STRANGER) == []


def test_a_link_that_is_not_good_is_answered_each_time(office: Office) -> None:
    """Somebody with a link was invited, and must learn what to do."""
    for _ in range(3):
        (answer,) = texts(office.takes(CommandSent("start", "worn-out"), STRANGER))

        assert "This invitation is not valid any more." in answer


def test_a_strangers_press_is_answered(office: Office) -> None:
    sent = office.takes(ButtonPressed("~new.", "query", 7), STRANGER)

    assert sent == [AnswerPress(query_id="query", text="You are not registered here.")]


def test_a_stranger_who_blocks_the_bot_hears_nothing(office: Office) -> None:
    assert office.takes(ReachabilityChanged(is_reachable=False), STRANGER) == []


def test_messages_for_somebody_who_unblocks_the_bot_go_out_at_once(
    office: Office,
) -> None:
    office.takes(ReachabilityChanged(is_reachable=False))
    wait = timedelta(hours=6)
    office.store.outbox.owe(AGENT, '{"type":"send","text":"x"}', office.now, delay=wait)
    assert office.delivers() == []

    assert texts(office.takes(ReachabilityChanged(is_reachable=True))) == ["x"]
