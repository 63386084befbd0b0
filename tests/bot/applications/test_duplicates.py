"""An existing registration is reported before the agent does more work."""

from dataclasses import replace

import pytest

from bot.chat.incoming import OwnNumberShared
from bot.chat.outgoing import Send
from conversations import replies
from conversations.questions import READING
from tests.support.forms import FAILED, after, being_read, decided, pending, read, types, until
from tests.support.office import OTHER_AGENT, Office, texts


@pytest.fixture
def office() -> Office:
    return Office()


def warned(office: Office) -> list[str]:
    """What the agent sees when the same person's card is read in another application."""
    waiting = being_read(READING)
    office.holds(waiting, name="bbbbbbbb")
    return [text for text in texts(office.learns(read(office.form))) if "⚠" in text]


def test_an_own_application_of_the_same_person_is_shown(office: Office) -> None:
    office.holds(pending(), is_active=False, name="aaaaaaaa")

    (warning,) = warned(office)
    assert "already in your application of Md. Asaduzzaman Miah: Accepted." in warning


def test_that_of_another_agent_is_only_mentioned(office: Office) -> None:
    hers = replace(pending(), agent=OTHER_AGENT, answers={"name_english": "Asad Miah"})
    office.holds(hers, is_active=False, name="aaaaaaaa")

    (warning,) = warned(office)
    assert "already has an application" in warning
    assert "Asad Miah" not in warning


def test_the_warning_says_of_which_draft_it_speaks(office: Office) -> None:
    """Its card may be read while the agent works on another customer."""
    office.holds(replace(pending(), agent=OTHER_AGENT), is_active=False, name="aaaaaaaa")
    waiting = office.holds(being_read(READING), is_active=False, name="bbbbbbbb")

    shown = [one for one in office.learns(read(waiting), waiting) if isinstance(one, Send)]

    (warning,) = [one for one in shown if "already has an application" in one.text]
    assert "Md. Asaduzzaman Miah already has an application" in warning.text
    assert list(warning.about) == ["bbbbbbbb"]


def test_thirteen_and_seventeen_digits_are_the_same_person(office: Office) -> None:
    office.holds(pending(), is_active=False, name="aaaaaaaa")
    waiting = being_read(READING)
    office.holds(waiting, name="bbbbbbbb")

    longer = read(office.form, nid_number="1980" + "0001980100147")
    assert any("already in your application" in text for text in texts(office.learns(longer)))


def test_a_customer_who_failed_may_be_registered_again(office: Office) -> None:
    office.holds(decided(FAILED), is_active=False, name="aaaaaaaa")

    assert warned(office) == []


def test_a_mobile_number_used_before_is_only_a_warning(office: Office) -> None:
    office.holds(pending(), is_active=False, name="aaaaaaaa")
    office.holds(until("mobile_number"), name="bbbbbbbb")

    sent = office.hears("01712345678")
    assert any("used this mobile number for Md. Asaduzzaman Miah" in text for text in texts(sent))
    assert office.form.asking == "profession"


def test_a_mobile_number_of_anothers_customer_names_nobody(office: Office) -> None:
    office.holds(replace(pending(), agent=OTHER_AGENT), is_active=False, name="aaaaaaaa")
    office.holds(until("mobile_number"), name="bbbbbbbb")

    (warning,) = [text for text in texts(office.hears("01712345678")) if "⚠" in text]
    assert "used in another application" in warning
    assert "Asaduzzaman" not in warning


def test_the_warning_comes_once_and_leads_to_the_other(office: Office) -> None:
    office.holds(pending(), is_active=False, name="aaaaaaaa")
    office.holds(until("mobile_number"), name="bbbbbbbb")
    first = office.hears("01712345678")

    (warning,) = [one for one in first if isinstance(one, Send) and "⚠" in one.text]
    assert warning.keyboard[0][0].data == "~open.aaaaaaaa"
    assert not any("⚠" in text for text in texts(office.hears("/start")))
    assert after(office.form, types("Boatman")).asking == "nominee"


def test_only_drafts_cause_warnings(office: Office) -> None:
    office.holds(pending(), is_active=False, name="aaaaaaaa")
    form = office.holds(replace(pending(), id="bbbbbbbb"), name="bbbbbbbb", is_active=False)
    assert form.submission is not None

    reply = replies.StillPending(ticket=form.submission.ticket)
    assert texts(office.learns(reply, form)) == []


def test_the_agents_own_number_is_a_warning_once_it_is_known(office: Office) -> None:
    (noted,) = texts(office.takes(OwnNumberShared("+880 1712-345678")))
    assert "Saved. The bot will warn you" in noted
    office.holds(until("mobile_number"))

    (warning,) = [text for text in texts(office.hears("01712345678")) if "⚠" in text]
    assert "This is your own mobile number." in warning
    assert office.form.asking == "profession"


def test_another_agents_number_and_an_unknown_one_raise_no_warning(
    office: Office,
) -> None:
    office.takes(OwnNumberShared("+8801712345678"), OTHER_AGENT)
    office.takes(OwnNumberShared("+8801812345678"))
    office.holds(until("mobile_number"))

    assert not any("⚠" in text for text in texts(office.hears("01712345678")))


def test_a_foreign_number_is_not_noted_and_the_question_is_asked_again(office: Office) -> None:
    office.holds(until("mobile_number"))

    told, asked = texts(office.takes(OwnNumberShared("+14155550123")))
    assert told.startswith("Your own number was not saved")
    assert "Type the customer’s own mobile number." in asked
