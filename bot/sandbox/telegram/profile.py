"""The bot's own profile: name, descriptions and commands, by language and scope."""

import dataclasses
import re

from bot.sandbox.telegram import fields
from bot.sandbox.telegram.errors import Json, bad_request

MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256  # signs, of a command
LONGEST_TEXTS = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = frozenset({
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
})  # fmt: skip

Scope = tuple[str, int, int]  # type, chat id or 0, user id or 0


@dataclasses.dataclass(slots=True)
class Profile:
    """What people see of the bot outside of its messages."""

    user: Json  # the Bot API's User
    texts: dict[tuple[str, str], str] = dataclasses.field(default_factory=dict)  # kind, language
    commands: dict[tuple[Scope, str], list[Json]] = dataclasses.field(default_factory=dict)
    menu_button: Json = dataclasses.field(default_factory=lambda: {"type": "commands"})

    def text(self, kind: str, language: str) -> str:
        """The text in a language, else the default one."""
        default = self.user["first_name"] if kind == "name" else ""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), default)

    def set_text(self, kind: str, language: str, text: str) -> None:
        if len(text) > LONGEST_TEXTS[kind]:
            raise bad_request(f"BOT_{kind.upper()}_TOO_LONG")
        if text:
            self.texts[kind, language] = text
        else:
            self.texts.pop((kind, language), None)

    def menu(self, chat_id: int, user_id: int, language: str, *, private: bool) -> list[Json]:
        """The commands that one person sees in one chat.

        The narrowest scope wins; within a scope the person's language before no language.
        Source: https://core.telegram.org/bots/api#determining-list-of-commands
        """
        scopes: list[Scope] = [("chat_member", chat_id, user_id)] if not private else []
        scopes += [("chat", chat_id, 0)]
        scopes += [("all_private_chats" if private else "all_group_chats", 0, 0), ("default", 0, 0)]
        for scope in scopes:
            for code in (language[:2], ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []


def language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def scope(given: Json) -> Scope:
    kind = fields.string(given, "type", "default")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id = fields.integer(given, "chat_id")
    if kind.startswith("chat") and not chat_id:
        raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
    return kind, chat_id, fields.integer(given, "user_id")


def commands(given: list[Json]) -> list[Json]:
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    read: list[Json] = []
    for each in fields.objects(given, "BotCommand"):
        command = fields.string(each, "command").removeprefix("/")
        description = fields.string(each, "description")
        if not _COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        read.append({"command": command, "description": description})
    return read
