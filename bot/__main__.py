"""python -m bot: the group of all commands; each has its file in bot/commands."""

import click

from bot import __version__
from bot.commands.agents import agents
from bot.commands.audit import audit
from bot.commands.copies import backup, restore
from bot.commands.doctor import doctor
from bot.commands.export import export
from bot.commands.invite import invite
from bot.commands.rekey import rekey
from bot.commands.run import run
from bot.commands.trial import trial
from bot.commands.updates import updates


@click.group()
@click.version_option(__version__, prog_name="onboarding-bot")
def main() -> None:
    """The onboarding bot."""


for command in (run, doctor, invite, agents, audit, updates, export, backup, restore, rekey, trial):
    main.add_command(command)


if __name__ == "__main__":
    main()
