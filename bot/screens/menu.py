"""The buttons of a chat at rest. Pure."""

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button
from bot.texts import plain


def menu_row(language: str) -> list[Button]:
    """What an agent may do when nothing is being asked."""
    return [
        menu_button(plain(language, "button-new"), "new"),
        menu_button(plain(language, "button-log"), "log", "0"),
    ]
