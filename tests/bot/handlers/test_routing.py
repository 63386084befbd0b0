"""What an update leads to. Longer stories are in tests/journeys."""

from datetime import timedelta

import pytest

from bot.chat.incoming import CommandSent, GroupSeen, ReachabilityChanged
from bot.chat.outgoing import AnswerPress, Disarm, Edit, LeaveChat, OfferCommands, Refresh, Send
from conversations import events
from conversations.errands import Errand, Task
from conversations.questions import CANCEL, REVIEW
from tests.support.forms import AGENT, begun, decided, pending, photo, types, until
from tests.support.office import OTHER_AGENT, Office, notice, only, texts

NOT_YOURS = "This application is not yours, or it was erased."


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_group_is_left_whoever_speaks(office: Office) -> None:
    assert office.takes(GroupSeen()) == [LeaveChat()]


# -- one's own and others' --------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["open", "continue"])
def test_the_application_of_another_agent_is_as_good_as_none(office: Office, verb: str) -> None:
    office.holds(until(REVIEW))
    sent = office.sees_press(f"~{verb}.abcd2345", OTHER_AGENT)

    assert sent == [AnswerPress(query_id="query", text=NOT_YOURS)]


def test_a_button_of_another_agents_form_is_taken_away_and_does_nothing(office: Office) -> None:
    form = office.holds(until(REVIEW))
    sent = office.sees_press(f"{form.id}.{form.version}.submit", OTHER_AGENT)

    assert notice(sent) == NOT_YOURS
    assert only(Disarm, sent).message_id == 7
    assert office.form == form


def test_a_press_that_telegram_shows_no_message_for_is_answered(office: Office) -> None:
    sent = office.sees_press("nonsense", message_id=None)

    assert sent == [AnswerPress(query_id="query", text="This button does not work any more.")]


# -- drafts -----------------------------------------------------------------------------------


def test_new_begins_where_nothing_is_open(office: Office) -> None:
    office.hears("/new")

    assert office.form.asking == "consent"


def test_new_uses_a_form_without_consent_again_even_behind_another_draft(office: Office) -> None:
    office.holds(begun(), name="empty234")
    office.holds(until("gender"), name="real2345")
    office.sees_press("~new.")

    assert office.form.id == "empty234"
    assert office.store.applications.count_of_agent(AGENT) == 2


def test_new_offers_the_open_draft_first(office: Office) -> None:
    office.holds(until("mobile_number"))
    message = only(Send, office.hears("/new"))

    assert "is not finished" in message.text
    assert [[button.data for button in row] for row in message.keyboard] == [
        ["~continue.abcd2345"],
        ["~new.", "~log.0"],
    ]


def test_to_continue_what_was_handed_in_is_refused(office: Office) -> None:
    office.holds(pending(), is_active=False)

    assert notice(office.sees_press("~continue.abcd2345")) == NOT_YOURS


def test_to_turn_to_another_draft_is_said(office: Office) -> None:
    office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))
    told, asked = texts(office.sees_press("~continue.first234"))

    assert told == "Now it is about Md. Asaduzzaman Miah."
    assert "What is the customer’s work?" in asked
    assert office.form.id == "first234"


def test_to_continue_the_same_draft_is_not(office: Office) -> None:
    office.holds(until("profession"))

    assert len(texts(office.sees_press("~continue.abcd2345"))) == 1


def test_a_current_button_of_another_draft_turns_to_it(office: Office) -> None:
    form = office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))
    sent = office.sees_press(f"first234.{form.version}.pick.profession.farmer")

    assert office.form.id == "first234"
    assert texts(sent)[0] == "Now it is about Md. Asaduzzaman Miah."


def test_a_second_tap_on_another_draft_does_not(office: Office) -> None:
    form = office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))
    sent = office.sees_press(f"first234.{form.version - 1}.back")

    assert office.form.id == "abcd2345"
    assert sent == [AnswerPress(query_id="query", text="Done already; the next step is below.")]


def test_whatever_is_sent_without_an_open_form_leads_to_a_draft_or_says_so(
    office: Office,
) -> None:
    for content in (types("hello"), photo(), events.StraySent(kind="voice")):
        message = only(Send, office.takes(content))
        assert message.text == "No application is open."
        assert message.keyboard
        office.waits(timedelta(minutes=1))  # or it would be one hint in a run of the same
    office.holds(until("gender"), is_active=False)

    assert "is not finished" in only(Send, office.takes(photo())).text


def test_cancel_asks_about_the_open_form_only(office: Office) -> None:
    assert "nothing to cancel" in texts(office.hears("/cancel"))[0]
    office.holds(until("gender"))
    office.hears("/cancel")

    assert office.form.asking == CANCEL


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


# -- lists and details ------------------------------------------------------------------------


def test_a_page_takes_the_place_of_the_page_before(office: Office) -> None:
    office.holds(until("gender"))
    sent = office.sees_press("~log.0", message_id=55)

    assert notice(sent) == ""
    assert only(Edit, sent).message_id == 55


def test_refresh_brings_the_next_question_forward_and_is_limited(office: Office) -> None:
    form = office.holds(pending(), is_active=False)
    assert form.submission
    later = Errand(task=Task.ASK_VERDICT, ticket=form.submission.ticket, delay=timedelta(hours=1))
    office.store.errands.owe(form.id, later, office.now)
    first = office.sees_press("~refresh.abcd2345", message_id=55)
    assert first == [AnswerPress(query_id="query", text="The service is being asked…")]
    (asked,) = office.store.errands.due(Task.ASK_VERDICT, office.now, besides=(), limit=9)
    assert asked.application_id == form.id
    assert office.store.outbox.shown("detail:abcd2345")

    office.waits(timedelta(seconds=12))
    second = notice(office.sees_press("~refresh.abcd2345"))
    assert second == "Asked a moment ago. Please try again in 18 seconds."
    office.waits(timedelta(seconds=19))
    assert notice(office.sees_press("~refresh.abcd2345")) == "The service is being asked…"


def test_refresh_of_anothers_application_is_refused(office: Office) -> None:
    office.holds(pending(), is_active=False)
    sent = office.sees_press("~refresh.abcd2345", OTHER_AGENT)

    assert notice(sent) == NOT_YOURS


def test_an_old_refresh_shows_the_verdict_that_has_come_meanwhile(office: Office) -> None:
    office.holds(decided(), is_active=False)
    sent = office.sees_press("~refresh.abcd2345", message_id=55)

    assert notice(sent) == ""
    assert only(Refresh, sent).text.startswith("✅ <b>Passed")


# -- language, help, start --------------------------------------------------------------------


def test_the_language_is_asked_for_in_both(office: Office) -> None:
    (row,) = only(Send, office.hears("/language")).keyboard

    assert [(button.text, button.data) for button in row] == [
        ("বাংলা", "~language.bn"),
        ("English", "~language.en"),
    ]


def test_another_language_shows_the_current_question_again(office: Office) -> None:
    form = office.holds(until("gender"))
    sent = office.sees_press("~language.bn")

    assert office.agent.language == "bn"
    assert only(OfferCommands, sent).language == "bn"
    assert texts(sent)[0] == "এখন থেকে বাংলায়।"
    assert "গ্রাহকের লিঙ্গ বেছে নিন।" in texts(sent)[1]
    assert office.form == form


def test_a_language_there_is_not_changes_nothing(office: Office) -> None:
    assert notice(office.sees_press("~language.fr")) == "This button does not work any more."
    assert office.agent.language == "en"


def test_an_edited_message_without_an_open_form_is_answered(office: Office) -> None:
    sent = office.takes(events.TextEdited(text="x", message_id=1))

    assert "was not taken as an answer" in texts(sent)[0]


def test_start_with_an_invalid_invitation_continues_as_usual(office: Office) -> None:
    office.holds(until("gender"))

    assert "is not finished. Go on with it" in texts(office.hears("/start nonsense"))[0]


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
