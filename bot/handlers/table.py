"""The one table of Telegram commands and menu buttons.

Routing, Telegram's menu, the text of /help and the tests that press every button as somebody who
may not are all made from it. A new row also needs its handler and its texts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.outgoing import Send
from bot.handlers import (
    announcements,
    commands,
    erase,
    exports,
    invitations,
    people,
    presses,
    reports,
    searching,
)
from bot.handlers.context import Context
from bot.handlers.request import Request
from bot.screens.invitations import team_key
from bot.screens.menu import menu_rows
from bot.screens.phrases import folded
from bot.texts import plain, say
from storage.agents import Agent, Role

Handler = Callable[[Context, Request], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A Telegram command, for `role` and the roles above it.

    The text `command-NAME` describes it in the menu of Telegram and in /help.
    """

    name: str
    handle: Handler
    role: Role = Role.AGENT
    is_for_strangers: bool = False  # in the menu of people without a role
    names_nobody: bool = False  # else its argument may name a customer, and leaves the chat later


@dataclass(frozen=True, slots=True)
class MenuButton:
    """A button outside the form, for `role` and the roles above it.

    `example` shows what follows the verb. The presser only claims what is in braces, so the handler
    checks it: an {application}, or a {person} and the {receiver} of their work.
    """

    verb: str
    handle: Handler
    example: str = ""
    role: Role = Role.AGENT
    has_notice: bool = False  # the handler answers the press itself, with a notice


def show_help(context: Context, request: Request) -> None:
    """Explain how it works, and list this person's commands."""
    context.replies.send(request, help_page(request.agent))


def help_page(agent: Agent) -> Send:
    lines = [f"/{name} – {line}" for name, line in menu(agent.role, agent.language)]
    keyboard = [] if agent.active_application else menu_rows(agent.role, agent.language)
    key = "help" if agent.role is Role.AGENT else f"help-{agent.role}"
    text = f"{say(agent.language, key)}\n{folded(lines)}"
    return Send(text=text, keyboard=keyboard)


#: Each role sees its own commands first.
COMMANDS = (
    Command("agents", people.list_people, Role.SUPERVISOR, names_nobody=True),
    Command("invite", invitations.invite, Role.SUPERVISOR, names_nobody=True),
    Command("report", reports.report, Role.SUPERVISOR, names_nobody=True),
    Command("announce", announcements.announce, Role.SUPERVISOR, names_nobody=True),
    Command("export", exports.offer_export, Role.SUPERVISOR, names_nobody=True),
    Command("new", commands.new),
    Command("drafts", commands.drafts),
    Command("log", commands.log),
    Command("stats", commands.stats),
    Command("status", commands.status),
    Command("cancel", commands.cancel),
    Command("erase", erase.ask_erasure),
    Command("help", show_help, is_for_strangers=True),
    Command("language", commands.language, names_nobody=True),
    Command("start", commands.start, is_for_strangers=True, names_nobody=True),
)


BUTTONS = (
    MenuButton("new", presses.begin),
    MenuButton("log", presses.turn_log, "all-0"),
    MenuButton("found", searching.turn_found, "1-0", has_notice=True),
    MenuButton("drafts", presses.turn_drafts, "0"),
    MenuButton("language", presses.speak, "en"),
    MenuButton("continue", presses.go_on, "{application}"),
    MenuButton("open", presses.open_detail, "{application}"),
    MenuButton("refresh", presses.refresh, "{application}", has_notice=True),
    MenuButton("receipt", presses.show_receipt, "en-{application}"),
    MenuButton("receipt-picture", presses.draw_receipt, "en-{application}"),
    MenuButton("erase-draft", presses.cancel_draft, "{application}"),
    MenuButton("erase-now", erase.erase, "{application}"),
    MenuButton("people", people.list_people, "0", Role.SUPERVISOR),
    MenuButton("person", people.show_person, "{person}", Role.SUPERVISOR),
    MenuButton("suspend", people.suspend, "{person}", Role.SUPERVISOR),
    MenuButton("restore", people.restore, "{person}", Role.SUPERVISOR),
    MenuButton("remove", people.ask_removal, "{person}", Role.SUPERVISOR),
    MenuButton("remove-now", people.remove, "{person}", Role.SUPERVISOR),
    MenuButton("give", people.ask_receiver, "{person}", Role.SUPERVISOR),
    MenuButton("give-to", people.hand_over, "{person}.{receiver}", Role.SUPERVISOR),
    MenuButton("invite", invitations.invite, "", Role.SUPERVISOR),
    MenuButton("invite-as", invitations.choose_role, "agent", Role.SUPERVISOR),
    MenuButton("invite-to", invitations.choose_team, f"agent.{team_key('')}", Role.SUPERVISOR),
    MenuButton("invitations", invitations.list_invitations, "0", Role.SUPERVISOR),
    MenuButton("withdraw", invitations.withdraw, f"{'0' * 24}-0", Role.SUPERVISOR, has_notice=True),
    MenuButton("announce-now", announcements.send_announcement, "7", Role.SUPERVISOR),
    MenuButton("announce-no", announcements.keep_silent, "7", Role.SUPERVISOR),
    MenuButton("vendor", reports.turn_service_log, "all.1", Role.SUPERVISOR),
    MenuButton("report", reports.report, "7", Role.SUPERVISOR),
    MenuButton("evening", reports.turn_evening, "on", Role.SUPERVISOR, has_notice=True),
    MenuButton("view", reports.view, "{application}", Role.SUPERVISOR),
    MenuButton("export-days", exports.choose_days, "masked.7", Role.SUPERVISOR),
    MenuButton("export", exports.export, "csv.masked.2026-11-01.2026-11-30", Role.SUPERVISOR),
)

COMMAND_NAMED: Mapping[str, Command] = {row.name: row for row in COMMANDS}
BUTTON_NAMED: Mapping[str, MenuButton] = {row.verb: row for row in BUTTONS}


def menu(role: Role | None, language: str) -> Sequence[tuple[str, str]]:
    """The commands offered to that role, each with its line; None means a person without a role."""
    return [
        (row.name, plain(language, f"command-{row.name}"))
        for row in COMMANDS
        if (role.includes(row.role) if role else row.is_for_strangers)
    ]
