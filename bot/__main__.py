"""python -m bot: the group of all commands; each has its file in bot/commands."""

import importlib

import click

from bot import __version__
from bot.runtime.collector import at_rest

#: In the order of --help, with the file that has the command.
_FILES = {
    "run": "run",
    "doctor": "doctor",
    "invite": "invite",
    "agents": "agents",
    "audit": "audit",
    "updates": "updates",
    "export": "export",
    "backup": "copies",
    "restore": "copies",
    "rekey": "rekey",
    "migrate": "migrate",
    "move": "move",
    "returned": "returned",
    "trial": "trial",
}


class _Commands(click.Group):
    """A command is imported when it is needed, so that none waits for another's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(_FILES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in _FILES:
            return None
        with at_rest():
            file = importlib.import_module(f"bot.commands.{_FILES[cmd_name]}")
        command = getattr(file, cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="onboarding-bot")
def main() -> None:
    """The onboarding bot."""


if __name__ == "__main__":
    main()
