"""What an update leads to. Longer stories are in tests/journeys."""

import pytest

from bot.chat.incoming import CommandSent, Content, GroupSeen, Incoming, ReachabilityChanged
from bot.chat.outgoing import AnswerPress, Disarm, LeaveChat
from bot.people.staff import Staff
from conversations import events
from conversations.questions import CANCEL, REVIEW
from tests.support.forms import types, until
from tests.support.office import OTHER_AGENT, STRANGER, Office, notice, only, texts
from tests.support.supervision import SUPERVISOR

NOT_YOURS = "This application is not yours, or it was erased."


def test_a_group_is_left_whoever_speaks(office: Office) -> None:
    assert office.takes(GroupSeen()) == [LeaveChat()]


def test_a_group_that_writes_a_lot_is_left_once(office: Office) -> None:
    """Each call would cost everybody's share of what Telegram takes in a second."""
    seen = Incoming(sender=STRANGER, chat=-100, language_code="en", content=GroupSeen())
    office.takes_batch(*[seen] * 50)
    office.takes_batch(*[seen] * 50)

    assert office.delivers() == [LeaveChat()]


# -- one's own and others' --------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["open", "continue"])
def test_the_application_of_another_agent_is_as_good_as_none(office: Office, verb: str) -> None:
    office.holds(until(REVIEW))
    answer, alert = office.sees_press(f"~{verb}.abcd2345", OTHER_AGENT)

    assert answer == AnswerPress(query_id="query", text=NOT_YOURS)
    assert "pressed a button of somebody else’s application" in texts([alert])[0]


def test_a_button_of_another_agents_form_is_taken_away_and_does_nothing(office: Office) -> None:
    form = office.holds(until(REVIEW))
    sent = office.sees_press(f"{form.id}.{form.version}.submit", OTHER_AGENT)

    assert notice(sent) == NOT_YOURS
    assert only(Disarm, sent).message_id == 7
    assert office.form == form


def test_a_press_that_telegram_shows_no_message_for_is_answered(office: Office) -> None:
    sent = office.sees_press("nonsense", message_id=None)

    assert sent == [AnswerPress(query_id="query", text="This button no longer works.")]


# -- words for buttons ------------------------------------------------------------------------


def test_words_that_name_a_button_press_it(office: Office) -> None:
    office.holds(until(REVIEW))
    office.hears("Submit")

    assert office.agent.active_application is None


def test_words_that_answer_the_question_answer_it(office: Office) -> None:
    office.holds(until("gender"))
    office.takes(types("পুরুষ", 41))

    assert office.form.answers["gender"] == "Male"
    assert office.form.sources["gender"] == 41


# -- whatever else comes ----------------------------------------------------------------------


def test_an_edited_message_without_an_open_form_is_answered(office: Office) -> None:
    sent = office.takes(events.TextEdited(text="x", message_id=1))

    assert "was not taken as an answer" in texts(sent)[0]


@pytest.mark.parametrize("name", ["", "nonsense", "neu"])
def test_an_unknown_command_shows_the_help(office: Office, name: str) -> None:
    assert "/new" in texts(office.takes(CommandSent(name, "")))[0]


# -- blocked ----------------------------------------------------------------------------------


def test_a_block_is_recorded_until_the_person_writes_again(
    office: Office,
) -> None:
    office.takes(ReachabilityChanged(is_reachable=False))
    assert not office.agent.is_reachable
    office.hears("/help")

    assert office.agent.is_reachable


@pytest.mark.parametrize(
    "back", [ReachabilityChanged(is_reachable=True), CommandSent("start", ""), types("hello", 7)]
)
def test_a_block_also_ends_while_the_person_is_suspended(office: Office, back: Content) -> None:
    office.takes(ReachabilityChanged(is_reachable=False))
    with office.store.transaction():
        Staff(office.store).suspend(office.agent, actor="operator", now=office.now)

    office.takes(back)

    assert office.agent.is_reachable


# -- commands in words ------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["cancel", "Cancel.", "batil", "বাতিল", "বাতিল করুন।"])
@pytest.mark.parametrize("asking", ["nominee", "permanent_address", "mobile_number", REVIEW])
def test_the_word_cancel_is_no_answer(office: Office, asking: str, word: str) -> None:
    form = office.holds(until(asking))

    office.hears(word)

    assert office.form.asking == CANCEL
    assert office.form.answers == form.answers


@pytest.mark.parametrize("word", ["help", "Help!", "সাহায্য"])
def test_the_word_help_is_no_answer(office: Office, word: str) -> None:
    form = office.holds(until("nominee"))

    assert texts(office.hears(word)) == texts(office.hears("/help"))
    assert office.form == form


def test_nobody_is_invited_under_the_name_of_cancel(office: Office) -> None:
    office.hears("/invite", SUPERVISOR)

    assert "nothing to cancel" in texts(office.hears("cancel", SUPERVISOR))[0]
    assert "No application is open" in texts(office.hears("Rahima Begum", SUPERVISOR))[0]


def test_cancel_is_the_no_to_what_a_command_asks(office: Office) -> None:
    form = office.holds(until("nominee"))
    office.hears(f"/erase {form.id}")

    office.hears("cancel")

    assert office.form == form
