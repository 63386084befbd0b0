"""Shutting out and handing over; what it looks like in the chat is in tests/journeys."""

from datetime import timedelta

import pytest

from bot.applications.cleaning import owe_cleaning
from bot.chat.documents import to_document
from bot.chat.outgoing import Clean, CleanChat, Export, OfferCommands, Send
from bot.outbox import Outbox
from bot.people.invitations import make_invitation
from bot.people.staff import LastAdmin, Staff
from conversations import replies
from conversations.application import Application
from conversations.organisation import Organisation
from conversations.questions import READING
from conversations.sending import LOOK_UP_DELAYS
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR
from tests.support.forms import (
    AGENT,
    PASSED,
    being_read,
    decided,
    in_doubt,
    pending,
    read,
    reply,
    submitted,
    until,
)
from tests.support.office import OTHER_AGENT, STRANGER, Office, only, texts

BOSS = 1001


@pytest.fixture
def office() -> Office:
    return Office()


def staff(office: Office) -> Staff:
    return Staff(office.store)


def test_nothing_is_delivered_to_a_suspended_person_but_their_chat_is_cleaned(
    office: Office,
) -> None:
    form = office.holds(decided())
    office.store.chat_messages.note((form.id,), AGENT, 7, office.now)
    with office.store.transaction():
        Outbox(office.store).owe(AGENT, Send(text="of a customer", about=(form.id,)), office.now)
        office.store.outbox.owe(
            AGENT, to_document(Export(format="csv", days=31)), office.now, lane=f"enquiry:{AGENT}"
        )
        owe_cleaning(office.store, form.id, office.now)
        staff(office).suspend(office.agent, actor=str(BOSS), now=office.now)

    owed = office.delivers()
    assert [one for one in owed if not isinstance(one, OfferCommands)] == [
        Clean(application_id=form.id)
    ]


def test_the_chat_of_a_removed_person_is_cleaned_by_one_order_however_much_is_in_it(
    office: Office,
) -> None:
    with office.store.transaction():
        names = [f"a{number:07}" for number in range(1_000)]
        office.store.chat_messages.note(names, AGENT, 7, office.now)
        staff(office).remove(office.agent, actor=str(BOSS), now=office.now)

    owed = office.delivers()
    assert [one for one in owed if not isinstance(one, OfferCommands)] == [
        CleanChat(is_whole=True, up_to=7)
    ]


def test_a_reply_of_the_service_tells_a_removed_agent_nothing(office: Office) -> None:
    """Not even that the customer is registered already."""
    office.holds(decided(), name="first234", is_active=False)
    waiting = office.holds(being_read(READING))
    with office.store.transaction():
        staff(office).remove(office.agent, actor=str(BOSS), now=office.now)
    office.delivers()

    assert office.learns(read(waiting), waiting) == []


def test_an_undelivered_receipt_goes_to_the_receiver_with_the_organisations_name(
    office: Office,
) -> None:
    form = office.holds(pending(), is_active=False)
    receiver = office.store.agents.find(OTHER_AGENT)
    assert receiver
    bank = Organisation(names={"en": "Meghna Bank"}, helpline="16247")
    with office.store.transaction():
        Outbox(office.store).owe(AGENT, Send(text="the receipt"), office.now, about=(form.id,))
        Staff(office.store, bank).hand_over_some(
            office.agent, receiver, actor=OPERATOR, now=office.now
        )

    (news,) = texts(office.delivers())
    assert "Meghna Bank" in news
    assert "16247" in news


def test_a_hand_over_is_recorded_with_who_had_the_work_before(office: Office) -> None:
    form = office.holds(until("gender"))
    receiver = office.store.agents.find(OTHER_AGENT)
    assert receiver
    with office.store.transaction():
        staff(office).hand_over_some(office.agent, receiver, actor=str(BOSS), now=office.now)

    (entry,) = office.store.audit.entries(actions=("handed-over",))
    assert (entry.actor, entry.subject) == (str(BOSS), str(OTHER_AGENT))
    assert entry.details == {"application": form.id, "giver": str(AGENT)}


def test_a_new_role_is_recorded_with_the_old_one(office: Office) -> None:
    with office.store.transaction():
        staff(office).appoint(
            office.agent, role=Role.SUPERVISOR, team="north", actor=str(BOSS), now=office.now
        )

    found = office.store.agents.find(AGENT)
    assert found
    assert (found.role, found.team) == (Role.SUPERVISOR, "north")
    (entry,) = office.store.audit.entries(actions=("appointed",))
    assert entry.details == {"old": "agent", "new": "supervisor north"}


def test_a_suspended_person_who_is_given_another_team_is_offered_no_commands(
    office: Office,
) -> None:
    with office.store.transaction():
        staff(office).suspend(office.agent, actor=str(BOSS), now=office.now)
        staff(office).appoint(
            office.agent, role=Role.AGENT, team="south", actor=str(BOSS), now=office.now
        )

    assert only(OfferCommands, office.delivers()).role == ""


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
def test_a_link_of_a_person_who_was_shut_out_stays_void_once_they_are_back(
    office: Office, standing: Standing
) -> None:
    """It may have been made by whoever had taken the phone."""
    office.store.agents.appoint(AGENT, Role.SUPERVISOR, "", office.now)
    people = staff(office)
    with office.store.transaction():
        code = make_invitation(office.store, "Selim", Role.AGENT, actor=str(AGENT), now=office.now)
        act = people.suspend if standing is Standing.SUSPENDED else people.remove
        act(office.agent, actor=OPERATOR, now=office.now)
        people.restore(office.agent, actor=OPERATOR, now=office.now)

    assert office.store.invitations.find(code, STRANGER, office.now) is None


# -- news that comes while nobody may be told -----------------------------------------------------


@pytest.fixture
def receiver(office: Office) -> Agent:
    found = office.store.agents.find(OTHER_AGENT)
    assert found
    return found


def suspends(office: Office) -> None:
    with office.store.transaction():
        staff(office).suspend(office.agent, actor=str(BOSS), now=office.now)


def restores(office: Office) -> list[str]:
    with office.store.transaction():
        staff(office).restore(office.agent, actor=str(BOSS), now=office.now)
    return texts(office.delivers())


def finds(office: Office, form: Application) -> None:
    """The verdict comes."""
    with office.store.transaction():
        event = reply(form, replies.VerdictFound, verdict=PASSED)
        office.clerk.take(form, event, office.agent, office.now)


def hands_over(office: Office, receiver: Agent) -> list[tuple[int, str]]:
    with office.store.transaction():
        staff(office).hand_over_some(office.agent, receiver, actor=str(BOSS), now=office.now)
    return [(chat, message.text) for chat, message in office.sends() if isinstance(message, Send)]


def test_a_verdict_that_comes_while_an_agent_is_suspended_is_told_when_they_are_restored(
    office: Office,
) -> None:
    form = office.holds(pending(), is_active=False)
    suspends(office)
    office.delivers()
    finds(office, form)
    office.waits(timedelta(days=3))
    assert office.delivers() == []

    (told,) = restores(office)
    assert told.startswith("✅ <b>Passed")
    suspends(office)
    assert restores(office) == []


def test_a_verdict_that_was_not_yet_delivered_when_an_agent_was_suspended_is_not_lost(
    office: Office,
) -> None:
    form = office.holds(pending(), is_active=False)
    finds(office, form)
    suspends(office)
    office.delivers()

    assert restores(office)[0].startswith("✅ <b>Passed")


@pytest.mark.parametrize("is_suspended", [True, False])
def test_a_verdict_that_is_still_owed_is_told_to_whoever_takes_the_work_over(
    office: Office, receiver: Agent, is_suspended: bool
) -> None:
    form = office.holds(pending(), is_active=False)
    if is_suspended:
        suspends(office)
    finds(office, form)

    sent = hands_over(office, receiver)

    passed = [chat for chat, text in sent if text.startswith("✅ <b>Passed")]
    assert passed == [OTHER_AGENT]
    assert not any("Asaduzzaman" in text for chat, text in sent if chat == AGENT)


RETURNED = [
    (replies.SubmissionRefused, {"reason": "<name> is wrong"}, "&lt;name&gt; is wrong"),
    (replies.RecordFound, {"found": ("passed 2026-11-01",)}, "is waiting for you"),
]


@pytest.mark.parametrize(("kind", "given", "words"), RETURNED)
def test_what_is_not_accepted_while_an_agent_is_suspended_is_told_when_they_are_restored(
    office: Office, kind: type[replies.Replied], given: dict[str, object], words: str
) -> None:
    form = office.holds(submitted(), is_active=False)
    suspends(office)
    office.delivers()
    assert office.learns(reply(form, kind, **given), form) == []

    with office.store.transaction():
        staff(office).restore(office.agent, actor=str(BOSS), now=office.now)
    news = only(Send, office.delivers())
    assert words in news.text
    assert [button.data for (button,) in news.keyboard] == [f"~continue.{form.id}"]
    assert office.agent.active_application is None


@pytest.mark.parametrize(("kind", "given", "words"), RETURNED)
def test_what_was_not_accepted_is_told_to_whoever_takes_the_work_over(
    office: Office,
    receiver: Agent,
    kind: type[replies.Replied],
    given: dict[str, object],
    words: str,
) -> None:
    form = office.holds(submitted(), is_active=False)
    suspends(office)
    office.delivers()
    office.learns(reply(form, kind, **given), form)

    ((chat, text),) = hands_over(office, receiver)
    assert chat == OTHER_AGENT
    assert "The application of Md. Asaduzzaman Miah is waiting for you." in text
    assert words in text


def test_a_refusal_that_the_giver_has_read_is_read_by_the_receiver_who_continues(
    office: Office, receiver: Agent
) -> None:
    form = office.holds(submitted(), is_active=False)
    office.learns(reply(form, replies.SubmissionRefused, reason="The name is wrong"), form)
    hands_over(office, receiver)

    shown = texts(office.sees_press(f"~continue.{form.id}", OTHER_AGENT))

    assert any("The name is wrong" in each for each in shown)


@pytest.mark.parametrize("is_given", [True, False])
def test_what_may_be_sent_again_is_told_like_a_refusal(
    office: Office, receiver: Agent, is_given: bool
) -> None:
    form = office.holds(in_doubt(), is_active=False)
    suspends(office)
    office.delivers()
    for _ in LOOK_UP_DELAYS:
        found = office.store.applications.find(form.id)
        assert found
        office.learns(reply(found, replies.SubmissionDenied), found)

    told = [text for _, text in hands_over(office, receiver)] if is_given else restores(office)
    assert [("You may send it again." in text) for text in told] == [True]


def test_a_card_that_is_read_late_is_no_news_for_a_suspended_agent(office: Office) -> None:
    form = office.holds(being_read(READING))
    suspends(office)
    office.waits(timedelta(minutes=10))
    office.learns(read(form), form)

    assert restores(office) == []


def test_an_agent_whose_open_form_is_handed_over_is_told(office: Office, receiver: Agent) -> None:
    office.holds(until("nominee"))
    office.holds(until("gender"), name="other234", is_active=False)

    told = [text for chat, text in hands_over(office, receiver) if chat == AGENT]

    assert told == [
        "Your open application was handed over to Karim. You no longer need to finish it."
    ]


@pytest.mark.parametrize("is_suspended", [True, False])
def test_an_agent_without_an_open_form_hears_nothing_of_a_hand_over(
    office: Office, receiver: Agent, is_suspended: bool
) -> None:
    office.holds(until("nominee"), is_active=is_suspended)
    if is_suspended:
        suspends(office)

    assert AGENT not in [chat for chat, _ in hands_over(office, receiver)]


def test_a_detail_that_the_giver_looks_at_is_no_longer_brought_up_to_date(
    office: Office, receiver: Agent
) -> None:
    form = office.holds(pending(), is_active=False)
    office.sees_press(f"~refresh.{form.id}", message_id=55)
    hands_over(office, receiver)
    given = office.store.applications.find(form.id)
    assert given
    with office.store.transaction():
        event = reply(given, replies.VerdictFound, verdict=PASSED)
        office.clerk.take(given, event, receiver, office.now)

    assert {chat for chat, _ in office.sends()} == {OTHER_AGENT}


def test_an_agent_who_was_suspended_in_mid_draft_is_offered_it_on_start(office: Office) -> None:
    office.holds(until("nominee"))
    suspends(office)
    restores(office)

    assert "is not finished. Continue it" in texts(office.hears("/start"))[0]


# -- the last admin ---------------------------------------------------------------------------


def test_the_last_admin_stays(office: Office) -> None:
    office.store.agents.appoint(AGENT, Role.ADMIN, "", office.now)
    people = staff(office)
    with office.store.transaction():
        for act in (people.suspend, people.remove):
            with pytest.raises(LastAdmin):
                act(office.agent, actor=OPERATOR, now=office.now)
        with pytest.raises(LastAdmin):
            people.appoint(office.agent, role=Role.AGENT, team="", actor=OPERATOR, now=office.now)
    assert (office.agent.role, office.agent.is_served) == (Role.ADMIN, True)

    office.store.agents.appoint(OTHER_AGENT, Role.ADMIN, "", office.now)
    with office.store.transaction():
        people.suspend(office.agent, actor=OPERATOR, now=office.now)
    assert not office.agent.is_served
