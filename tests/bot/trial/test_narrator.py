"""A message of a chat as one line of a terminal."""

import click
import pytest

from bot.sandbox.telegram.screen import Message
from bot.trial.narrator import line_of


def message(text: str, *, from_bot: bool = True, has_photo: bool = False) -> Message:
    return Message(
        message_id=1,
        text=text,
        html=text,
        changed=1,
        buttons=(("New customer",),),
        from_bot=from_bot,
        has_photo=has_photo,
    )


def test_a_line_says_who_speaks_and_has_no_buttons() -> None:
    said = click.unstyle(line_of(message("Welcome.\nTap a button."), "Rahim"))
    assert said == "   bot → Rahim: Welcome. Tap a button."
    answered = click.unstyle(line_of(message("", from_bot=False, has_photo=True), "Rahim"))
    assert answered == "         Rahim: (photo)"


def test_a_long_message_is_cut_where_the_terminal_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    line = click.unstyle(line_of(message("One word after another " * 5), "Rahim"))
    assert line == "   bot → Rahim: One word after another…"
    monkeypatch.setenv("COLUMNS", "500")
    assert len(click.unstyle(line_of(message("word " * 50), "Rahim"))) <= 100
