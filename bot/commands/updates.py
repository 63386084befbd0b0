"""python -m bot updates: what the bot could not handle and has set aside."""

from collections.abc import Callable
from datetime import UTC, datetime

import click

from bot.commands.opening import give_up, opened_store, read_settings
from storage import Store
from storage.audit import OPERATOR


@click.group()
def updates() -> None:
    """List, retry or drop updates that could not be handled; the bot may keep running.

    What people wrote in them is shown nowhere. They are erased after seven days.
    """


@updates.command(name="list")
def list_updates() -> None:
    """Print updates, oldest first: number, Telegram's number, time, kind, error."""
    with opened_store(read_settings()) as store:
        found = store.inbox.list_set_aside()
    if not found:
        click.echo("No update is set aside.", err=True)
    for each in found:
        words = (each.number, each.update_id, f"{each.at:%Y-%m-%dT%H:%M:%SZ}")
        click.echo("\t".join(map(str, (*words, each.kind or "-", each.error))))


_number = click.argument("number", type=click.IntRange(1))


@updates.command()
@_number
def retry(number: int) -> None:
    """Handle the update again, with the next one that comes in or when the bot starts.

    Do this after the fault was mended. The agent may have gone on since: a text in it then answers
    the question that is open now.
    """
    _change(number, lambda store: store.inbox.retry(number), "update-retried")
    click.echo(f"Update {number} is handled again with the next that comes in.")


@updates.command()
@_number
def drop(number: int) -> None:
    """Erase the update."""
    _change(number, lambda store: store.inbox.drop(number), "update-dropped")
    click.echo(f"Update {number} is erased.")


def _change(number: int, act: Callable[[Store], bool], deed: str) -> None:
    with opened_store(read_settings()) as store, store.transaction():
        if not act(store):
            give_up(f"There is no update {number}; see python -m bot updates list.")
        store.audit.record(deed, actor=OPERATOR, now=datetime.now(UTC), number=number)
