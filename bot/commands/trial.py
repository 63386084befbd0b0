"""python -m bot trial: the whole system on this machine, without a network."""

import click

from bot.commands.opening import give_up
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
@click.option("--log-level", default="WARNING", show_default=True, help="Of the bot.")
def trial(*, once: bool, language: str, reader: str, log_level: str) -> None:
    """Register a made-up customer with the real bot, offline, on this machine."""
    # Imported here because the sandbox's packages are not part of a bot in service.
    try:
        from bot.trial.play import play  # noqa: PLC0415
        from bot.trial.processes import TrialFailed  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        give_up(
            f"The package {missing.name} is missing. The trial needs:",
            "pip install 'onboarding-bot[trial]'",
        )

    try:
        play(once=once, language=language, reader=reader, log_level=log_level)
    except TrialFailed as failed:
        raise click.ClickException(str(failed)) from None
    except AssertionError as unmet:
        raise click.ClickException(f"The worked example stopped: {unmet}") from None
