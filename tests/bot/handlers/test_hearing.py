"""Contacts, captions, searches, and messages without an open form."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.applications.cleaning import CleaningRule
from bot.chat.incoming import CommandSent, ContactSent
from bot.chat.outgoing import Clean
from conversations.application import Application
from conversations.events import CancelAsked, PhotoSent, StraySent, TextEdited, TextSent
from conversations.questions import REVIEW
from storage.agents import Role, Standing
from tests.support.forms import (
    AGENT,
    after,
    being_read,
    decided,
    pending,
    photo,
    types,
    unread,
    until,
)
from tests.support.office import Office, texts

RULE = CleaningRule("acceptance", timedelta(minutes=10))


# -- contacts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["+8801812345679", "01812345679", "8801812-345679"])
def test_the_customers_contact_answers_the_question_of_the_number(
    office: Office, number: str
) -> None:
    office.holds(until("mobile_number"))

    office.takes(ContactSent(number), message_id=900)

    assert office.form.answers["mobile_number"] == "01812345679"
    assert office.form.sources["mobile_number"] == 900


@pytest.mark.parametrize("stop", ["nominee", "front", REVIEW])
def test_a_contact_answers_no_other_question(office: Office, stop: str) -> None:
    form = office.holds(until(stop))

    asked, *_ = texts(office.takes(ContactSent("+8801812345679"), message_id=900))

    assert "Contacts cannot be used here" in asked
    assert office.form == form


def test_a_contact_with_a_foreign_number_is_refused_with_the_reason(office: Office) -> None:
    form = office.holds(until("mobile_number"))

    asked, *_ = texts(office.takes(ContactSent("+91 98123 45678"), message_id=900))

    assert "another country" in asked
    assert office.form == form


@pytest.mark.parametrize("kind", ["contact", "location", "voice", "video", "sticker", "pdf"])
def test_nobody_is_told_to_type_where_a_photo_is_asked_for(office: Office, kind: str) -> None:
    office.holds(until("selfie"))

    asked = texts(office.takes(StraySent(kind=kind)))[-1]

    assert "cannot be used here" in asked
    assert "type" not in asked


def test_an_edit_of_a_refused_answer_is_to_be_sent_as_a_new_message(office: Office) -> None:
    form = office.holds(until("mobile_number"))
    office.takes(types("0171", 900))

    told, asked = texts(office.takes(TextEdited(text="01712345678", message_id=900)))

    assert "send a new message" in told
    assert "Type the customer’s own mobile number." in asked
    assert office.form.answers == form.answers


# -- what belongs to another draft ---------------------------------------------------------------


def test_the_second_photo_of_an_album_is_not_the_customers_to_whom_the_agent_turned(
    office: Office,
) -> None:
    """With a webhook a press can overtake messages."""
    other = office.holds(until("front"), name="bbbb2345")
    first = office.holds(until("front"))
    office.takes(photo(album="1"), message_id=901)
    office.sees_press("~continue.bbbb2345")

    told, asked = texts(office.takes(photo("back", album="1"), message_id=902))

    assert told.startswith("This photo was sent together with one of an unnamed customer")
    assert "front" in asked
    assert office.form == other
    assert 902 in office.store.chat_messages.deletable(first.id, AGENT, office.now)

    office.sees_press(f"~continue.{first.id}")
    office.takes(photo("back"), message_id=903)
    assert {"front", "back"} <= office.form.pictures.keys()


@pytest.mark.parametrize("asked", [until("gender"), after(until("gender"), CancelAsked())])
def test_an_edited_answer_of_another_draft_is_said_to_be_that_customers(
    office: Office, asked: Application
) -> None:
    other = office.holds(asked, name="bbbb2345")
    office.holds(until("mobile_number"))
    office.takes(types("01812345679", 900))
    office.store.agents.activate(AGENT, other.id)

    told, _ = texts(office.takes(TextEdited(text="01912345678", message_id=900)))

    assert told.startswith("The edited message is an answer of Md. Asaduzzaman Miah.")
    assert office.form == other


# -- captions ---------------------------------------------------------------------------------


def captioned(caption: str) -> PhotoSent:
    return replace(photo(), caption=caption)


def test_a_caption_answers_the_question_that_is_open(office: Office) -> None:
    office.holds(until("nominee"))

    office.takes(captioned("Kuddus Ali"), message_id=900)

    assert office.form.answers["nominee"] == "Kuddus Ali"
    assert office.form.early == set()


@pytest.mark.parametrize("stop", ["front", "back", "selfie", REVIEW])
def test_a_caption_where_no_words_are_asked_for_is_said_to_be_unread(
    office: Office, stop: str
) -> None:
    form = office.holds(until(stop))

    sent = office.takes(captioned("Kuddus Ali"), message_id=900)

    assert texts(sent)[0].startswith("The words under the photo were not read.")
    assert office.form.answers == form.answers
    if stop != REVIEW:
        assert stop in office.form.pictures


def test_a_caption_whose_photo_leads_to_another_question_is_said_to_be_unread(
    office: Office,
) -> None:
    form = being_read("nominee")
    form = office.holds(after(form, unread(form)))

    said = texts(office.takes(captioned("Kuddus Ali"), message_id=900))

    assert office.form.asking == "back"
    assert office.form.answers == form.answers
    assert said[-1].startswith("The words under the photo were not read.")


def test_a_caption_with_something_wrong_is_refused_like_a_text(office: Office) -> None:
    office.holds(until("mobile_number"))

    said = texts(office.takes(captioned("12"), message_id=900))

    assert "11 digits" in "".join(said)


def test_a_photo_that_is_replaced_over_its_words_corrects_nothing(office: Office) -> None:
    office.holds(until("nominee"))
    office.takes(captioned("Kuddus Ali"), message_id=900)

    edited = TextEdited(text="Kuddus  Ali", message_id=900, is_caption=True)
    told = texts(office.takes(edited))

    assert "An edited photo cannot be used here" in told[0]
    corrected = texts(office.takes(replace(edited, text="Kuddus Mia")))
    assert corrected[0].startswith("Corrected: Nominee")
    assert office.form.answers["nominee"] == "Kuddus Mia"


@pytest.mark.parametrize("words", ["/cancel", "cancel", "বাতিল"])
def test_a_command_under_a_photo_or_in_an_edit_is_no_answer(office: Office, words: str) -> None:
    office.holds(until("profession"))

    told = texts(office.takes(captioned(words), message_id=900))
    assert "A command such as /cancel does not work" in told[0]
    assert "profession" not in office.form.answers

    office.takes(types("Tailor", 901))
    told = texts(office.takes(TextEdited(text=words, message_id=901)))
    assert "A command such as /cancel does not work" in told[0]
    assert office.form.answers["profession"] == "Tailor"


# -- searches ---------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["99999", "01999999999", "০১৯৯৯৯৯৯৯৯৯", "000 999 999 9999"])
def test_a_number_without_a_hit_is_said_to_have_none(office: Office, typed: str) -> None:
    office.holds(decided(), is_active=False)

    (said,) = texts(office.hears(typed))

    assert said.startswith("Nothing found among your applications")


# -- what is sent while no form is open ---------------------------------------------------------


def cleans(office: Office) -> set[int]:
    """The messages that are deleted within the next hour and a half."""
    office.waits(timedelta(minutes=90))
    clean = [one for one in office.delivers() if isinstance(one, Clean)]
    messages = office.store.chat_messages
    return {
        each.message_id
        for one in clean
        for each in messages.about(one.application_id, office.agent.id, with_masked=True)
    }


@pytest.mark.parametrize(
    "content",
    [
        photo(),
        types("0001980100147"),
        types("Md. Asaduzzaman Miah"),
        ContactSent("+8801712345678"),
        CommandSent("log", "0001980100147"),
        CommandSent("log", "Asaduzzaman"),
        CommandSent("status", "01712345678"),
        CommandSent("erase", "01712345678"),
        CommandSent("lgo", "01712345678"),
        CommandSent("new", "Md. Asaduzzaman Miah"),
        CommandSent("help", "01712345678"),
        CommandSent("report", "01712345678"),
        TextEdited(text="0001980100147", message_id=900),
        StraySent(kind="voice"),
    ],
)
def test_what_is_sent_about_a_customer_outside_a_form_is_deleted_from_the_chat(
    content: TextSent | PhotoSent | ContactSent | CommandSent | TextEdited | StraySent,
) -> None:
    office = Office(cleaning=RULE)
    office.holds(pending(), is_active=False)

    office.takes(content, message_id=900)

    assert cleans(office) == {900}


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
@pytest.mark.parametrize(
    "content", [photo(), types("0001980100147"), CommandSent("log", "Asaduzzaman")]
)
def test_what_somebody_who_is_shut_out_goes_on_sending_is_deleted_as_well(
    standing: Standing, content: TextSent | PhotoSent | CommandSent
) -> None:
    office = Office(cleaning=RULE)
    office.store.agents.put(office.agent.id, standing, office.now)

    office.takes(content, message_id=900)

    assert cleans(office) == {900}


@pytest.mark.parametrize(
    ("command", "argument"), [("invite", "Rahim Uddin"), ("announce", "Good morning, all.")]
)
def test_what_a_supervisor_types_about_colleagues_stays(command: str, argument: str) -> None:
    office = Office(cleaning=RULE)
    office.store.agents.appoint(office.agent.id, Role.SUPERVISOR, "", office.now)

    office.takes(CommandSent(command, argument), message_id=900)

    assert cleans(office) == set()


def test_a_command_about_a_customer_in_mid_form_is_deleted_as_well() -> None:
    office = Office(cleaning=RULE)
    office.holds(pending(), name="first234", is_active=False)
    office.holds(until("nominee"))

    office.takes(CommandSent("log", "0001980100147"), message_id=900)

    assert cleans(office) == {900}


@pytest.mark.parametrize("command", ["help", "log", "stats"])
def test_a_command_that_names_nobody_stays(command: str) -> None:
    office = Office(cleaning=RULE)

    office.takes(CommandSent(command, ""), message_id=900)

    assert cleans(office) == set()


def test_a_chat_that_is_never_cleaned_is_not_cleaned_of_this_either(office: Office) -> None:
    office.takes(photo(), message_id=900)

    assert cleans(office) == set()


def test_messages_of_one_hour_are_deleted_together_and_none_is_put_off_for_long() -> None:
    office = Office(cleaning=RULE)
    for number in range(900, 1000):
        office.takes(photo(), message_id=number)
        office.waits(timedelta(minutes=1))

    late = [one for one in office.delivers() if isinstance(one, Clean)]
    assert len(late) <= 3
    assert len(cleans(office)) >= 40
