"""The agent's unfinished applications, with what is missing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.outgoing import Edit, Send
from bot.handlers.finding import drafts_of
from bot.screens.drafts import continue_button
from conversations.questions import CANCEL, REVIEW
from tests.support.forms import NOW, begun, pending, until
from tests.support.office import Office, only, texts
from tests.support.plain_words import parse


@pytest.fixture
def office() -> Office:
    return Office()


def lines(message: Send | Edit) -> list[str]:
    text, _ = parse(message.text)
    return text.splitlines()


def test_drafts_are_named_by_customer_and_digits_and_say_what_is_missing(office: Office) -> None:
    office.holds(pending(), name="aaaaaaaa")
    for place, stop in enumerate((REVIEW, "nominee", "gender")):
        form = replace(until(stop), changed_at=NOW - timedelta(hours=place))
        office.holds(form, name="bcd"[place] * 8)
    office.holds(replace(begun(), changed_at=NOW - timedelta(days=1)), name="eeeeeeee")

    assert lines(drafts_of(office.store, office.agent)) == [
        "Your drafts, the last one first:",
        "1. Md. Asaduzzaman Miah · 0147: complete, not submitted",
        "2. Md. Asaduzzaman Miah · 0147: Nominee, Relation, Selfie",
        "3. Md. Asaduzzaman Miah · 0147: Card, Gender, Permanent addr., 5 more",
        "4. Unnamed customer: nothing entered yet",
    ]


def test_no_drafts(office: Office) -> None:
    assert lines(drafts_of(office.store, office.agent)) == ["You have no drafts. Start with /new."]


def test_a_draft_is_erased_from_the_list_after_a_question(office: Office) -> None:
    office.holds(until("nominee"), name="aaaaaaaa", is_active=False)
    page = only(Send, office.hears("/drafts"))
    erase = next(button for row in page.keyboard for button in row if "Erase" in button.text)

    assert any("Erase this application?" in text for text in texts(office.sees_press(erase.data)))
    assert office.form.asking == CANCEL
    office.sees_tap("erase")
    assert office.store.applications.find("aaaaaaaa") is None


def test_the_draft_of_another_agent_cannot_be_erased_so(office: Office) -> None:
    office.holds(replace(until("nominee"), agent=2002), name="aaaaaaaa", is_active=False)

    office.sees_press("~erase-draft.aaaaaaaa")
    assert office.store.applications.find("aaaaaaaa") is not None


def test_more_drafts_than_fit_on_a_screen_come_in_pages(office: Office) -> None:
    for place, letter in enumerate("abcdefg"):
        form = replace(until("nominee"), changed_at=NOW - timedelta(hours=place))
        office.holds(form, name=letter * 8, is_active=False)
    first = only(Send, office.hears("/drafts"))

    shown = [[button.data for button in row] for row in first.keyboard[:-1]]
    assert shown == [[f"~continue.{one * 8}", f"~erase-draft.{one * 8}"] for one in "abcd"]
    assert [button.text for button in first.keyboard[3]] == ["4. Continue", "4. Erase"]
    assert [button.data for button in first.keyboard[-1]] == ["~drafts.1"]
    second = only(Edit, office.sees_press("~drafts.1", message_id=7))
    assert lines(second)[1:] == [
        "5. Md. Asaduzzaman Miah · 0147: Nominee, Relation, Selfie",
        "6. Md. Asaduzzaman Miah · 0147: Nominee, Relation, Selfie",
        "7. Md. Asaduzzaman Miah · 0147: Nominee, Relation, Selfie",
    ]
    assert [button.data for button in second.keyboard[-1]] == ["~drafts.0"]


def test_a_page_of_drafts_beyond_the_last_is_the_last(office: Office) -> None:
    office.holds(until("nominee"), name="aaaaaaaa", is_active=False)

    shown = only(Edit, office.sees_press("~drafts.9999999999999", message_id=7))
    assert lines(shown)[0] == "Your drafts, the last one first:"


def test_the_button_of_a_draft_keeps_the_digits_of_a_long_name(office: Office) -> None:
    name = "Muhammad Khandaker Mahbubur Rahman Chowdhury"
    form = until("nominee")
    form = replace(form, answers={**form.answers, "name_english": name})

    assert continue_button(form, "en").text == ("Continue: Muhammad Khandaker Ma… · 0147")
