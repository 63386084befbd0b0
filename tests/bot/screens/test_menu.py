"""Telegram's list of commands by role."""

import pytest

from bot.screens.menu import COMMANDS_OF, commands_for, commands_for_strangers
from conversations.languages import LANGUAGES
from storage.agents import Role


def test_every_role_has_a_menu() -> None:
    assert set(COMMANDS_OF) == set(Role)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_every_command_is_described_in_both_languages(role: Role, language: str) -> None:
    described = commands_for(role, language)

    assert [name for name, _ in described] == list(COMMANDS_OF[role])
    # Bot API, BotCommand: 1 to 256 characters
    assert all(0 < len(description) <= 256 for _, description in described)


def test_supervisors_see_what_agents_see_and_more() -> None:
    assert set(COMMANDS_OF["agent"]) < set(COMMANDS_OF["supervisor"])


def test_somebody_without_a_role_is_offered_no_command_of_an_agent() -> None:
    assert commands_for("", "en") == []
    assert [name for name, _ in commands_for_strangers("en")] == ["start", "help"]
