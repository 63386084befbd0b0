"""Everything that the README tells people to type exists and is accepted."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.handlers.table import COMMAND_NAMED
from bot.settings.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\w*\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
CODE = re.findall(r"`([^`\n]+)`", re.sub(r"```.+?```", "", README, flags=re.DOTALL))
TYPED = [line for block in BLOCKS for line in block.splitlines() if line.strip()] + CODE
MAKE = sorted({each for each in TYPED if each.startswith("make ")})
BOT = sorted({each for each in TYPED if re.match(r"(\.venv/bin/)?python -m bot ", each)})
COPIES = sorted({each for each in TYPED if re.match(r"(cp|chmod) ", each)})
SETTINGS = sorted({each for each in CODE if re.fullmatch(r"[A-Z][A-Z_]+", each)})


def accepted(words: list[str]) -> click.Command:
    """The command of `python -m bot` that takes these words; raises click.UsageError."""
    command: click.Command = main
    context = click.Context(main, info_name="bot")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        _, found, words = command.resolve_command(context, words)
        assert found is not None
        command = found
        context = click.Context(command, parent=context)
    command.make_context(command.name, words, parent=context.parent)
    return command


def test_the_readme_names_the_two_commands_and_the_way_to_go_live() -> None:
    assert {"make demo", "make test"} <= set(MAKE)
    assert [accepted(shlex.split(line)[3:]).name for line in BOT] == ["invite", "run"]
    assert {"TELEGRAM_BOT_TOKEN", "EKYC_URL", "EKYC_TOKEN", "DATABASE_KEY"} <= set(SETTINGS)


def test_it_leads_to_every_page() -> None:
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}

    assert pages - set(re.findall(r"\]\((docs/[^)#]+)\)", README)) == set()


@pytest.mark.parametrize("line", MAKE)
def test_make_knows_the_target_and_the_variables(line: str) -> None:
    """A dry run prints what would be run, and fails without a rule."""
    words = shlex.split(line)
    makefile = (ROOT / "Makefile").read_text("utf-8")

    printed = subprocess.run(
        [*words, "--dry-run", "--always-make"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert printed.returncode == 0, printed.stderr
    for word in words[1:]:
        name, given, _ = word.partition("=")
        assert not given or f"$({name})" in makefile or f"$(if $({name})" in makefile
    for call in re.findall(r"python -m bot (.+)", printed.stdout):
        accepted(shlex.split(call))


@pytest.mark.parametrize("line", BOT)
def test_the_bot_accepts_the_command(line: str) -> None:
    accepted(shlex.split(line.removeprefix(".venv/bin/"))[3:])


def test_a_command_that_the_bot_does_not_have_is_refused() -> None:
    with pytest.raises(click.UsageError):
        accepted(["invite", "Rahim Uddin", "--rank", "agent"])
    with pytest.raises(click.UsageError):
        accepted(["invitation"])


def test_what_is_copied_is_there(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".env.example", tmp_path)

    assert COPIES
    for line in sorted(COPIES, key=lambda each: not each.startswith("cp")):
        subprocess.run(shlex.split(line), cwd=tmp_path, check=True)

    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_that_is_named_exists(name: str) -> None:
    assert name.lower() in Settings.__dataclass_fields__


def test_every_telegram_command_that_is_named_exists() -> None:
    named = {each.removeprefix("/").split()[0] for each in CODE if each.startswith("/")}

    assert named - COMMAND_NAMED.keys() == set()
