"""python -m bot returned: after somebody has restored the database by its own tools."""

from datetime import UTC, datetime

import click

from bot.commands.opening import counted, opened_alone, read_settings
from conversations.errands import Task
from storage import Store
from storage.audit import OPERATOR

#: What nobody can do who knows the copy alone.
DO_AGAIN = (
    "Erase again whom you erased since the copy was taken. Suspend, remove or appoint again whom"
    " you suspended, removed, or gave a lower role or another team, and take back the tokens that"
    " you took back. Links that were used or withdrawn since then work again: withdraw them in the"
    " chat, under /invite, Open invitations."
)


@click.command()
def returned() -> None:
    """Prepare a restored database; all bots must be stopped.

    What it owes to the eKYC service may have been sent since the copy was taken, so each such
    application is looked up first, as after a crash. Nobody has a form open, and no button acts, as
    chats may show later questions than the copy knows.
    """
    settings = read_settings()
    with opened_alone(settings) as database:
        store = Store(database)
        with store.transaction():
            now = datetime.now(UTC)
            count = store.errands.begin_all(Task.SUBMIT, now)
            store.end_questions()
            store.audit.record("restored", actor=OPERATOR, now=now)
    click.echo(
        f"To be looked up before anything is sent again: {counted(count, 'application')}.\n"
        f"{DO_AGAIN}"
    )
