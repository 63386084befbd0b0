"""Methods by which a bot presents itself: commands, names, descriptions, menu button."""

from bot.sandbox.telegram import fields, profile
from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram


async def set_my_commands(telegram: Telegram, given: Parameters) -> bool:
    commands = given.array("commands")
    if commands is None:
        raise bad_request("can't parse commands JSON object")
    telegram.profile.commands[_audience(telegram, given)] = profile.commands(commands)
    return True


async def get_my_commands(telegram: Telegram, given: Parameters) -> list[Json]:
    return telegram.profile.commands.get(_audience(telegram, given), [])


async def delete_my_commands(telegram: Telegram, given: Parameters) -> bool:
    telegram.profile.commands.pop(_audience(telegram, given), None)
    return True


def _audience(telegram: Telegram, given: Parameters) -> tuple[profile.Scope, str]:
    scope = profile.scope(given.object("scope"))
    if scope[1]:
        telegram.chat(scope[1])
    return scope, profile.language(given.text("language_code"))


def _setter(kind: str) -> Method:
    async def set_text(telegram: Telegram, given: Parameters) -> bool:
        language = profile.language(given.text("language_code"))
        telegram.profile.set_text(kind, language, given.text(kind))
        return True

    return set_text


def _getter(kind: str) -> Method:
    async def get_text(telegram: Telegram, given: Parameters) -> Json:
        language = profile.language(given.text("language_code"))
        return {kind: telegram.profile.text(kind, language)}

    return get_text


async def set_chat_menu_button(telegram: Telegram, given: Parameters) -> bool:
    button = given.object("menu_button") or {"type": "default"}
    if fields.string(button, "type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: unsupported type specified")
    if "chat_id" in given:
        telegram.chat(given.raw("chat_id")).menu_button = button
    else:
        telegram.profile.menu_button = button
    return True


async def get_chat_menu_button(telegram: Telegram, given: Parameters) -> Json:
    if "chat_id" in given:
        return telegram.chat(given.raw("chat_id")).menu_button
    return telegram.profile.menu_button


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
