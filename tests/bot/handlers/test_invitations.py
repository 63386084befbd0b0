"""Inviting in the chat: the dialog, the names it takes, open invitations, ids instead of links."""

import re
from datetime import timedelta

import pytest

from bot.chat.incoming import ButtonPressed, Incoming
from bot.chat.outgoing import AnyOutgoing, Edit, QrCode, Send
from bot.people.staff import Staff
from bot.screens.invitations import team_key
from conversations.events import TextSent
from storage.agents import Agent, Role, Standing
from storage.invitations import Invitation
from tests.support.forms import AGENT, NOW, until
from tests.support.office import STRANGER, Office, notice, only, texts
from tests.support.supervision import (
    ADMIN,
    ELSEWHERE,
    FORGED,
    SOUTH,
    SUPERVISOR,
    offered,
    recorded,
)


def made(office: Office, messages: list[AnyOutgoing]) -> list[Invitation]:
    """The invitations whose links were sent."""
    codes = re.findall(r"start=([\w-]+)", "\n".join(texts(messages)))
    found = [office.store.invitations.find(code, STRANGER, office.now) for code in codes]
    return [each for each in found if each]


def invited(office: Office) -> int:
    return len(office.store.audit.entries(actions=("invited",)))


# -- the dialog ---------------------------------------------------------------------------------


def test_a_supervisor_types_the_name_and_gets_link_share_button_and_picture(
    office: Office,
) -> None:
    (question,) = texts(office.hears("/invite", SUPERVISOR))
    assert "Type the name of the new agent." in question

    sent = office.hears("Rahima Khatun", SUPERVISOR)

    (invitation,) = made(office, sent)
    assert (invitation.name, invitation.role, invitation.team) == ("Rahima Khatun", Role.AGENT, "")
    message = only(Send, sent)
    assert message.is_forwardable
    ((share,),) = message.keyboard
    link = only(QrCode, sent).link
    assert link in message.text
    assert share.url.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")


def test_an_admin_chooses_role_and_team_first(office: Office) -> None:
    roles = offered(office.hears("/invite", ADMIN))
    assert roles == ["~invite-as.agent", "~invite-as.supervisor", "~invite-as.admin"]
    teams = offered(office.sees_press("~invite-as.supervisor", ADMIN))
    assert teams == [f"~invite-to.supervisor.{team_key(team)}" for team in ("", "South")]
    office.sees_press(teams[1], ADMIN)

    (invitation,) = made(office, office.hears("Rahima", ADMIN))
    assert (invitation.role, invitation.team) == (Role.SUPERVISOR, "South")


def test_an_admin_has_no_choice_of_team_where_there_is_none(office: Office) -> None:
    for person in (SOUTH, ELSEWHERE):
        office.store.agents.put(person, Standing.REMOVED, NOW)

    assert offered(office.sees_press("~invite-as.agent", ADMIN)) == []
    assert offered(office.sees_press("~invite-as.admin", ADMIN)) == []
    (invitation,) = made(office, office.hears("Rahima", ADMIN))
    assert invitation.role is Role.ADMIN


def test_many_teams_have_pages(office: Office) -> None:
    for number in range(20):
        agent = Agent(id=4000 + number, name="A", role=Role.AGENT, language="en", team=f"t{number}")
        office.store.agents.enrol(agent, NOW)

    first = offered(office.sees_press("~invite-as.agent", ADMIN))
    last = offered(office.sees_press("~invite-as.agent.99", ADMIN))

    assert (len(first), first[-1]) == (9, "~invite-as.agent.1")
    assert (len(last), last[-1]) == (7, "~invite-as.agent.1")


def test_a_list_of_names_brings_an_invitation_each_and_says_what_was_refused(
    office: Office,
) -> None:
    office.hears("/invite", SUPERVISOR)

    sent = office.hears("Rahim\n\nKarim\n01712345678", SUPERVISOR)

    assert [each.name for each in made(office, sent)] == ["Rahim", "Karim"]
    (said,) = texts(sent)
    assert "Line 4, “01712345678”: a name needs letters" in said
    (again,) = made(office, office.hears("Salam", SUPERVISOR))  # the question is still open
    assert again.name == "Salam"


def test_of_a_long_list_that_somebody_pastes_not_each_refused_line_is_said(office: Office) -> None:
    office.hears("/invite", SUPERVISOR)

    sent = office.hears("\n".join(f"Rahim {place}" for place in range(1, 301)), SUPERVISOR)

    assert len(made(office, sent)) == 30
    said = texts(sent)[-1]
    assert "Line 31, “Rahim 31”: more than 30 at once; send the rest again" in said
    assert said.endswith("and 260 more")


def test_names_are_also_taken_after_the_command(office: Office) -> None:
    sent = office.hears("/invite Rahim\nKarim", SUPERVISOR)

    assert [each.name for each in made(office, sent)] == ["Rahim", "Karim"]


@pytest.mark.parametrize("typed", ["না", "yes", "Assalamu alaikum"])
def test_a_no_or_a_greeting_after_the_command_is_no_name(office: Office, typed: str) -> None:
    (question,) = texts(office.hears(f"/invite {typed}", SUPERVISOR))

    assert question.startswith("Type the name of the new agent.")
    assert invited(office) == 0


@pytest.mark.parametrize("typed", ["-", "1.", "—\n•", "\u2060"])
def test_a_text_in_which_nobody_is_named_is_answered_and_the_question_stays(
    office: Office, typed: str
) -> None:
    """Telegram refuses an empty message, of which the admins would then be told."""
    (question,) = texts(office.hears(f"/invite {typed}", SUPERVISOR))
    assert "Type the name of the new agent." in question

    (said,) = texts(office.hears(typed, SUPERVISOR))

    assert said
    (invitation,) = made(office, office.hears("Rahima", SUPERVISOR))
    assert invitation.name == "Rahima"


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


# -- whose text is a name -----------------------------------------------------------------------


def reply(office: Office, text: str, replies_to: int, sender: int) -> list[AnyOutgoing]:
    office.message_id += 1
    said = TextSent(text=text, message_id=office.message_id, replies_to=replies_to)
    return office.takes(said, sender)


def test_a_text_for_an_open_form_is_no_name(office: Office) -> None:
    office.store.agents.appoint(AGENT, Role.SUPERVISOR, "", office.now)
    office.holds(until("mobile_number"))
    (question,) = texts(office.hears("/invite"))
    assert "A form is open, so send the name as a reply to this message." in question
    asked_in = office.message_id

    office.hears("01712345678")
    assert invited(office) == 0
    assert office.form.answers["mobile_number"] == "01712345678"

    (invitation,) = made(office, reply(office, "Rahima", asked_in, AGENT))
    assert invitation.name == "Rahima"


@pytest.mark.parametrize("typed", ["না", "no", "Na bhai"])
def test_a_no_ends_the_question(office: Office, typed: str) -> None:
    office.hears("/invite", SUPERVISOR)

    assert texts(office.hears(typed, SUPERVISOR)) == ["Nobody was invited."]
    office.hears("Rahima", SUPERVISOR)
    assert invited(office) == 0


@pytest.mark.parametrize("typed", ["yes", "হ্যাঁ", "Assalamu alaikum"])
def test_a_yes_or_a_greeting_is_no_name(office: Office, typed: str) -> None:
    office.hears("/invite", SUPERVISOR)

    (question,) = texts(office.hears(typed, SUPERVISOR))
    assert question.startswith("Type the name of the new agent.")
    (invitation,) = made(office, office.hears("Rahima", SUPERVISOR))
    assert invitation.name == "Rahima"


def test_a_reply_to_the_pressed_message_is_a_name_and_one_to_another_is_not(
    office: Office,
) -> None:
    office.sees_press("~invite.", SUPERVISOR, 55)

    reply(office, "Rahima", 54, SUPERVISOR)
    assert invited(office) == 0
    reply(office, "Rahima", 55, SUPERVISOR)
    assert invited(office) == 1


@pytest.mark.parametrize(
    ("pause", "count"), [(timedelta(minutes=15), 1), (timedelta(minutes=16), 0)]
)
def test_the_question_ends_after_a_quarter_of_an_hour(
    office: Office, pause: timedelta, count: int
) -> None:
    office.hears("/invite", SUPERVISOR)
    office.waits(pause)
    office.hears("Rahima", SUPERVISOR)

    assert invited(office) == count


def test_a_clock_that_was_ahead_does_not_keep_the_question_open(office: Office) -> None:
    office.waits(timedelta(days=30))
    office.hears("/invite", SUPERVISOR)
    office.waits(timedelta(days=-30))
    office.hears("Rahima", SUPERVISOR)

    assert invited(office) == 0


@pytest.mark.parametrize("other", ["/log", "/help", "~people.0", "~report.7"])
def test_another_command_or_press_ends_the_question(office: Office, other: str) -> None:
    office.hears("/invite", SUPERVISOR)
    if other.startswith("~"):
        office.sees_press(other, SUPERVISOR)
    else:
        office.hears(other, SUPERVISOR)
    office.hears("Rahima", SUPERVISOR)

    assert invited(office) == 0


def test_once_the_names_are_given_a_text_is_a_search_again(office: Office) -> None:
    office.hears("/invite", SUPERVISOR)
    office.hears("Rahima", SUPERVISOR)
    office.hears("Thank you", SUPERVISOR)

    assert invited(office) == 1


def test_a_person_who_is_no_longer_a_supervisor_invites_nobody(office: Office) -> None:
    office.hears("/invite", SUPERVISOR)
    office.store.agents.appoint(SUPERVISOR, Role.AGENT, "", office.now)
    office.hears("Rahima", SUPERVISOR)

    assert invited(office) == 0


def test_a_supervisor_of_another_team_by_then_does_not_invite_into_the_old_one(
    office: Office,
) -> None:
    office.hears("/invite", SUPERVISOR)
    office.store.agents.appoint(SUPERVISOR, Role.SUPERVISOR, "South", office.now)
    office.hears("Rahima", SUPERVISOR)

    assert invited(office) == 0


@pytest.mark.parametrize(
    "data",
    [
        *("~invite-as.supervisor", "~invite-as.admin", "~invite-as.boss", "~invite-as."),
        f"~invite-to.agent.{team_key('South')}",
        f"~invite-to.supervisor.{team_key('')}",
        *("~invite-to.agent.x", "~invite-to."),
    ],
)
def test_a_supervisor_cannot_choose_another_role_or_team(office: Office, data: str) -> None:
    assert notice(office.sees_press(data, SUPERVISOR)) == FORGED
    office.hears("Rahima", SUPERVISOR)

    assert invited(office) == 0


# -- open invitations ---------------------------------------------------------------------------


def test_open_invitations_are_listed_to_those_who_may_make_them(office: Office) -> None:
    office.hears("/invite Rahima", SUPERVISOR)
    office.hears("/invite Salam", SOUTH)
    office.hears("/invite supervisor Jabbar", ADMIN)
    office.waits(timedelta(days=2, hours=1))

    lists = {
        person: only(Edit, office.sees_press("~invitations.0", person)).text
        for person in (SUPERVISOR, SOUTH, ADMIN)
    }

    assert "1. Rahima · agent · 5 days left · by Person 2005" in lists[SUPERVISOR]
    assert "Salam · agent · South" in lists[SOUTH]
    named = {
        person: [name for name in ("Rahima", "Salam", "Jabbar") if name in text]
        for person, text in lists.items()
    }
    assert named == {
        SUPERVISOR: ["Rahima"],
        SOUTH: ["Salam"],
        ADMIN: ["Rahima", "Salam", "Jabbar"],
    }
    assert "~invitations.0" in offered(office.hears("/invite", SUPERVISOR))


def test_used_and_expired_invitations_are_not_open(office: Office) -> None:
    office.hears("/invite Rahima", SUPERVISOR)
    (used,) = re.findall(r"start=([\w-]+)", texts(office.hears("/invite Salam", SUPERVISOR))[0])
    office.hears(f"/start {used}", STRANGER)
    assert offered(office.hears("/invite", SUPERVISOR)) == ["~invitations.0"]

    office.waits(timedelta(days=7))

    assert offered(office.hears("/invite", SUPERVISOR)) == []
    page = only(Edit, office.sees_press("~invitations.0", SUPERVISOR))
    assert page.text == "No invitation is open."


def test_the_list_has_pages_of_four(office: Office) -> None:
    office.hears("/invite " + "\n".join(f"Agent {chr(97 + at)}" for at in range(10)), SUPERVISOR)

    pages = [offered(office.sees_press(f"~invitations.{at}", SUPERVISOR)) for at in (0, 2, 9)]

    withdrawable = [[data for data in page if data.startswith("~withdraw")] for page in pages]
    assert [len(page) for page in withdrawable] == [4, 2, 2]
    assert "~invitations.1" in pages[0]


def test_a_withdrawn_code_is_as_wrong_as_any_other(office: Office) -> None:
    said = texts(office.hears("/invite Rahima", SUPERVISOR))[0]
    (code,) = re.findall(r"start=([\w-]+)", said)
    (withdraw, _) = offered(office.sees_press("~invitations.0", SUPERVISOR))

    sent = office.sees_press(withdraw, SUPERVISOR)

    assert notice(sent) == "Withdrawn: Rahima"
    assert only(Edit, sent).text == "No invitation is open."
    wrong = [
        texts(office.hears(f"/start {each}", STRANGER))[0].split("Telegram")[0]
        for each in (code, "another")
    ]
    assert wrong[0] == wrong[1]
    assert office.store.agents.find(STRANGER) is None
    (entry,) = office.store.audit.entries(actions=("invitation-withdrawn",))
    assert (entry.actor, "Rahima" in repr(entry)) == (str(SUPERVISOR), False)


def test_a_second_press_says_that_it_is_no_longer_open(office: Office) -> None:
    office.hears("/invite Rahima", SUPERVISOR)
    (withdraw, _) = offered(office.sees_press("~invitations.0", SUPERVISOR))
    press = ButtonPressed(withdraw, "query", 7)
    incoming = Incoming(
        sender=SUPERVISOR, chat=SUPERVISOR, language_code="en", content=press, message_id=None
    )

    office.takes_batch(incoming, incoming)
    office.delivers()

    assert notice(office.sees_press(withdraw, SUPERVISOR)) == "This invitation is no longer open."
    assert len(office.store.audit.entries(actions=("invitation-withdrawn",))) == 1


@pytest.mark.parametrize("inviter", [SOUTH, ADMIN])
def test_nobody_withdraws_the_invitations_of_others(office: Office, inviter: int) -> None:
    office.hears(f"/invite {'supervisor ' if inviter == ADMIN else ''}Salam", inviter)
    withdraw = offered(office.sees_press("~invitations.0", ADMIN))[0]

    assert notice(office.sees_press(withdraw, SUPERVISOR)) == FORGED
    assert office.store.invitations.count_open(office.now) == 1


# -- by Telegram id -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "argument", "role"),
    [
        (SUPERVISOR, "3001 Rahima Khatun", Role.AGENT),
        (SUPERVISOR, "৩০০১ Rahima Khatun", Role.AGENT),
        (ADMIN, "supervisor 3001 Rahima Khatun", Role.SUPERVISOR),
        (SOUTH, "3001 Rahima Khatun", Role.AGENT),
    ],
)
def test_an_id_admits_that_person_at_once(
    office: Office, by: int, argument: str, role: Role
) -> None:
    said = texts(office.hears(f"/invite {argument}", by))

    person = office.store.agents.find(3001)
    assert person
    assert (person.name, person.role) == ("Rahima Khatun", role)
    assert person.team == ("South" if by == SOUTH else "")
    assert any("Rahima Khatun (Telegram ID 3001) has been admitted." in each for each in said)
    assert any("Welcome, Rahima Khatun." in each for each in said)  # to the person
    (entry,) = office.store.audit.entries(actions=("enrolled",))
    assert (entry.actor, entry.subject) == (str(by), "3001")


def test_an_id_before_the_name_that_was_asked_for_admits_as_well(office: Office) -> None:
    """The question itself says that with the id there is no need of a link."""
    office.hears("/invite", ADMIN)
    office.sees_press("~invite-as.supervisor", ADMIN)
    office.sees_press(f"~invite-to.supervisor.{team_key('South')}", ADMIN)
    (said,) = texts(office.hears("01712345678", ADMIN))
    assert "is not a Telegram ID; it looks like a phone number" in said

    office.hears("৩০০০১ Rahima Khatun", ADMIN)

    person = office.store.agents.find(30001)
    assert person
    assert (person.name, person.role, person.team) == ("Rahima Khatun", Role.SUPERVISOR, "South")
    assert office.store.name_questions.of(ADMIN) is None


def test_a_short_number_before_a_name_is_its_place_in_a_list(office: Office) -> None:
    office.hears("/invite", SUPERVISOR)

    assert len(made(office, office.hears("1 Rahim\n2 Karim", SUPERVISOR))) == 2


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        (f"{SUPERVISOR} Me", "your own Telegram ID"),
        (f"{AGENT} Rahim", "has access already"),
        (f"{ADMIN} Boss", "has access already"),
        ("2002 Karim", "is suspended"),
        ("2003 Salam", "was removed"),
        ("-1001234567890 Group", "the ID of a group"),
        ("01712345678 Rahima", "looks like a phone number"),
        ("8801712345678 Rahima", "looks like a phone number"),
        ("+8801712345678 Rahima", "looks like a phone number"),
        ("0 Rahima", "not a Telegram ID"),
        ("9" * 19 + " Rahima", "not a Telegram ID"),
        ("3001", "and the person’s name"),
        ("3001 ...", "and the person’s name"),
        ("3001 Rahima\nSalam", "and the person’s name"),
    ],
)
def test_an_id_that_cannot_be_admitted_is_explained(
    office: Office, argument: str, words: str
) -> None:
    salam = Agent(id=2003, name="Salam", role=Role.AGENT, language="en")
    office.store.agents.enrol(salam, NOW)
    office.store.agents.put(2002, Standing.SUSPENDED, NOW)
    office.store.agents.put(2003, Standing.REMOVED, NOW)
    before = office.store.agents.everybody()

    (said,) = texts(office.hears(f"/invite {argument}", SUPERVISOR))

    assert words in said
    assert office.store.agents.everybody() == before
    assert office.store.audit.entries(actions=("enrolled", "invited")) == []


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
@pytest.mark.parametrize(
    ("person", "by", "is_named"),
    [
        (AGENT, SUPERVISOR, True),
        (AGENT, ADMIN, False),
        (ELSEWHERE, SOUTH, False),
    ],
)
def test_a_supervisor_hears_only_of_a_way_back_that_works(
    office: Office, standing: Standing, person: int, by: int, is_named: bool
) -> None:
    shut_out = office.store.agents.find(person)
    assert shut_out
    staff = Staff(office.store)
    act = staff.suspend if standing is Standing.SUSPENDED else staff.remove
    with office.store.transaction():
        act(shut_out, actor=str(by), now=office.now)
    office.delivers()

    (said,) = texts(office.hears(f"/invite {person} Rahim", SUPERVISOR))
    (to_admin,) = texts(office.hears(f"/invite {person} Rahim", ADMIN))

    only_admin = f"Only an admin can let in the person with the Telegram ID {person}."
    assert (said == to_admin) is is_named
    assert (said == only_admin) is not is_named
    assert standing in to_admin
