"""python -m bot backup, restore: copies of the database, encrypted with the same key."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

import storage
from bot.commands.opening import FAILED, counted, give_up, note_deed, read_settings
from bot.runtime.only_one import AlreadyRunning, only_one
from storage import BackupRefused, DatabaseFailed, DatabaseUnusable, Store, back_up, open_database
from storage.audit import OPERATOR


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, encrypted with the same key; the bot may keep running."""
    settings = read_settings()
    if not os.path.exists(settings.database):  # noqa: PTH110 - Path's raises for some
        give_up(f"There is no database {settings.database}.")
    try:
        database = open_database(settings.database, settings.database_key)
        try:
            back_up(database, file, settings.database_key)
            store = Store(database)
            with store.transaction():
                store.audit.record("backed-up", actor=OPERATOR, now=datetime.now(UTC))
        finally:
            database.close()
    except (BackupRefused, DatabaseUnusable) as refused:
        give_up(str(refused))
    except DatabaseFailed as failed:
        give_up(f"The database {settings.database} fails: {failed}.", code=FAILED)
    click.echo(f"Copied to {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace an existing database.")
def restore(file: Path, *, overwrite: bool) -> None:
    """Restore the database from FILE; the bot must be stopped."""
    settings = read_settings()
    path, key, now = settings.database, settings.database_key, datetime.now(UTC)
    try:
        with only_one(settings.telegram_bot_token, path):
            restored = storage.restore(file, path, key, now, overwrite=overwrite)
            note_deed("restored", settings)
    except (AlreadyRunning, BackupRefused, DatabaseUnusable) as refused:
        give_up(str(refused))
    except DatabaseFailed as failed:
        give_up(f"The database {path} fails: {failed}.", code=FAILED)
    click.echo(f"{path} was restored from {file}.")
    if not restored.are_erasures_known:
        click.echo(
            "No database was replaced. Erase again whom you erased since the copy was taken."
        )
    elif restored.erased:
        click.echo(f"Erased again: {counted(restored.erased, 'application')}.")
