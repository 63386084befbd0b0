"""python -m bot: the group of all commands; each has its file in bot/commands."""

import contextlib
import importlib
import io
import os
import sys
from typing import Any

import click

from bot import __version__
from bot.runtime import logs
from bot.runtime.collector import at_rest

_FAILED = 1  # exit code: start it again
_MISCONFIGURED = 2  # exit code: the operator must change something first

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
            _read_time_zone()
            file = importlib.import_module(f"bot.commands.{_FILES[cmd_name]}")
        command = getattr(file, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def main(self, *args: Any, **named: Any) -> Any:
        """End with a sentence, whatever happens; an exception's own words may be of a customer."""
        _write_any_letter()
        try:
            return super().main(*args, **named)
        except OSError as error:
            click.echo(f"The machine refuses something: {error.strerror}.", err=True)
            _drop_output()
        except Exception as error:  # noqa: BLE001 - see above
            click.echo(f"The command ends because of a fault: {logs.frames(error)}", err=True)
        sys.exit(_FAILED)


def _read_time_zone() -> None:
    """Babel does so when it is imported, as it is for every command; it raises what it likes."""
    try:
        importlib.import_module("fluent.runtime")
    except ImportError:
        raise
    except Exception:  # noqa: BLE001 - see above
        click.echo(
            "The time zone that TZ or /etc/localtime names cannot be read."
            " Set TZ=Asia/Dhaka, for example.",
            err=True,
        )
        sys.exit(_MISCONFIGURED)


def _write_any_letter() -> None:
    """A terminal that knows no Bangla gets names in escape codes instead of a failure."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and out.errors == "strict":
        out.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """What could not be written is not tried once more at the exit, whose code would be another."""
    with contextlib.suppress(io.UnsupportedOperation):  # output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="onboarding-bot")
def main() -> None:
    """The onboarding bot."""


if __name__ == "__main__":
    main()
