from typing import Any

import pytest

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.wire import Wire


def commands(**described: str) -> list[dict[str, str]]:
    return [{"command": name, "description": text} for name, text in described.items()]


async def test_everybody_is_offered_the_menu_of_their_language_and_chat(
    bot: Wire, rahim: Person, url: str
) -> None:
    await bot("setMyCommands", commands=commands(help="Help"))
    assert await rahim.commands() == {"help": "Help"}
    await bot("setMyCommands", commands=commands(help="সাহায্য"), language_code="bn")
    assert await rahim.commands() == {"help": "সাহায্য"}
    private = {"type": "all_private_chats"}
    await bot("setMyCommands", commands=commands(new="New"), scope=private)
    assert await rahim.commands() == {"new": "New"}
    own = {"type": "chat", "chat_id": 1001}
    await bot("setMyCommands", commands=commands(invite="Invite"), scope=own)
    assert await rahim.commands() == {"invite": "Invite"}
    assert await Person(url, 1002, "Karim").commands() == {"new": "New"}
    await bot("deleteMyCommands", scope=own)
    assert await rahim.commands() == {"new": "New"}


async def test_commands_are_read_back_by_scope_and_language(bot: Wire) -> None:
    await bot("setMyCommands", commands=commands(help="Help"), language_code="en")
    assert await bot("getMyCommands", language_code="en") == commands(help="Help")
    assert await bot("getMyCommands") == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"commands": commands(NEW="New")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands(new="")}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
         "BOT_COMMANDS_TOO_MUCH"),
        ({}, "can't parse commands JSON object"),
        ({"commands": [], "language_code": "english"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "planet"}},
         "can't parse BotCommandScope: unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 4711}}, "chat not found"),
    ],
)  # fmt: skip
async def test_menus_that_telegram_refuses(
    bot: Wire, parameters: dict[str, Any], words: str
) -> None:
    assert await bot.refused("setMyCommands", **parameters) == f"400 Bad Request: {words}"


async def test_names_and_descriptions_differ_by_language(bot: Wire) -> None:
    await bot("setMyDescription", description="Registers customers.")
    await bot("setMyDescription", description="গ্রাহক নিবন্ধন করে।", language_code="bn")
    await bot("setMyShortDescription", short_description="eKYC")
    await bot("setMyName", name="নিবন্ধন", language_code="bn")
    assert (await bot("getMyDescription", language_code="bn"))["description"].startswith("গ্রাহক")
    assert (await bot("getMyDescription", language_code="fr"))["description"].endswith("customers.")
    assert await bot("getMyShortDescription") == {"short_description": "eKYC"}
    assert await bot("getMyName") == {"name": "eKYC trial"}
    assert await bot.refused("setMyName", name="x" * 65) == "400 Bad Request: BOT_NAME_TOO_LONG"


async def test_the_menu_button_is_set_for_all_or_for_one_chat(bot: Wire, rahim: Person) -> None:
    await bot("setChatMenuButton", chat_id=1001, menu_button={"type": "default"})
    await bot("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot("getChatMenuButton") == {"type": "commands"}
    assert await bot("getChatMenuButton", chat_id=1001) == {"type": "default"}


async def test_closing_and_logging_out_succeed(bot: Wire) -> None:
    assert await bot("close") is True
    assert await bot("logOut") is True
