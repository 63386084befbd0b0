"""The menus: Telegram's list of commands by role, and the buttons of a chat at rest. Pure."""

from collections.abc import Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button
from bot.texts import plain

_AGENT = (
    "new",
    "drafts",
    "log",
    "stats",
    "status",
    "cancel",
    "erase",
    "help",
    "language",
    "start",
)
_SUPERVISOR = (*_AGENT, "agents", "invite", "report", "export")

#: The commands by role; nobody else is offered any.
COMMANDS_OF = {"agent": _AGENT, "supervisor": _SUPERVISOR, "admin": _SUPERVISOR}

#: What somebody without a role is offered: the way in.
_FOR_STRANGERS = ("start", "help")


def commands_for(role: str, language: str) -> Sequence[tuple[str, str]]:
    """The commands of that role with a line about each; none for a role that does not exist."""
    return _described(COMMANDS_OF.get(role, ()), language)


def commands_for_strangers(language: str) -> Sequence[tuple[str, str]]:
    return _described(_FOR_STRANGERS, language)


def _described(names: Sequence[str], language: str) -> Sequence[tuple[str, str]]:
    return [(name, plain(language, f"command-{name}")) for name in names]


def menu_row(language: str) -> list[Button]:
    """What an agent may do when nothing is being asked."""
    return [
        menu_button(plain(language, "button-new"), "new"),
        menu_button(plain(language, "button-log"), "log", "0"),
    ]
