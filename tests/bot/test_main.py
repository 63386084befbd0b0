"""python -m bot: every command is in the group and in docs/operating.md."""

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot import __version__, commands
from bot.__main__ import main

ROOT = Path(__file__).parents[2]


def written_commands() -> Iterator[click.Command]:
    """The top-level commands that the files of bot/commands define."""
    found = [
        each
        for module in pkgutil.iter_modules(commands.__path__)
        for each in vars(importlib.import_module(f"bot.commands.{module.name}")).values()
        if isinstance(each, click.Command)
    ]
    inner = [
        each for one in found if isinstance(one, click.Group) for each in one.commands.values()
    ]
    yield from (each for each in found if each not in inner)


def offered(group: click.Group = main) -> Iterator[click.Command]:
    """The commands of the group, in the order of --help."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        assert command.name == name
        yield command


def names(group: click.Group, above: str = "") -> Iterator[str]:
    """Every command with those above it, such as `agents suspend`."""
    for command in offered(group):
        yield f"{above}{command.name}"
        if isinstance(command, click.Group):
            yield from names(command, f"{above}{command.name} ")


def documented() -> Iterator[str]:
    """The commands in the table of docs/operating.md, one for each of `suspend|restore`."""
    text = (ROOT / "docs" / "operating.md").read_text("utf-8").replace("\\|", "/")
    for words in re.findall(r"^\| `python -m bot ([^`]+)` \|", text, re.MULTILINE):
        first, second = [*words.split(), ""][:2]
        yield first
        if re.fullmatch(r"[a-z/-]+", second):
            yield from (f"{first} {each}" for each in second.split("/"))


def test_every_file_of_commands_is_in_the_group() -> None:
    assert set(written_commands()) == set(offered())


def test_every_command_is_in_the_table_for_operators_and_no_other_is() -> None:
    assert set(documented()) - {"--version"} == set(names(main))


def test_every_command_says_in_one_sentence_what_it_does() -> None:
    for command in offered():
        assert command.get_short_help_str(limit=200).endswith((".", ":"))


@pytest.mark.parametrize(
    "group", [main, *(one for one in offered() if isinstance(one, click.Group))]
)
def test_a_list_of_commands_ends_no_sentence_in_the_middle(group: click.Group) -> None:
    """Whether the bot may keep running is often said at the end."""
    listed = CliRunner().invoke(group, ["--help"], terminal_width=80).output

    assert "..." not in listed.partition("Commands:")[2]


def test_the_version_is_told_from_a_checkout_and_is_the_newest_in_the_changelog() -> None:
    words = [sys.executable, "-m", "bot", "--version"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## ([0-9.]+)", changes, re.MULTILINE)

    assert told.stdout == f"onboarding-bot, version {__version__}\n"
    assert released[0] == __version__


def test_a_start_loads_no_library_that_only_exports_pictures_or_the_doctor_need() -> None:
    """They cost 30 ms and 4 MB; photos are decoded by another process."""
    heavy = [
        "sqlite_utils",
        "xlsxwriter",
        "segno",
        "resvg_py",
        "cv2",
        "PIL",
        "pillow_heif",
        "zxingcpp",
        "numpy",
    ]
    words = (
        "import sys, bot.__main__ as program;"
        " program.main.get_command(None, 'run');"
        f" print([name for name in {[*heavy, 'bot.doctor']} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout == "[]\n"


@pytest.mark.parametrize("zone", ["README.md", "docs", "."])
def test_a_time_zone_that_is_none_is_said_in_a_sentence(zone: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=ROOT,
        env={"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert told.stderr == (
        "The time zone that TZ or /etc/localtime names cannot be read."
        " Set TZ=Asia/Dhaka, for example.\n"
    )
    assert told.returncode == 2
