"""The buttons of a chat at rest."""

import pytest

from bot.screens.menu import menu_row
from bot.texts import plain
from conversations.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_form_and_the_list_are_one_tap_away(language: str) -> None:
    assert [(button.text, button.data) for button in menu_row(language)] == [
        (plain(language, "button-new"), "~new."),
        (plain(language, "button-log"), "~log.0"),
    ]
