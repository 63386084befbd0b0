"""Who is told about trouble: the agent by name, the admins by reference."""

from bot.alerts import Alerts
from bot.chat.documents import from_document
from bot.chat.outgoing import Send
from storage.agents import Agent, Role, Standing
from tests.support.forms import AGENT, pending
from tests.support.office import Office

ADMIN = 1001


def told(office: Office) -> dict[int, tuple[str, tuple[str, ...]]]:
    """What each chat is owed, and which applications it is about."""
    owed = office.store.due_messages.heads(office.now, others=9).others
    contents = {each.chat_id: (from_document(each.document), each.subjects) for each in owed}
    return {
        chat: (content.text, subjects)
        for chat, (content, subjects) in contents.items()
        if isinstance(content, Send)
    }


def warned(standing: Standing) -> dict[int, tuple[str, tuple[str, ...]]]:
    office = Office()
    with office.store.transaction():
        admin = Agent(id=ADMIN, name="Boss", role=Role.ADMIN, language="en")
        office.store.agents.enrol(admin, office.now)
        office.store.agents.put(AGENT, standing, office.now)
        Alerts(office.store).warn(pending(), "overdue", office.now)
    return told(office)


def test_the_agent_hears_the_name_in_a_message_that_goes_with_the_customer() -> None:
    text, about = warned(Standing.ACTIVE)[AGENT]

    assert "Md. Asaduzzaman Miah" in text
    assert about == ("abcd2345",)


def test_the_admins_hear_the_reference_only() -> None:
    text, _ = warned(Standing.ACTIVE)[ADMIN]

    assert "ABCD2345" in text
    assert "Asaduzzaman" not in text


def test_only_the_admins_hear_about_a_removed_agents_work() -> None:
    assert set(warned(Standing.REMOVED)) == {ADMIN}


def test_an_admin_who_never_started_the_bot_is_owed_the_newest_alerts_only() -> None:
    office = Office()
    with office.store.transaction():
        admin = Agent(id=ADMIN, name="Boss", role=Role.ADMIN, language="en")
        office.store.agents.enrol(admin, office.now)
        office.store.agents.mark_reachable(ADMIN, is_reachable=False)
        for number in range(300):
            Alerts(office.store).tell("update", office.now, id=f"{number}")

    sent = [message.text for message in office.delivers() if isinstance(message, Send)]
    assert len(sent) == 50
    assert "(number 299)" in sent[-1]


def test_an_alert_rings() -> None:
    office = Office()
    with office.store.transaction():
        Alerts(office.store).warn(pending(), "overdue", office.now)

    assert [message.rings for message in office.delivers() if isinstance(message, Send)] == [True]
