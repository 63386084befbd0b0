"""The buttons of a chat at rest. Pure."""

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Style
from bot.texts import plain
from storage.agents import Role

#: What the menu's button for the list carries; the list's own say as well which kind it shows.
MENU_LOG = "0"


def menu_row(language: str, *, is_wanted: bool = True) -> list[Button]:
    """What an agent may do when nothing is being asked; not what is wanted below another button
    that is.
    """
    return [
        menu_button(plain(language, "button-new"), "new", style=None if is_wanted else Style.PLAIN),
        menu_button(plain(language, "button-log"), "log", MENU_LOG),
    ]


def menu_rows(role: Role, language: str) -> list[list[Button]]:
    """The same for that role; those who look after others find their people first."""
    if role is Role.AGENT:
        return [menu_row(language)]
    team = [
        menu_button(plain(language, "button-agents"), "people", "0"),
        menu_button(plain(language, "button-invite"), "invite"),
        menu_button(plain(language, "button-team"), "report", "7"),
    ]
    return [team, menu_row(language, is_wanted=False)]
