"""Invitations, strangers, and people who had blocked the bot."""

from datetime import timedelta

import pytest

from bot.chat.incoming import ButtonPressed, CommandSent, Incoming, ReachabilityChanged
from bot.chat.outgoing import AnswerPress, OfferCommands, Send
from bot.people.staff import Staff
from bot.sandbox.telegram.screen import as_read
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR
from storage.invitations import Invitation
from tests.support.forms import AGENT, decided, types
from tests.support.office import STRANGER, Office, only, texts


@pytest.fixture
def office() -> Office:
    return Office()


def invites(
    office: Office, code: str = "code", role: Role = Role.AGENT, made_by: int | None = None
) -> CommandSent:
    """The start command of a link that was made just now."""
    invite = Invitation(name="Rahima", role=role, expires_at=office.now + timedelta(days=1))
    with office.store.transaction():
        office.store.invitations.add(code, invite, office.now, made_by=made_by)
    return CommandSent("start", code)


def test_an_invitation_enrols_whoever_opens_it(office: Office) -> None:
    sent = office.takes(invites(office), STRANGER)

    agent = office.store.agents.find(STRANGER)
    assert agent
    assert (agent.name, agent.role, agent.language) == ("Rahima", Role.AGENT, "en")
    assert only(OfferCommands, sent).role == "agent"
    assert only(Send, sent).keyboard


@pytest.mark.parametrize("code", ["bn", "bn-BD", "BN"])
def test_a_person_whose_phone_is_in_bangla_is_answered_in_bangla(office: Office, code: str) -> None:
    sent = office.takes(invites(office), STRANGER, language_code=code)

    agent = office.store.agents.find(STRANGER)
    assert agent
    assert agent.language == "bn"
    assert texts(sent) == ["স্বাগতম, Rahima। এখন গ্রাহক নিবন্ধন করতে পারেন।"]


def test_an_invitation_is_good_once_and_for_a_time(office: Office) -> None:
    start = invites(office)
    office.takes(start, STRANGER)
    other = office.takes(start, STRANGER + 1)
    assert "no longer valid" in texts(other)[0]
    late = invites(office, "late")
    office.waits(timedelta(days=2))

    assert "no longer valid" in texts(office.takes(late, STRANGER + 2))[0]
    assert office.store.agents.find(STRANGER + 2) is None


BOSS = 1001


def boss(office: Office, language: str = "en") -> int:
    person = Agent(id=BOSS, name="Boss", role=Role.ADMIN, language=language)
    office.store.agents.enrol(person, office.now)
    return BOSS


def told_the_boss(office: Office) -> list[Send]:
    return [each for chat, each in office.sends() if chat == BOSS and isinstance(each, Send)]


def opens(office: Office, start: CommandSent, sender: int, name: str = "") -> None:
    office.takes_batch(
        Incoming(sender=sender, chat=sender, language_code="en", content=start, sender_name=name)
    )


def test_the_maker_of_an_invitation_is_told_once_who_opened_it_and_when(office: Office) -> None:
    start = invites(office, made_by=boss(office))
    opens(office, start, STRANGER, "\u202eKarim <Ali")
    opens(office, start, STRANGER + 1, "Late")
    opens(office, start, STRANGER, "Again")

    (news,) = told_the_boss(office)
    assert as_read(news.text) == (
        "Rahima now has access as agent. Your invitation was opened by “Karim &lt;Ali”, Telegram"
        f" ID {STRANGER} (23 November 2026, 12:00).\n"
        "Is this somebody else? Their card below lets you suspend or remove them."
    )
    assert news.rings
    assert news.is_apart
    ((card,),) = news.keyboard
    assert (card.text, card.data) == ("Rahima", f"~person.{STRANGER}-0")


def test_the_maker_reads_in_their_language_under_which_name_the_opener_was_known(
    office: Office,
) -> None:
    start = invites(office, role=Role.SUPERVISOR, made_by=boss(office, "bn"))
    opens(office, start, AGENT, "Somebody")

    (news,) = told_the_boss(office)
    assert as_read(news.text).startswith("Rahima এখন সুপারভাইজার হিসেবে বট ব্যবহার করতে পারেন।")
    assert "“Rahim”" in news.text


def test_an_operators_invitation_and_one_that_was_not_used_bring_no_news(office: Office) -> None:
    opens(office, invites(office, "unused", made_by=boss(office)), AGENT)
    opens(office, invites(office, "operators"), STRANGER)

    assert told_the_boss(office) == []


def test_an_agent_gets_another_role_and_keeps_language_and_customers(office: Office) -> None:
    office.store.agents.speak(AGENT, "bn")
    office.takes(invites(office, role=Role.SUPERVISOR))

    assert (office.agent.role, office.agent.language) == (Role.SUPERVISOR, "bn")
    assert office.agent.name == "Rahima"


def test_an_agent_is_told_that_a_link_is_not_good_but_not_of_the_own_one(office: Office) -> None:
    own = invites(office)
    office.takes(own, STRANGER)
    late = invites(office, "late", Role.SUPERVISOR)
    office.waits(timedelta(days=2))

    refused, welcome = texts(office.takes(late, STRANGER))
    assert "This invitation is no longer valid" in refused
    assert texts(office.takes(own, STRANGER)) == [welcome]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("invited", Role)
def test_no_link_takes_a_role_away_and_one_that_brings_nothing_is_left_for_others(
    office: Office, role: Role, invited: Role
) -> None:
    office.store.agents.appoint(AGENT, role, "north", office.now)
    office.waits(timedelta(minutes=1))
    start = invites(office, role=invited)

    sent = office.takes(start)

    is_rise = not role.includes(invited)
    assert office.agent.role is (invited if is_rise else role)
    if not is_rise:
        assert (office.agent.name, office.agent.team) == ("Rahim", "north")
        (said,) = texts(sent)
        assert said.startswith(f"You already have access as {role}, so this link was not used.")
        office.takes(start, STRANGER)
        assert office.store.agents.find(STRANGER)


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
@pytest.mark.parametrize(
    ("by", "maker", "is_let_in"),
    [
        (Role.ADMIN, Role.ADMIN, True),
        (Role.ADMIN, Role.SUPERVISOR, False),
        (Role.SUPERVISOR, Role.ADMIN, True),
        (Role.SUPERVISOR, Role.SUPERVISOR, True),
        (None, Role.SUPERVISOR, False),  # None: the operator
        (None, None, True),
        (Role.ADMIN, None, True),
    ],
)
def test_no_link_of_a_supervisor_brings_back_whom_an_admin_has_shut_out(
    office: Office, standing: Standing, by: Role | None, maker: Role | None, is_let_in: bool
) -> None:
    people = {Role.ADMIN: 1001, Role.SUPERVISOR: 1002}
    for role, number in people.items():
        office.store.agents.enrol(Agent(id=number, name="B", role=role, language="en"), office.now)
    staff, actor = Staff(office.store), str(people[by]) if by else OPERATOR
    act = staff.suspend if standing is Standing.SUSPENDED else staff.remove
    with office.store.transaction():
        act(office.agent, actor=actor, now=office.now)
    office.waits(timedelta(minutes=1))
    start = invites(office, made_by=people[maker] if maker else None)

    office.takes(start)

    assert office.agent.is_served == is_let_in
    if not is_let_in:
        assert office.agent.standing is standing


@pytest.mark.parametrize("then", ["removes", "suspends"])
def test_a_supervisor_who_shuts_out_once_more_undoes_nothing_of_an_admins(
    office: Office, then: str
) -> None:
    """Otherwise a supervisor could remove whom an admin has suspended, and invite them again."""
    for number, role in ((1001, Role.ADMIN), (1002, Role.SUPERVISOR)):
        office.store.agents.enrol(Agent(id=number, name="B", role=role, language="en"), office.now)
    staff = Staff(office.store)
    with office.store.transaction():
        staff.suspend(office.agent, actor="1001", now=office.now)
        act = staff.remove if then == "removes" else staff.suspend
        act(office.agent, actor="1002", now=office.now)
    office.waits(timedelta(minutes=1))

    office.takes(invites(office, made_by=1002))
    assert not office.agent.is_served

    office.takes(invites(office, "again", made_by=1001))
    with office.store.transaction():
        staff.suspend(office.agent, actor="1002", now=office.now)
    office.waits(timedelta(minutes=1))
    office.takes(invites(office, "at last", made_by=1002))
    assert office.agent.is_served


def test_no_link_of_another_teams_supervisor_brings_back_whom_one_has_suspended(
    office: Office,
) -> None:
    office.store.agents.appoint(AGENT, Role.AGENT, "north", office.now)
    for number, team in ((1001, "north"), (1002, "")):
        one = Agent(id=number, name="B", role=Role.SUPERVISOR, language="en", team=team)
        office.store.agents.enrol(one, office.now)
    with office.store.transaction():
        Staff(office.store).suspend(office.agent, actor="1001", now=office.now)
    office.waits(timedelta(minutes=1))

    office.takes(invites(office, made_by=1002))

    assert office.agent.standing is Standing.SUSPENDED


def test_a_link_from_before_gives_back_no_role_that_was_taken(office: Office) -> None:
    start = invites(office, role=Role.SUPERVISOR)
    office.waits(timedelta(minutes=1))
    with office.store.transaction():
        for role in (Role.SUPERVISOR, Role.AGENT):
            Staff(office.store).appoint(
                office.agent, role=role, team="", actor=OPERATOR, now=office.now
            )
    office.waits(timedelta(minutes=1))

    office.takes(start)
    assert office.agent.role == "agent"
    office.takes(invites(office, "new", role=Role.SUPERVISOR))
    assert office.agent.role == "supervisor"


def test_a_suspended_supervisor_comes_back_with_no_lower_role(office: Office) -> None:
    office.store.agents.appoint(AGENT, Role.SUPERVISOR, "", office.now)
    with office.store.transaction():
        Staff(office.store).suspend(office.agent, actor=OPERATOR, now=office.now)
    office.waits(timedelta(minutes=1))

    office.takes(invites(office, "low"))
    assert office.agent.standing is Standing.SUSPENDED
    office.takes(invites(office, "same", role=Role.SUPERVISOR))
    assert (office.agent.role, office.agent.is_served) == (Role.SUPERVISOR, True)


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
def test_a_person_who_comes_back_is_welcomed_in_the_language_that_they_chose(
    office: Office, standing: Standing
) -> None:
    office.store.agents.speak(AGENT, "bn")
    office.store.agents.put(AGENT, standing, office.now)
    office.waits(timedelta(minutes=1))

    sent = office.takes(invites(office))

    assert only(OfferCommands, sent).language == "bn"
    assert texts(sent)[0].startswith("স্বাগতম")


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

        assert "This invitation is no longer valid." in answer


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


# -- shut out ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "language", "told"),
    [
        (Standing.SUSPENDED, "en", "Your access to this bot is suspended"),
        (Standing.SUSPENDED, "bn", "অনুমতি এখন স্থগিত"),
        (Standing.REMOVED, "en", "Ask your supervisor for an invitation link."),
    ],
)
def test_somebody_who_is_shut_out_is_told_how_it_is_and_nothing_of_a_customer(
    office: Office, standing: Standing, language: str, told: str
) -> None:
    office.holds(decided(), is_active=False)
    office.store.agents.speak(AGENT, language)
    office.store.agents.put(AGENT, standing, office.now)

    (said,) = texts(office.hears("Asaduzzaman"))
    assert told in said
    assert "Asaduzzaman" not in said


def test_a_suspended_agent_who_goes_on_is_told_once_an_hour(office: Office) -> None:
    office.store.agents.put(AGENT, Standing.SUSPENDED, office.now)
    said = [texts(office.hears(words)) for words in ("hello", "/log", "hello?", "/new")]
    assert [len(each) for each in said] == [1, 0, 0, 0]

    office.waits(timedelta(hours=1))
    assert texts(office.hears("hello")) == said[0]
