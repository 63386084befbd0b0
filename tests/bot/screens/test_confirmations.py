"""A question whether to do something has the button that does it first, and only that coloured."""

import pytest

from bot.chat.outgoing import Send, Style
from bot.screens.announcements import announcement_question
from bot.screens.people import removal_question
from bot.screens.prompts import prompt
from conversations import events
from conversations.languages import LANGUAGES
from storage.agents import Agent, Role
from tests.support.forms import (
    FAILED,
    after,
    asked_about_record,
    begun,
    decided,
    denied,
    pending,
    press,
    until,
)
from tests.support.office import Office, only

KARIM = Agent(id=2002, name="Karim", role=Role.AGENT, language="en")


def erasure(language: str) -> Send:
    office = Office(language)
    office.holds(pending(), name="sent2345", is_active=False)
    return only(Send, office.hears("/erase sent2345"))


QUESTIONS = {
    "consent": lambda language: prompt(begun(), language),
    "cancel": lambda language: prompt(after(until("gender"), events.CancelAsked()), language),
    "give up": lambda language: prompt(
        after(decided(FAILED), press(events.CorrectionBegun), events.CancelAsked()), language
    ),
    "send again": lambda language: prompt(denied(), language),
    "remove": lambda language: removal_question(KARIM, language, page=0),
    "announce": lambda language: announcement_question(7, 3, "Salma", "Closed.", language),
    "erase": erasure,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_wanted_button_is_first_and_the_only_one_with_a_colour(
    question: str, language: str
) -> None:
    first, *others = [button for row in QUESTIONS[question](language).keyboard for button in row]

    assert first.style is not Style.PLAIN
    assert {other.style for other in others} <= {Style.PLAIN}


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_knows_what_is_right_neither_answer_has_a_colour(language: str) -> None:
    buttons = [button for row in prompt(asked_about_record(), language).keyboard for button in row]

    assert len(buttons) >= 2
    assert {button.style for button in buttons} == {Style.PLAIN}
