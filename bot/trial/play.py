"""One worked example to watch, then a page for trying by hand."""

import asyncio
import contextlib
import signal
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
    """Run everything, play the example, and unless `once` keep running until stopped.

    Raises TrialFailed, and AssertionError when the bot does something unexpected. Ctrl-C, SIGTERM
    and the closing of the terminal end it, and nothing is left of it then.
    """
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_play(once=once, language=language, reader=reader, log_level=log_level))


async def _play(*, once: bool, language: str, reader: str, log_level: str) -> None:
    _end_on_signals()
    with tempfile.TemporaryDirectory(prefix="onboarding-trial-") as folder:
        running = trial_in(Path(folder), reader=reader, language=language, log_level=log_level)
        async with running as trial:
            await _show(trial, language)
            if not once:
                click.secho(f"Now you: open {_page(trial)}", bold=True)
                click.echo(
                    "Send /new; the page offers pictures of made-up customers. Ctrl-C ends it all."
                )
                await asyncio.Event().wait()


def _end_on_signals() -> None:
    """Have this task cancelled by the first SIGINT, SIGTERM or SIGHUP.

    The handlers are our own because a shell starts background processes with SIGINT ignored. SIGHUP
    stays ignored if it was, as `nohup` wants it.
    """
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task

    def end() -> None:
        if not task.cancelling():  # a second one would interrupt the clean-up
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, end)


def _page(trial: Trial) -> str:
    return f"{trial.telegram_url}/?agent={AGENT}"


async def _show(trial: Trial, language: str) -> None:
    """Register the example's customer and print it, up to the verdict."""
    click.secho(f"Chat page: {_page(trial)}", bold=True)
    click.echo("Watch there or here: a field agent registers a customer.\n")
    async with Person(trial.telegram_url, AGENT, "Rahim", language) as rahim:
        narrator = Narrator(rahim)
        await rahim.opens(await trial.invite("Rahim Uddin"))
        await rahim.sees(plain(language, "welcome", name="Rahim Uddin"))
        await register(rahim, EXAMPLE, language, at_step=narrator.tell_news)
        passed = plain(language, "verdict-passed", customer="").strip()
        await rahim.sees(passed, timeout=_VERDICT_PATIENCE)
        await narrator.tell_news("verdict")
    click.secho("\nThe verdict has arrived.", bold=True)


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
