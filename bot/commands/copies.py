"""python -m bot backup, restore: copies of the database, encrypted with the same key."""

import contextlib
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

import storage
from bot.applications.cleaning import owe_cleaning
from bot.commands.opening import (
    FAILED,
    counted,
    database_file,
    give_up,
    giving_up,
    must_exist,
    note_deed,
    opened_store,
    read_settings,
)
from bot.commands.returned import DO_AGAIN
from bot.people.admins import HOW_TO_HAVE_ONE, NO_ADMIN
from bot.people.older_copy import shut_out_again
from bot.runtime.only_one import only_one
from storage import Store, back_up, open_sqlite
from storage.agents import Role
from storage.audit import OPERATOR
from storage.backup import Restored
from storage.new_file import is_part_of, remove_abandoned
from storage.rotation import name_of_copy, surplus

_MOST_COPIES = 1000

#: The priority of a copy below that of the bot, whose agents would wait for the processor.
_NICENESS = 10


@click.command()
@click.argument("place", metavar="FILE|FOLDER", type=click.Path())
@click.option(
    "--keep",
    type=click.IntRange(1, _MOST_COPIES),
    default=14,
    show_default=True,
    help="How many copies stay in FOLDER; older ones are deleted.",
)
@click.pass_context
def backup(context: click.Context, place: str, *, keep: int) -> None:
    """Copy the database, encrypted; the bot may keep running.

    The copy has the same key. FILE must not exist yet. In a FOLDER the copy is named by its bot
    and time, and that bot's oldest copies are deleted once the new one is complete.
    """
    settings, now = read_settings(), datetime.now(UTC)
    path = database_file(settings)
    is_folder = os.path.isdir(place)  # noqa: PTH112 - Path's raises for some
    is_kept = context.get_parameter_source("keep") is not ParameterSource.DEFAULT
    if not is_folder and (is_kept or place.endswith("/")):
        give_up(f"There is no folder {place}. Make it first; nothing was written.")
    file = Path(place, name_of_copy(settings.bot_id, now) if is_folder else "")
    must_exist(path)
    if is_part_of(path, file):
        give_up(f"A file named {file} is deleted at the next start. Choose another name.")
    os.nice(_NICENESS)
    key = settings.database_key
    with giving_up(settings), contextlib.closing(open_sqlite(path, key)) as database:
        if not is_folder:  # there `_delete_surplus` does, which leaves those of other bots
            remove_abandoned(file)
        back_up(database, file, key)
        store = Store(database)
        with store.transaction():
            store.audit.record("backed-up", actor=OPERATOR, now=now)
    click.echo(f"Copied to {file}.")
    if is_folder:
        _delete_surplus(Path(place), settings.bot_id, keep, now)


def _delete_surplus(folder: Path, bot: int | None, keep: int, now: datetime) -> None:
    for name in surplus((each.name for each in folder.iterdir()), bot, keep, now):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            give_up(f"{folder / name} cannot be deleted: {error.strerror}.", code=FAILED)
        click.echo(f"Deleted {folder / name}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace an existing database.")
def restore(file: Path, *, overwrite: bool) -> None:
    """Restore the database from FILE; the bot must be stopped."""
    settings = read_settings()
    path, key, now = database_file(settings), settings.database_key, datetime.now(UTC)
    with _interruptible(path), giving_up(settings), only_one(settings.telegram_bot_token, path):
        restored = storage.restore(
            file,
            path,
            key,
            now,
            overwrite=overwrite,
            clean=lambda store, reference: owe_cleaning(store, reference, now, with_masked=True),
            shut_out=lambda store, replaced: shut_out_again(store, replaced, now),
            replace=_hold_interrupts,
        )
        _tell(restored, file, path)  # first, because it has happened
        note_deed("restored", settings)
        with opened_store(settings) as store:
            if not (settings.admins or store.agents.with_role(Role.ADMIN)):
                click.echo(f"{NO_ADMIN} {HOW_TO_HAVE_ONE}")


@contextlib.contextmanager
def _interruptible(database: Path) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        give_up(f"Interrupted. {database} is as it was.", code=FAILED)


def _hold_interrupts() -> None:
    """Ctrl-C waits until the end is told; Python hears it only after the last page."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _tell(restored: Restored, file: Path, path: Path) -> None:
    click.echo(f"{path} was restored from {file}.")
    if not restored.is_replaced:
        click.echo(f"No database was replaced. {DO_AGAIN}")
    if restored.erased:
        click.echo(f"Erased again: {counted(restored.erased, 'application')}.")
    if restored.shut_out:
        who = counted(restored.shut_out, "account")
        click.echo(f"Shut out, lowered or moved to another team again: {who}.")
    if restored.tokens:
        click.echo(f"As given or taken back last: {counted(restored.tokens, 'token')}.")
