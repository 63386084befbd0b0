"""What each menu button of an agent leads to."""

from datetime import timedelta

import pytest

from bot.chat.outgoing import AnswerPress, Edit, OfferCommands, Refresh, Send
from bot.texts import plain
from conversations import events
from conversations.application import Application
from conversations.erasure import without_form
from conversations.errands import Errand, Task
from conversations.languages import LANGUAGES
from conversations.questions import CANCEL, REVIEW
from tests.support.forms import FAILED, NOW, after, decided, pending, press, until
from tests.support.office import OTHER_AGENT, Office, notice, only, texts

NOT_YOURS = "This application is not yours, or it was erased."
FORGED = "This button no longer works."

CORRECTED = until(REVIEW, after(decided(FAILED), press(events.CorrectionBegun)))


def test_to_continue_what_was_handed_in_is_refused(office: Office) -> None:
    office.holds(pending(), is_active=False)

    assert notice(office.sees_press("~continue.abcd2345")) == NOT_YOURS


def test_the_question_of_another_draft_names_its_customer(office: Office) -> None:
    office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))
    (asked,) = texts(office.sees_press("~continue.first234"))

    assert asked.startswith("👤 <b>Md. Asaduzzaman Miah</b>\n")
    assert "What is the customer’s work?" in asked
    assert office.form.id == "first234"


def test_to_turn_to_a_draft_without_a_name_is_said(office: Office) -> None:
    office.holds(until("front"), name="first234", is_active=False)
    office.holds(until("profession"))
    told, asked = texts(office.sees_press("~continue.first234"))

    assert told == "Now working on an unnamed customer."
    assert "Send a photo of the card’s front" in asked


def test_to_continue_the_same_draft_is_not(office: Office) -> None:
    office.holds(until("profession"))

    assert len(texts(office.sees_press("~continue.abcd2345"))) == 1


def test_a_page_takes_the_place_of_the_page_before(office: Office) -> None:
    office.holds(until("gender"))
    sent = office.sees_press("~log.all-0", message_id=55)

    assert notice(sent) == ""
    assert only(Edit, sent).message_id == 55


def test_refresh_brings_the_next_question_forward_and_is_limited(office: Office) -> None:
    form = office.holds(pending(), is_active=False)
    assert form.submission
    later = Errand(task=Task.ASK_VERDICT, ticket=form.submission.ticket, delay=timedelta(hours=1))
    office.store.errands.owe(form.id, later, office.now)
    first = office.sees_press("~refresh.abcd2345", message_id=55)
    assert first == [AnswerPress(query_id="query", text="Asking the service…")]
    (asked,) = office.store.errands.look(office.now, {Task.ASK_VERDICT: 9}).due
    assert asked.application_id == form.id
    assert office.store.shown.find("detail:abcd2345")

    office.waits(timedelta(seconds=12))
    second = notice(office.sees_press("~refresh.abcd2345"))
    assert second == "Asked a moment ago. Please try again in 18 seconds."
    office.waits(timedelta(seconds=19))
    assert notice(office.sees_press("~refresh.abcd2345")) == "Asking the service…"


def test_refresh_of_anothers_application_is_refused(office: Office) -> None:
    office.holds(pending(), is_active=False)
    sent = office.sees_press("~refresh.abcd2345", OTHER_AGENT)

    assert notice(sent) == NOT_YOURS


def test_an_old_refresh_shows_the_verdict_that_has_come_meanwhile(office: Office) -> None:
    office.holds(decided(), is_active=False)
    sent = office.sees_press("~refresh.abcd2345", message_id=55)

    assert notice(sent) == ""
    assert only(Refresh, sent).text.startswith("✅ <b>Passed")


def test_another_language_shows_the_current_question_again(office: Office) -> None:
    form = office.holds(until("gender"))
    sent = office.sees_press("~language.bn")

    assert office.agent.language == "bn"
    assert only(OfferCommands, sent).language == "bn"
    assert texts(sent)[0] == "এখন থেকে বাংলায়।"
    assert "গ্রাহকের লিঙ্গ বেছে নিন।" in texts(sent)[1]
    assert office.form == form


def test_a_language_there_is_not_changes_nothing(office: Office) -> None:
    assert notice(office.sees_press("~language.fr")) == "This button no longer works."
    assert office.agent.language == "en"


@pytest.mark.parametrize(
    "data", ["~log.x", "~log.passed", "~log.nothing-0", "~drafts.x", "~receipt.fr-abcd2345"]
)
def test_an_argument_that_no_button_carries_is_refused(office: Office, data: str) -> None:
    office.holds(pending(), is_active=False)

    assert notice(office.sees_press(data)) == FORGED


def test_a_draft_can_be_cancelled_from_the_list_and_is_asked_about_first(office: Office) -> None:
    office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))

    office.sees_press("~erase-draft.first234")

    assert (office.form.id, office.form.asking) == ("first234", CANCEL)


def test_what_was_handed_in_cannot_be_cancelled_as_a_draft(office: Office) -> None:
    form = office.holds(pending(), is_active=False)

    assert notice(office.sees_press(f"~erase-draft.{form.id}")) == NOT_YOURS
    assert office.store.applications.find(form.id) == form


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_is_shown_again_in_the_language_of_the_button(
    office: Office, language: str
) -> None:
    office.holds(pending(), is_active=False)

    receipt = only(Send, office.sees_press(f"~receipt.{language}-abcd2345"))

    assert plain(language, "receipt") in receipt.text
    assert receipt.is_forwardable


@pytest.mark.parametrize("verb", ["receipt", "receipt-picture"])
@pytest.mark.parametrize(
    "form",
    [
        until("gender"),
        CORRECTED,
        after(CORRECTED, press(events.Submitted)),
        without_form(decided(), NOW),
    ],
    ids=["never handed in", "being corrected", "resubmitted", "form erased"],
)
def test_what_the_service_does_not_have_now_has_no_receipt(
    office: Office, form: Application, verb: str
) -> None:
    """The button of the receipt before is still further up in the chat."""
    office.holds(form, is_active=False)

    shown = office.sees_press(f"~{verb}.en-abcd2345")

    assert (len(shown), notice(shown)) == (1, "This application has no receipt now.")
