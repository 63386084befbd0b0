"""What each command of an agent leads to."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.outgoing import OfferCommands, Send, ShowStats
from bot.sandbox.telegram.screen import as_read
from bot.texts import plain
from conversations.application import Application
from conversations.languages import LANGUAGES
from conversations.questions import CANCEL
from storage.agents import Agent, Role
from tests.support.forms import NOW, begun, decided, until
from tests.support.office import Office, only, texts


def test_new_begins_where_nothing_is_open(office: Office) -> None:
    office.hears("/new")

    assert office.form.asking == "consent"


def test_new_offers_the_open_draft_first(office: Office) -> None:
    office.holds(until("mobile_number"))
    message = only(Send, office.hears("/new"))

    assert "is not finished" in message.text
    assert [[button.data for button in row] for row in message.keyboard] == [
        ["~continue.abcd2345"],
        ["~new.", "~log.0"],
    ]


def test_cancel_asks_about_the_open_form_only(office: Office) -> None:
    assert "nothing to cancel" in texts(office.hears("/cancel"))[0]
    office.holds(until("gender"))
    office.hears("/cancel")

    assert office.form.asking == CANCEL


def test_the_language_is_asked_for_in_both(office: Office) -> None:
    (row,) = only(Send, office.hears("/language")).keyboard

    assert [(button.text, button.data) for button in row] == [
        ("বাংলা", "~language.bn"),
        ("English", "~language.en"),
    ]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_start_shows_a_supervisor_what_they_can_do(office: Office, role: Role) -> None:
    office.store.agents.enrol(Agent(id=2007, name="B", role=role, language="en"), NOW)
    shown = only(Send, office.hears("/start", 2007))

    assert "/invite – invite" in shown.text
    assert [[button.data for button in row] for row in shown.keyboard] == [
        ["~people.0", "~invite.", "~report.7"],
        ["~new.", "~log.0"],
    ]


def test_start_with_an_invalid_invitation_continues_as_usual(office: Office) -> None:
    office.holds(until("gender"))

    assert "is not finished. Continue it" in texts(office.hears("/start nonsense"))[-1]


@pytest.mark.parametrize("typed", ["xyz", "99999", "01999999999", "Nobody At All"])
def test_a_search_without_a_hit_says_so(office: Office, typed: str) -> None:
    office.holds(decided(), is_active=False)

    (said,) = texts(office.hears(f"/log {typed}"))

    assert said.startswith("Nothing found among your applications")


def test_log_alone_is_the_list(office: Office) -> None:
    office.holds(decided(), is_active=False)

    assert "(1–1 of 1)" in as_read(only(Send, office.hears("/log")).text)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (None, "Welcome back"),
        (until("gender"), "is not finished"),
        (begun(), "Does the customer agree"),
    ],
    ids=["nothing open", "a draft", "a form without consent"],
)
def test_start_offers_the_menu_and_leads_on(
    office: Office, draft: Application | None, said: str
) -> None:
    if draft:
        office.holds(draft)

    sent = office.hears("/start")

    assert only(OfferCommands, sent).language == "en"
    assert said in texts(sent)[0]


@pytest.mark.parametrize("typed", ["/start", "/new"])
def test_the_draft_in_hand_is_offered_though_another_changed_since(
    office: Office, typed: str
) -> None:
    """As by its card, which is read while the agent is with the next customer."""
    office.holds(until("gender"), name="inhand23")
    later = office.now + timedelta(minutes=1)
    office.holds(replace(until("front"), changed_at=later), name="another2", is_active=False)

    offer = office.hears(typed)[-1]

    assert isinstance(offer, Send)
    assert list(offer.about) == ["inhand23"]


def test_new_goes_on_with_a_form_that_has_no_consent_yet(office: Office) -> None:
    form = office.holds(begun())
    office.hears("/new")

    assert office.form.id == form.id


def test_a_search_by_command_finds_what_its_words_name(office: Office) -> None:
    office.holds(decided(), is_active=False)

    assert "Md. Asaduzzaman Miah" in texts(office.hears("/log asaduz"))[0]


def test_stats_are_drawn_when_they_are_delivered(office: Office) -> None:
    assert office.hears("/stats") == [ShowStats()]


def test_drafts_are_listed_and_nothing_else(office: Office) -> None:
    office.holds(until("gender"), name="draft234")
    office.holds(decided(), name="done2345", is_active=False)

    (page,) = office.hears("/drafts")

    assert isinstance(page, Send)
    offered = [button.data for row in page.keyboard for button in row]
    assert [data for data in offered if "draft234" in data]
    assert not [data for data in offered if "done2345" in data]


@pytest.mark.parametrize(
    "command",
    ["/status", "/status 0171234567", "/status 01999999999", "/log Nobody", "/erase", "/erase x"],
)
def test_a_command_that_lacks_something_leaves_the_open_question_last(
    office: Office, command: str
) -> None:
    """Or a number typed next, for the command, would be taken for that customer's."""
    office.holds(until("mobile_number"))

    explained, asked = texts(office.hears(command))

    assert "Type the customer’s own mobile number." not in explained
    assert "Type the customer’s own mobile number." in asked


@pytest.mark.parametrize("command", ["/announce", "/export x", "/invite 3001", "/invite 01712345"])
def test_so_does_a_command_of_a_supervisor(office: Office, command: str) -> None:
    office.holds(until("nominee"))
    office.store.agents.enrol(replace(office.agent, role=Role.ADMIN), NOW)

    assert "Who is the nominee?" in texts(office.hears(command))[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_help_has_one_send_after_a_break_answers_nothing(
    office: Office, language: str
) -> None:
    form = office.holds(until("nominee"))
    last_line = plain(language, "help").rpartition("\n")[2]
    (command,) = re.findall(r"/[a-z]+", last_line)

    (asked,) = texts(office.hears(command))

    assert "is not finished. Continue it" in asked
    assert office.form == form
