"""python -m bot trial: the whole system on this machine, without a network."""

import os
from typing import BinaryIO

import click

from bot.commands.opening import give_up
from bot.settings.settings import LEVELS
from conversations.languages import LANGUAGES


@click.command()
@click.option("--once", is_flag=True, help="Stop after the worked example.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option(
    "--reader",
    type=click.Choice(["ocr", "specimens", "off"]),
    default="ocr",
    show_default=True,
    help="How the pretend service reads cards.",
)
@click.option(
    "--log-level", type=click.Choice(LEVELS), default="INFO", show_default=True, help="Of the bot."
)
@click.option(
    "--log-file",
    type=click.File("wb"),
    default="trial.log",
    show_default=True,
    help="Where the programs log; it is overwritten.",
)
@click.pass_context
def trial(
    context: click.Context,
    *,
    once: bool,
    language: str,
    reader: str,
    log_level: str,
    log_file: BinaryIO,
) -> None:
    """Register a made-up customer with the real bot, offline."""
    # Imported here because the sandbox's packages are not part of a bot in service.
    try:
        from bot.trial.play import play  # noqa: PLC0415 - an extra package
        from bot.trial.processes import TrialFailed  # noqa: PLC0415 - the same
    except ModuleNotFoundError as missing:
        give_up(
            f"The package {missing.name} is missing. The trial needs:",
            "pip install 'onboarding-bot[trial]'",
        )

    if os.environ.get("NO_COLOR"):  # see no-color.org; click itself only looks for a terminal
        context.color = False
    try:
        play(once=once, language=language, reader=reader, log_level=log_level, log=log_file)
    except TrialFailed as failed:
        raise click.ClickException(f"{failed} {log_file.name} says more.") from None
    except AssertionError as unmet:
        raise click.ClickException(f"The worked example stopped: {unmet}") from None
