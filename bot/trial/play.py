"""One worked example to watch, then a page for trying by hand."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click

from bot.sandbox.person import Person
from bot.texts import plain
from bot.trial.chairs import admitted, page_of
from bot.trial.example import Customer, register
from bot.trial.narrator import narrating
from bot.trial.processes import trial_in

EXAMPLE = Customer(number=0, mobile_number="01712345678")

_VERDICT_PATIENCE = 60.0  # seconds


def play(*, once: bool, language: str, reader: str, log_level: str, log: BinaryIO) -> None:
    """Run everything, play the example, and unless `once` keep running until stopped.

    The programs log into the file `log`. Raises TrialFailed, and AssertionError when the bot does
    something unexpected. Ctrl-C, SIGTERM and the closing of the terminal end it without a trace.
    """
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(
            _play(once=once, language=language, reader=reader, log_level=log_level, log=log)
        )


async def _play(*, once: bool, language: str, reader: str, log_level: str, log: BinaryIO) -> None:
    ended = _ended_by_signals()
    with tempfile.TemporaryDirectory(prefix="onboarding-trial-") as folder:
        click.echo("Starting the bot, a pretend Telegram and a pretend eKYC service …")
        async with (
            trial_in(
                Path(folder), reader=reader, language=language, log_level=log_level, log=log
            ) as trial,
            admitted(trial, language) as people,
            narrating(people) as tell,
        ):
            await _show(people, language, ended)
            tell()
            if once:
                return
            _say_what_to_do(page_of(trial, language), log)
            await ended.wait()


def _ended_by_signals() -> asyncio.Event:
    """An event that the first SIGINT, SIGTERM or SIGHUP sets; it also cancels this task.

    The event is for a cancellation that gets lost: now and then the HTTP client swallows one that
    comes while it connects. The handlers are our own because a shell starts background processes
    with SIGINT ignored. SIGHUP stays ignored if it was, as `nohup` wants it.
    """
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task

    ended = asyncio.Event()

    def end() -> None:
        if not ended.is_set():  # a second one would interrupt the clean-up
            ended.set()
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, end)
    return ended


async def _show(people: Sequence[Person], language: str, ended: asyncio.Event) -> None:
    """The first agent registers the example's customer, up to the verdict."""

    async def go_on(step: str) -> None:  # noqa: ARG001 - at every step alike
        if ended.is_set():
            raise asyncio.CancelledError

    rahim, *_ = people
    click.echo(f"{rahim.first_name} registers a made-up customer. Watch:\n")
    await register(rahim, EXAMPLE, language, at_step=go_on)
    passed = plain(language, "verdict-passed", customer="").strip()
    await rahim.sees(passed, timeout=_VERDICT_PATIENCE)


def _say_what_to_do(page: str, log: BinaryIO) -> None:
    click.echo("\nThe verdict has arrived. Now you: open this page in a browser.\n")
    click.secho(f"  {page}\n", bold=True)
    click.echo(f"Log of the programs: {Path(log.name).absolute()}\nCtrl-C ends it all.\n")
