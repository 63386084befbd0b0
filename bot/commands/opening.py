"""What every command begins with: the settings, the log, the database; and how it gives up."""

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

import click

from bot import logs
from bot.settings import Settings, SettingsInvalid
from storage import DatabaseFailed, DatabaseUnusable, Store, open_database

FAILED = 1  # exit code: start it again
MISCONFIGURED = 2  # exit code: the operator must change something first

#: Nothing that we write is for anybody else on this machine.
_PRIVATE = 0o077


def read_settings() -> Settings:
    """The settings, with the log configured by them; gives up where they are not complete."""
    os.umask(_PRIVATE)
    try:
        settings = Settings.read(os.environ, Path(".env"))
    except SettingsInvalid as invalid:
        give_up("The settings are not complete:", *invalid.problems)
    logs.configure(settings.log_level, secrets=settings.secrets)
    return settings


def open_store(settings: Settings) -> Store:
    """All that is stored; gives up where the database cannot be used."""
    try:
        return Store(open_database(settings.database, settings.database_key))
    except DatabaseUnusable as unusable:
        give_up(str(unusable))


@contextlib.contextmanager
def opened_store(settings: Settings) -> Generator[Store]:
    """The same for the time of the block; gives up when the database fails meanwhile."""
    store = open_store(settings)
    try:
        yield store
    except DatabaseFailed as failed:
        give_up(f"The database {settings.database} fails: {failed}.", code=FAILED)
    finally:
        store.close()


def give_up(*sentences: str, code: int = MISCONFIGURED) -> NoReturn:
    """End the process with these sentences on standard error."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)
