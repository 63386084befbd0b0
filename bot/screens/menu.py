"""The buttons of a chat at rest. Pure."""

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button
from bot.texts import plain
from storage.agents import Role


def menu_row(language: str) -> list[Button]:
    """What an agent may do when nothing is being asked."""
    return [
        menu_button(plain(language, "button-new"), "new"),
        menu_button(plain(language, "button-log"), "log", "0"),
    ]


def menu_rows(role: Role, language: str) -> list[list[Button]]:
    """The same for that role; those who look after others find their people first."""
    own = menu_row(language)
    if role is Role.AGENT:
        return [own]
    team = [
        menu_button(plain(language, "button-agents"), "people", "0"),
        menu_button(plain(language, "button-invite"), "invite"),
        menu_button(plain(language, "button-team"), "report", "7"),
    ]
    return [team, own]
