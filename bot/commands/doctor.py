"""python -m bot doctor: what is wrong with this installation, and what cures it."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import click

from bot.commands.arguments import DAYS
from bot.commands.opening import FAILED, MISCONFIGURED, misspelt_settings, try_settings
from bot.doctor.finding import Finding, State, worst
from bot.doctor.limits import MEGABYTE, Limits
from bot.doctor.report import as_json, as_text
from bot.doctor.settings import judge_misspellings, judge_problems
from bot.settings.invalid import SettingsInvalid

_USUAL = Limits()


@click.command()
@click.option("--json", "is_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--least-free",
    type=click.IntRange(1),
    default=_USUAL.least_free // MEGABYTE,
    show_default=True,
    help="Warn when less disk is free, in MB.",
)
@click.option(
    "--oldest-backup",
    type=DAYS,
    default=_USUAL.oldest_backup.days,
    show_default=True,
    help="Warn when the last backup is older, in days.",
)
def doctor(*, is_json: bool, least_free: int, oldest_backup: int) -> None:
    """Check the installation and say what cures each fault.

    It changes nothing, and the bot may keep running. Exits with code 1 if something is broken, 2 if
    the settings are.
    """
    limits = Limits(least_free=least_free * MEGABYTE, oldest_backup=timedelta(days=oldest_backup))
    findings, code = _examined(limits)
    for line in [as_json(findings)] if is_json else as_text(findings):
        click.echo(line)
    sys.exit(code)


def _examined(limits: Limits) -> tuple[list[Finding], int]:
    """The findings and the exit code."""
    from bot.doctor.examination import examine, examine_program  # noqa: PLC0415 - for doctor only

    misspellings = misspelt_settings()
    try:
        settings = try_settings()
    except SettingsInvalid as invalid:
        judged = [*judge_problems(invalid.problems), *judge_misspellings(misspellings)]
        return [*judged, *asyncio.run(examine_program())], MISCONFIGURED
    examination = examine(settings, limits, lambda: datetime.now(UTC), misspellings=misspellings)
    found = asyncio.run(examination)
    return found, FAILED if worst(found) is State.BROKEN else 0
