"""python -m bot returned: after somebody has restored the database by its own tools."""

from datetime import UTC, datetime

import click

from bot.commands.opening import counted, opened_alone, read_settings
from conversations.errands import Task
from storage import Store
from storage.audit import OPERATOR


@click.command()
def returned() -> None:
    """Prepare a restored database; all bots must be stopped.

    What it owes to the eKYC service may have been sent since the copy was taken, so each such
    application is looked up first, as after a crash.
    """
    settings = read_settings()
    with opened_alone(settings) as database:
        store = Store(database)
        with store.transaction():
            now = datetime.now(UTC)
            count = store.errands.begin_all(Task.SUBMIT, now)
            store.audit.record("restored", actor=OPERATOR, now=now)
    click.echo(
        f"To be looked up before anything is sent again: {counted(count, 'application')}.\n"
        "Erase again whom you erased since the copy was taken."
    )
