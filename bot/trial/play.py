"""One worked example to watch, then a page to try it by hand."""

import asyncio
import tempfile
from pathlib import Path

import click

from bot.sandbox.person import Person
from bot.texts import plain
from bot.trial.example import Customer, register
from bot.trial.processes import Trial, trial_in

AGENT = 1001
EXAMPLE = Customer(number=0, mobile_number="01712345678")

_VERDICT_PATIENCE = 60.0  # seconds


def play(*, once: bool, language: str, reader: str, log_level: str) -> None:
    """Run everything, play the example, and unless `once` stay until the trial is ended.

    Raises TrialFailed, and AssertionError where the bot does something else than expected.
    """
    with (
        tempfile.TemporaryDirectory(prefix="onboarding-trial-") as folder,
        trial_in(Path(folder), reader=reader, language=language, log_level=log_level) as running,
    ):
        asyncio.run(_play(running, language, once=once))


async def _play(running: Trial, language: str, *, once: bool) -> None:
    page = f"{running.telegram_url}/?agent={AGENT}"
    click.secho(f"Chat page: {page}", bold=True)
    click.echo("Watch there or here: a field agent registers a customer.\n")
    async with Person(running.telegram_url, AGENT, "Rahim", language) as rahim:
        narrator = Narrator(rahim)
        await rahim.opens(running.invite("Rahim Uddin"))
        await rahim.sees(plain(language, "welcome", name="Rahim Uddin"))
        await register(rahim, EXAMPLE, language, at_step=narrator.tell_news)
        passed = plain(language, "verdict-passed", customer="").strip()
        await rahim.sees(passed, timeout=_VERDICT_PATIENCE)
        await narrator.tell_news("verdict")
    click.secho("\nThe verdict has arrived.", bold=True)
    if once:
        return
    click.secho(f"Now you: open {page}", bold=True)
    click.echo("Send /new; the page offers pictures of made-up customers. Ctrl-C ends it all.")
    await asyncio.Event().wait()


class Narrator:
    """Prints what is new in a chat."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._told = 0

    async def tell_news(self, step: str) -> None:  # noqa: ARG002 - every step is told alike
        for message in self._person.messages:
            if message.message_id <= self._told:
                continue
            self._told = message.message_id
            who = "  bot" if message.from_bot else self._person.first_name
            text = message.text or "(photo)"
            click.secho(f"{who:>7}: ", nl=False, fg="green" if message.from_bot else "cyan")
            click.echo(text.replace("\n", "\n         "))
            for row in message.buttons:
                click.echo("         " + " ".join(f"[{button}]" for button in row))
