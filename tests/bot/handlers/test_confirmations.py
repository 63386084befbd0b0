"""A typed yes or no at /erase, at removing somebody and at announcements."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.chat.outgoing import Announce, Disarm
from conversations.events import TextSent
from storage.agents import Standing
from tests.support.forms import AGENT, decided, until
from tests.support.office import Office, only, texts
from tests.support.supervision import ADMIN, NOT_YOURS, SUPERVISOR

YES = ["yes", "Yes.", "ok", "ha", "hae", "ji", "thik ache", "হ্যাঁ", "জি", "👍"]
NO = ["no", "na", "ji na", "না", "👎"]
NEITHER = ["hmm", "yes no", "হ্যাঁ না", "nai"]


@pytest.fixture
def done(office: Office) -> str:
    """The reference of an application of the agent's own that may be erased."""
    office.holds(decided(), name="dane2345", is_active=False)
    return "dane2345"


def is_there(office: Office, reference: str) -> bool:
    return office.store.applications.find(reference) is not None


def standing(office: Office) -> Standing:
    agent = office.store.agents.find(AGENT)
    assert agent
    return agent.standing


def asks_to_remove(office: Office) -> None:
    """The supervisor has opened the agent's card and tapped Remove."""
    office.hears("/agents", SUPERVISOR)
    office.sees_press(f"~remove.{AGENT}-0", SUPERVISOR, message_id=office.message_id)


@pytest.mark.parametrize("yes", YES)
def test_yes_erases_what_the_question_named(office: Office, done: str, yes: str) -> None:
    office.hears(f"/erase {done}")
    asked = office.message_id
    said = office.hears(yes)

    assert not is_there(office, done)
    assert "Proof: row" in texts(said)[0]
    assert only(Disarm, said).message_id == asked


@pytest.mark.parametrize("no", NO)
def test_no_erases_nothing_and_ends_the_question(office: Office, done: str, no: str) -> None:
    office.hears(f"/erase {done}")
    assert "Your applications" in texts(office.hears(no))[0]

    office.hears("yes")
    assert is_there(office, done)


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_neither_yes_nor_no_decides_nothing(office: Office, done: str, text: str) -> None:
    office.hears(f"/erase {done}")
    office.hears(text)

    assert is_there(office, done)
    office.hears("yes")
    assert not is_there(office, done)


def test_yes_removes_the_person_and_no_leads_back(office: Office) -> None:
    asks_to_remove(office)
    assert "Rahim" in texts(office.hears("na", SUPERVISOR))[0]
    assert standing(office) is Standing.ACTIVE

    asks_to_remove(office)
    assert "removed" in texts(office.hears("ji", SUPERVISOR))[0]
    assert standing(office) is Standing.REMOVED


def test_yes_sends_the_announcement_once_and_no_drops_it(office: Office) -> None:
    office.hears("/announce The office is closed.", SUPERVISOR)
    assert texts(office.hears("না", SUPERVISOR)) == ["Nothing was sent."]

    office.hears("/announce The office is closed.", SUPERVISOR)
    said = office.hears("hae", SUPERVISOR)
    assert only(Announce, said).number
    assert not any(isinstance(each, Announce) for each in office.hears("hae", SUPERVISOR))


# -- what does not count ----------------------------------------------------------------------


Happening = Callable[[Office], object]

MEANWHILE: dict[str, Happening] = {
    "a command": lambda office: office.hears("/log"),
    "a press": lambda office: office.sees_press("~log.all-0"),
    "another text": lambda office: office.hears("Rahima"),
    "a quarter of an hour": lambda office: office.waits(timedelta(minutes=15, seconds=1)),
    "a clock set back": lambda office: office.waits(timedelta(minutes=-16)),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE.values(), ids=MEANWHILE)
def test_yes_means_nothing_after_something_else(
    office: Office, done: str, meanwhile: Happening
) -> None:
    office.hears(f"/erase {done}")
    meanwhile(office)
    office.hears("yes")

    assert is_there(office, done)


def test_yes_that_was_sent_before_the_question_was_seen_means_nothing(
    office: Office, done: str
) -> None:
    early = TextSent(text="yes", message_id=office.message_id)
    office.hears(f"/erase {done}")
    office.takes(early)

    assert is_there(office, done)


def test_yes_answers_the_form_where_that_asked_later(office: Office, done: str) -> None:
    office.hears(f"/erase {done}")
    form = office.holds(until("permanent_address"))  # its question is the newest message
    office.hears("yes")

    assert is_there(office, done)
    assert "permanent_address" in office.form.answers
    assert office.form.id == form.id


def test_yes_answers_the_question_where_the_form_asked_before(office: Office, done: str) -> None:
    office.holds(until("permanent_address"))
    office.hears(f"/erase {done}")
    office.hears("yes")

    assert not is_there(office, done)
    assert "permanent_address" not in office.form.answers


def test_a_reply_to_the_question_counts_whatever_was_asked_since(office: Office, done: str) -> None:
    office.hears(f"/erase {done}")
    asked = office.message_id
    office.holds(until("permanent_address"))
    office.takes(TextSent(text="yes", message_id=office.message_id + 1, replies_to=asked))

    assert not is_there(office, done)


def test_a_reply_to_another_message_does_not(office: Office, done: str) -> None:
    office.hears(f"/erase {done}")
    office.takes(TextSent(text="yes", message_id=office.message_id + 1, replies_to=1))

    assert is_there(office, done)


def test_each_person_answers_their_own_question(office: Office, done: str) -> None:
    office.hears(f"/erase {done}")
    office.hears("/announce Closed.", ADMIN)
    office.hears("yes", ADMIN)
    assert is_there(office, done)

    office.hears("yes")
    assert not is_there(office, done)


def test_where_it_was_done_meanwhile_that_is_said(office: Office, done: str) -> None:
    office.hears(f"/erase {done}")
    office.store.applications.erase(done)

    assert texts(office.hears("yes")) == [NOT_YOURS]


def test_a_yes_below_the_word_that_somebody_else_has_erased_it_is_for_nothing(
    office: Office, done: str
) -> None:
    office.hears(f"/erase {done}")
    office.hears(f"/erase {done}", ADMIN)
    told = texts(office.hears("yes", ADMIN))
    assert any("has erased your application" in each for each in told)

    assert texts(office.hears("yes")) == ["No application is open."]
