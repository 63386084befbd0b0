"""An answered question shows its answer in the place of its buttons."""

import pytest

from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import AnyOutgoing, Disarm, Edit, Send
from bot.screens.settling import settle, settled_message
from bot.screens.view import View
from conversations.application import Application
from conversations.effects import Ask, Settle
from tests.support.forms import until

PRESSED = ButtonPressed("", "query", 7)
HIDDEN = ButtonPressed("", "query", None)


def settled(
    application: Application, effect: Settle, pressed: ButtonPressed | None = PRESSED
) -> AnyOutgoing:
    (shown,) = settle(effect, application, View(language="en", pressed=pressed))
    return shown.message


def test_the_answer_takes_the_place_of_the_buttons() -> None:
    shown = settled(until("profession"), Settle(question="gender"))

    assert shown == Edit(message_id=7, text="✓ Gender: Male")


def test_consent_says_so_and_loses_the_text() -> None:
    shown = settled(until("front"), Settle(question="consent"))

    assert shown == Edit(message_id=7, text="✓ The customer has agreed.")


@pytest.mark.parametrize("question", ["", "card", "front", "review"])
def test_other_prompts_only_lose_their_buttons(question: str) -> None:
    assert settled(until("review"), Settle(question=question)) == Disarm(message_id=7)


def test_an_answer_to_a_question_that_was_never_shown_is_shown_by_itself() -> None:
    shown = settled(until("permanent_address"), Settle(question="gender"), pressed=None)

    assert isinstance(shown, Send)
    assert shown.text == "✓ Gender: Male"


def test_the_end_of_a_draft_is_told_with_the_ways_on() -> None:
    told = settled(until("gender"), Settle(text="cancelled"), pressed=None)
    edited = settled(until("gender"), Settle(text="cancelled"))

    assert isinstance(told, Send)
    assert isinstance(edited, Edit)
    assert told.keyboard == edited.keyboard
    assert [button.text for button in told.keyboard[0]] == ["New customer", "My applications"]


@pytest.mark.parametrize(
    ("pressed", "expected"), [(PRESSED, 7), (HIDDEN, None), (None, 5)], ids=str
)
def test_the_answer_is_shown_in_the_pressed_message_else_in_the_prompt(
    pressed: ButtonPressed | None, expected: int | None
) -> None:
    assert settled_message([Settle(), Ask()], pressed, 5) == expected
    assert settled_message([Ask()], pressed, 5) is None
