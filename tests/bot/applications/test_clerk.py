"""Load, decide, save, and owe what follows: all of it or nothing."""

from datetime import timedelta

import pytest

from bot.chat.buttons import press_button
from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import AnswerPress, Disarm, Edit, Refresh, Replace, Send
from conversations import events, replies
from conversations.errands import Task
from conversations.questions import REVIEW
from tests.support.forms import (
    AGENT,
    NOW,
    after,
    being_read,
    checked,
    pending,
    photo,
    picks,
    press,
    read,
    refused,
    reply,
    submitted,
    unread,
    until,
)
from tests.support.office import Office, notice, only, texts
from tests.support.owed import owed_errands

LONG_AFTER = NOW + timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_new_application_has_a_name_that_can_be_dictated(office: Office) -> None:
    with office.store.transaction():
        names = {office.clerk.begin(office.agent, NOW).id for _ in range(20)}

    assert len(names) == 20
    for name in names:
        assert len(name) == 8
        assert not set(name) & set("01loi")


def test_a_new_application_never_has_the_name_of_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In years it happens, and the accepted one would be gone."""
    accepted = office.holds(pending(), name="abcd2345")
    letters = iter("abcd2345bcde3456")
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))

    with office.store.transaction():
        new = office.clerk.begin(office.agent, NOW)

    assert new.id == "bcde3456"
    assert office.store.applications.find("abcd2345") == accepted


def test_the_decision_is_saved(office: Office) -> None:
    office.holds(until("gender"))
    office.sees_tap("pick", "gender", "male")

    assert office.form.answers["gender"] == "Male"


def test_errands_for_the_service_are_recorded(office: Office) -> None:
    office.holds(until("front"))
    office.takes(photo())

    (errand,) = office.store.errands.look(LONG_AFTER, {Task.CHECK_PICTURE: 9}).due
    assert errand.subject == "front"
    assert errand.ticket == office.form.pictures["front"].ticket


def test_the_buttons_of_the_prompt_before_are_not_its_business_when_it_was_settled(
    office: Office,
) -> None:
    """The press turned that message into "✓ Gender: Male"; the next prompt must not edit it."""
    form = office.holds(until("gender"))
    office.sees_press(f"~continue.{form.id}")
    shown = office.store.shown.find(f"prompt:{form.id}")
    assert shown
    data = press_button("", form, "pick", "gender", "male").data
    sent = office.sees_press(data, message_id=shown.message_id)

    assert isinstance(sent[0], AnswerPress)
    assert only(Edit, sent).message_id == shown.message_id
    assert office.store.shown.find(f"prompt:{form.id}") != shown


def test_a_press_that_settles_nothing_leaves_the_prompt_known(office: Office) -> None:
    form = office.holds(until("gender"))
    office.sees_press(f"~continue.{form.id}")
    shown = office.store.shown.find(f"prompt:{form.id}")
    assert shown
    with office.store.transaction():
        office.clerk.take(
            form,
            picks("gender", "dragon")(form.version),
            office.agent,
            NOW,
            ButtonPressed("", "query", shown.message_id),
        )

    assert office.store.shown.find(f"prompt:{form.id}") == shown


def test_a_newer_prompt_takes_the_place_of_one_that_was_not_sent_yet(office: Office) -> None:
    form = office.holds(until("gender"))
    with office.store.transaction():
        for _ in range(3):
            office.clerk.take(form, events.Resumed(), office.agent, NOW)

    assert len(texts(office.delivers())) == 1


def test_the_answer_to_a_press_does_not_wait_for_the_messages_before_it(office: Office) -> None:
    office.holds(until("gender"))
    wait = timedelta(minutes=5)
    office.store.outbox.owe(AGENT, '{"type":"send","text":"x"}', NOW, delay=wait)
    sent = office.sees_tap("pick", "gender", "male")

    assert notice(sent) == ""
    assert len(sent) == 1  # the others wait for their turn in the chat


# -- which application is talked about --------------------------------------------------------


def test_after_the_last_tap_no_application_is_current(office: Office) -> None:
    office.holds(until(REVIEW))
    office.sees_tap("submit")

    assert office.agent.active_application is None


def test_a_refused_application_becomes_current_again_if_no_other_is(office: Office) -> None:
    form = office.holds(submitted(), is_active=False)
    sent = office.learns(reply(form, replies.SubmissionRefused, reason="no"), form)

    assert office.form.id == form.id
    assert "The service did not accept" in texts(sent)[0]


def test_a_refused_application_waits_while_another_is_current(office: Office) -> None:
    form = office.holds(submitted(), name="first234", is_active=False)
    office.holds(until("front"))
    (said,) = texts(office.learns(reply(form, replies.SubmissionRefused, reason="no"), form))

    assert office.form.id == "abcd2345"
    assert "The service did not accept" in said
    assert "is waiting for you." in said


def test_news_of_a_card_waits_while_another_application_is_current(office: Office) -> None:
    form = office.holds(being_read("reading"), name="first234", is_active=False)
    office.holds(until("front"))
    sent = office.learns(read(form), form)

    only(Replace, sent)
    assert "is waiting for you." in texts(sent)[0]


# -- erased -----------------------------------------------------------------------------------


def test_with_an_application_everything_about_it_goes(office: Office) -> None:
    form = office.holds(after(until("front"), photo("a"), photo("b")))
    office.learns(refused(form, "front"))
    office.takes(photo("c"))
    prompt = office.store.shown.find(f"prompt:{form.id}")
    progress = office.store.shown.find(f"progress:{form.id}")
    assert prompt
    assert progress
    office.hears("/cancel")
    asked = office.store.shown.find(f"prompt:{form.id}")
    assert asked
    sent = office.hears("yes")

    assert office.store.applications.find(form.id) is None
    assert owed_errands(office.store) == []
    disarmed = {message.message_id for message in sent if isinstance(message, Disarm)}
    assert disarmed == {asked.message_id, progress.message_id}
    assert texts(sent) == ["The application was erased."]


def test_the_pressed_message_says_what_became_of_it(office: Office) -> None:
    form = office.holds(until("consent"))
    office.sees_press(f"~continue.{form.id}")
    shown = office.store.shown.find(f"prompt:{form.id}")
    assert shown
    data = press_button("", office.form, "decline").data
    sent = office.sees_press(data, message_id=shown.message_id)

    assert only(Edit, sent).text.startswith("Without consent nothing is kept.")
    assert not [message for message in sent if isinstance(message, Disarm | Send)]


# -- details ----------------------------------------------------------------------------------


def test_a_detail_is_brought_up_to_date_only_where_somebody_wants_it(office: Office) -> None:
    form = office.holds(pending(), is_active=False)
    asked = reply(form, replies.StillPending)
    assert office.learns(asked, form) == []

    office.store.shown.note(f"detail:{form.id}", AGENT, 55)
    assert "Last asked" in only(Refresh, office.learns(asked, form)).text


@pytest.mark.parametrize("is_good", [True, False])
def test_a_reply_that_is_not_awaited_is_neither_saved_nor_told(
    office: Office, is_good: bool
) -> None:
    form = office.holds(being_read("profession"))
    late = read(form) if is_good else unread(form)
    office.sees_tap("swap", form.pictures["front"].ticket)
    before = office.form

    assert office.learns(late) == []
    assert office.form == before


def test_a_check_of_a_picture_goes_unnoticed_when_it_is_good(office: Office) -> None:
    form = office.holds(after(until("front"), photo("a")))

    assert office.learns(checked(form, "front")) == []
    assert office.form.pictures["front"].is_checked
    assert after(office.form, press(events.WentBack)).asking == "front"
