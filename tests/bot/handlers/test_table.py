"""The table names every command and button, and the rest follows from it."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot import handlers as handlers_room
from bot.chat.incoming import CommandSent
from bot.handlers.table import BUTTONS, COMMANDS, Command, menu
from conversations.languages import LANGUAGES
from storage.agents import Agent, Role
from tests.support.forms import NOW
from tests.support.office import Office, texts

BOSS = 2007
BOT = Path(bot.__file__).parent
TEXTS = BOT / "texts"
ROOMS = ("screens", "reports", "handlers", "applications")


def handlers() -> Iterator[object]:
    """Every public function of the room that takes a request."""
    for found in pkgutil.iter_modules(handlers_room.__path__):
        module = importlib.import_module(f"{handlers_room.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)
            if takes == ["context", "request"] and not name.startswith("_"):
                yield function


def test_every_handler_is_in_the_table_and_no_row_is_there_twice() -> None:
    names, verbs = [row.name for row in COMMANDS], [row.verb for row in BUTTONS]

    assert {row.handle for row in (*COMMANDS, *BUTTONS)} == set(handlers())
    assert sorted(set(names)) == sorted(names)
    assert sorted(set(verbs)) == sorted(verbs)


#: The functions that draw a menu button, and which of their arguments is the verb.
DRAWING = {"menu_button": 1, "turning_row": 1, "_entries": 2, "_button": 1, "act": 0}


def drawn() -> set[str]:
    """The verbs of all menu buttons in the code."""
    verbs = set()
    for path in (path for room in ROOMS for path in (BOT / room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            place = DRAWING.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and place is not None:
                verb = node.args[place]
                verbs |= {str(verb.value)} if isinstance(verb, ast.Constant) else set()
    return verbs


def test_every_button_that_is_drawn_has_its_row_and_every_row_is_drawn() -> None:
    assert drawn() == {row.verb for row in BUTTONS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_line_in_the_menu_and_every_line_its_command(language: str) -> None:
    written = (TEXTS / language / "commands.ftl").read_text("utf-8")

    assert set(re.findall(r"^command-(\S+) =", written, re.MULTILINE)) == {
        row.name for row in COMMANDS
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_grows_with_the_role(language: str) -> None:
    strangers, agents, supervisors, admins = (
        [name for name, _ in menu(role, language)]
        for role in (None, Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
    )

    assert strangers == ["help", "start"]
    assert set(strangers) < set(agents) < set(supervisors)
    assert admins == supervisors == [row.name for row in COMMANDS]
    assert all(line for _, line in menu(Role.ADMIN, language))


@pytest.mark.parametrize("role", Role)
def test_help_lists_what_is_in_the_menu_of_the_role(role: Role) -> None:
    office = Office()
    office.store.agents.enrol(Agent(id=BOSS, name="B", role=role, language="en"), NOW)

    (shown,) = texts(office.hears("/help", BOSS))

    assert re.findall(r"^(?:<.*>)?/(\S+) –", shown, re.MULTILINE) == [
        name for name, _ in menu(role, "en")
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda row: row.name)
@pytest.mark.parametrize("role", Role)
def test_a_person_who_may_not_use_a_command_is_shown_the_help(command: Command, role: Role) -> None:
    office = Office()
    office.store.agents.enrol(Agent(id=BOSS, name="B", role=role, language="en"), NOW)

    sent = office.takes(CommandSent(command.name, ""), BOSS)

    is_helped = any("/help – How it works" in text for text in texts(sent))
    assert sent
    assert is_helped == (command.name == "help" or not role.includes(command.role))
