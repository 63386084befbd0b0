"""python -m bot move: from the file to a PostgreSQL server, and back."""

import contextlib
import os
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.opening import FAILED, counted, give_up, opened_alone, read_settings
from bot.commands.prompts import asked_secret
from bot.runtime import logs
from bot.settings.database import PostgresAddress
from bot.settings.database import database as read_address
from bot.settings.settings import Settings
from storage import Database, DatabaseFailed, DatabaseUnusable, open_database, open_sqlite
from storage.moving import Moved, MoveRefused
from storage.moving import move as move_everything
from storage.new_file import new_file
from storage.opening import migrate_server

_VARIABLE = "NEW_DATABASE"


@click.command()
@click.argument("place", metavar="[ADDRESS|FILE]", default="")
def move(place: str) -> None:
    """Move everything to PostgreSQL, or back; stop all bots first.

    The PostgreSQL database must be empty, and FILE must be new. An ADDRESS with a password is read
    from the variable NEW_DATABASE or a prompt, never from the command line, where every user of the
    machine could read it.
    """
    settings = read_settings()
    there = _read(place)
    if isinstance(there, PostgresAddress) == isinstance(settings.database, PostgresAddress):
        give_up(
            "One of both must be a file and the other a PostgreSQL server, whose own tools move it"
            " to another one. A file is copied by python -m bot backup."
        )
    with opened_alone(settings) as source:
        moved = _moved(source, there, settings)
    _tell(moved, settings.database, there)


def _moved(source: Database, there: Path | PostgresAddress, settings: Settings) -> Moved:
    try:
        with _opened_new(there, settings) as target:
            if not target.take_seat():
                give_up(f"A bot serves with {there}. Stop all of them first.")
            return move_everything(source, target, datetime.now(UTC))
    except (MoveRefused, DatabaseUnusable) as refused:
        give_up(str(refused))
    except OSError as error:
        give_up(f"{there} cannot be written: {error.strerror}.")
    except DatabaseFailed as failed:
        give_up(f"The move failed: {failed}. Try again.", code=FAILED)


def _read(place: str) -> Path | PostgresAddress:
    given = place or asked_secret(_VARIABLE, "New DATABASE")
    try:
        there = read_address(given)
    except ValueError as problem:
        give_up(f"The new database {problem}.")
    if isinstance(there, PostgresAddress):
        for secret in there.secrets:
            logs.hide(secret)
        if place and there.secrets:
            give_up(f"Every user of this machine can read that password. Use {_VARIABLE}.")
    return there


@contextlib.contextmanager
def _opened_new(there: Path | PostgresAddress, settings: Settings) -> Generator[Database]:
    """The empty database; a file gets its name when the block ends well."""
    if isinstance(there, PostgresAddress):
        migrate_server(there.uri, settings.database_key)
        with contextlib.closing(open_database(there.uri, settings.database_key)) as server:
            yield server
        return
    if os.path.lexists(there):
        give_up(f"{there} exists. Name a file that does not; nothing was written.")
    with (
        new_file(there) as part,
        contextlib.closing(open_sqlite(part, settings.database_key)) as file,
    ):
        yield file


def _tell(moved: Moved, here: Path | PostgresAddress, there: Path | PostgresAddress) -> None:
    besides = ", with its password and parameters" if isinstance(there, PostgresAddress) else ""
    click.echo(
        f"Moved: {counted(moved.rows, 'row')} of {counted(moved.tables, 'table')}."
        f" The audit is whole: {moved.head}\n"
        f"Put {there} into DATABASE now{besides}.\n"
        f"{here} is as it was. No erasure and no removal of a person reaches it from now on, so"
        " delete it once the bot runs."
    )
