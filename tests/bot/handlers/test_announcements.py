"""How an announcement is asked for, confirmed and dropped."""

import pytest

from bot.chat.incoming import ButtonPressed, Incoming
from bot.chat.outgoing import Announce, Edit, Send
from bot.people.staff import Staff
from bot.screens.announcements import LONGEST_TEXT
from storage.agents import Role, Standing
from storage.audit import OPERATOR
from tests.support.forms import AGENT
from tests.support.office import OTHER_AGENT, Office, notice, only, texts
from tests.support.supervision import (
    ADMIN,
    ELSEWHERE,
    FORGED,
    SOUTH,
    SUPERVISOR,
    offered,
    recorded,
)


@pytest.mark.parametrize(("maker", "count"), [(SUPERVISOR, 2), (SOUTH, 1), (ADMIN, 6)])
def test_the_question_shows_the_text_literally_and_the_count(
    office: Office, maker: int, count: int
) -> None:
    page = only(Send, office.hears("/announce <b>Free</b> & easy\nsecond line", maker))

    people = "1 person gets this:" if count == 1 else f"{count} people get this:"
    assert page.text == (
        f"{people}\n\n📢 Person {maker}: &lt;b&gt;Free&lt;/b&gt; &amp; easy\nsecond line"
    )
    assert [button.text for row in page.keyboard for button in row] == [
        f"Send to {count}",
        "Do not send",
    ]


def test_people_who_are_not_served_do_not_count(office: Office) -> None:
    office.store.agents.put(AGENT, Standing.SUSPENDED, office.now)
    (said,) = texts(office.hears("/announce x", SUPERVISOR))
    assert "1 person gets this" in said
    office.store.agents.put(OTHER_AGENT, Standing.REMOVED, office.now)

    assert texts(office.hears("/announce x", SUPERVISOR)) == [
        "There is nobody to write to yet. /invite lets people in."
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Send the command with the text"),
        ("  ", "Send the command with the text"),
        ("x" * (LONGEST_TEXT + 1), "1,001 letters of at most 1,000"),
        ("x" * LONGEST_TEXT, "2 people get this"),
    ],
)
def test_a_text_has_its_length(office: Office, text: str, words: str) -> None:
    (said,) = texts(office.hears(f"/announce {text}", SUPERVISOR))

    assert words in said


def test_it_is_owed_once_however_often_it_is_pressed(office: Office) -> None:
    (send, _) = offered(office.hears("/announce The office is closed.", SUPERVISOR))
    press = ButtonPressed(send, "query", 7)
    incoming = Incoming(
        sender=SUPERVISOR, chat=SUPERVISOR, language_code="en", content=press, message_id=None
    )

    office.takes_batch(incoming, incoming)

    sent = office.delivers()
    assert only(Announce, sent).after == 0
    assert only(Edit, sent).text == "This announcement was sent or dropped already."
    (entry,) = office.store.audit.entries(actions=("announced",))
    assert dict(entry.details) == {"length": 21, "count": 2}
    assert "closed" not in repr(entry)


def test_a_dropped_one_is_not_sent_afterwards(office: Office) -> None:
    send, drop = offered(office.hears("/announce x", SUPERVISOR))

    assert only(Edit, office.sees_press(drop, SUPERVISOR)).text == "Nothing was sent."
    again = office.sees_press(send, SUPERVISOR)
    assert only(Edit, again).text == "This announcement was sent or dropped already."
    assert recorded(office, "announced") == []


def test_one_that_is_under_way_is_not_dropped(office: Office) -> None:
    send, drop = offered(office.hears("/announce x", SUPERVISOR))
    office.sees_press(send, SUPERVISOR)

    dropped = only(Edit, office.sees_press(drop, SUPERVISOR))
    assert dropped.text == "This announcement was sent or dropped already."
    assert len(recorded(office, "announced")) == 1


def test_a_new_text_takes_the_place_of_one_that_was_not_confirmed(office: Office) -> None:
    old, _ = offered(office.hears("/announce one", SUPERVISOR))
    new, _ = offered(office.hears("/announce two", SUPERVISOR))

    gone = only(Edit, office.sees_press(old, SUPERVISOR)).text
    assert gone == "This announcement was sent or dropped already."
    assert only(Announce, office.sees_press(new, SUPERVISOR))


@pytest.mark.parametrize(("role", "team"), [(Role.SUPERVISOR, "South"), (Role.ADMIN, "")])
def test_it_goes_to_nobody_once_its_maker_looks_after_others(
    office: Office, role: Role, team: str
) -> None:
    office.hears("/announce We meet at nine.", SUPERVISOR)
    maker = office.store.agents.find(SUPERVISOR)
    assert maker
    with office.store.transaction():
        Staff(office.store).appoint(maker, role=role, team=team, actor=OPERATOR, now=office.now)
    office.delivers()

    said = texts(office.hears("yes", SUPERVISOR))

    assert said == ["This announcement was sent or dropped already."]
    assert recorded(office, "announced") == []


def test_a_link_to_another_role_drops_it_too(office: Office) -> None:
    send, _ = offered(office.hears("/announce We meet at nine.", SUPERVISOR))
    (link,) = texts(office.hears("/invite admin Salam", ADMIN))
    office.hears(f"/start {link.rpartition('start=')[2].split()[0]}", SUPERVISOR)

    gone = only(Edit, office.sees_press(send, SUPERVISOR)).text

    assert gone == "This announcement was sent or dropped already."


@pytest.mark.parametrize("verb", ["announce-now", "announce-no"])
def test_nobody_decides_about_the_announcement_of_another(office: Office, verb: str) -> None:
    send, _ = offered(office.hears("/announce x", SOUTH))
    number = send.partition(".")[2]

    assert notice(office.sees_press(f"~{verb}.{number}", SUPERVISOR)) == FORGED
    assert notice(office.sees_press(f"~{verb}.x", SUPERVISOR)) == FORGED
    assert only(Announce, office.sees_press(send, SOUTH))


def test_there_is_an_hourly_limit(office: Office) -> None:
    for _ in range(10):
        send, _ = offered(office.hears("/announce x", SUPERVISOR))
        office.sees_press(send, SUPERVISOR)

    (said,) = texts(office.hears("/announce x", SUPERVISOR))
    assert "Too many attempts within an hour" in said


def test_an_agent_announces_nothing(office: Office) -> None:
    office.hears("/announce x")
    office.store.agents.appoint(ELSEWHERE, Role.AGENT, "", office.now)

    assert office.store.announcements.find(1) is None
