"""python -m bot updates: updates that the bot could not handle and set aside."""

from collections.abc import Callable
from datetime import UTC, datetime

import click

from bot.commands.arguments import ROW_NUMBER
from bot.commands.opening import give_up, opened_store, read_settings
from storage import Store
from storage.audit import OPERATOR


@click.group()
def updates() -> None:
    """List, retry or drop updates that could not be handled.

    The bot may keep running. Their content is never shown. They are erased after seven days.
    """


@updates.command(name="list")
def list_updates() -> None:
    """Print the updates, oldest first.

    Each line has the number, Telegram's number, time, kind and error.
    """
    with opened_store(read_settings()) as store:
        found = store.inbox.list_set_aside()
    if not found:
        click.echo("No update is set aside.", err=True)
    for each in found:
        words = (each.number, each.update_id, f"{each.at:%Y-%m-%dT%H:%M:%SZ}")
        click.echo("\t".join(map(str, (*words, each.kind or "-", each.error))))


_number = click.argument("number", type=ROW_NUMBER)


@updates.command()
@_number
def retry(number: int) -> None:
    """Handle the update again.

    That happens together with the next one, or when the bot starts. Do this after the fault was
    fixed. The agent may have continued since: a text in the update then answers the currently open
    question.
    """
    _change(number, lambda store: store.inbox.retry(number), "update-retried")
    click.echo(f"Update {number} will be handled again together with the next one.")


@updates.command()
@_number
def drop(number: int) -> None:
    """Erase the update."""
    _change(number, lambda store: store.inbox.drop(number), "update-dropped")
    click.echo(f"Update {number} was erased.")


def _change(number: int, act: Callable[[Store], bool], deed: str) -> None:
    with opened_store(read_settings()) as store, store.transaction():
        if not act(store):
            give_up(f"There is no update {number}; see python -m bot updates list.")
        store.audit.record(deed, actor=OPERATOR, now=datetime.now(UTC), number=number)
