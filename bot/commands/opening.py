"""What every command begins with: the settings, the log, the database; and how it fails."""

import contextlib
import os
import resource
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from bot.runtime import logs
from bot.runtime.only_one import AlreadyRunning, NoRoom, only_one
from bot.settings.invalid import SettingsInvalid
from bot.settings.misspelling import Misspelling, advice_on, find_misspellings
from bot.settings.settings import Settings
from storage import (
    BackupRefused,
    Database,
    DatabaseFailed,
    DatabaseUnusable,
    Store,
    open_database,
)
from storage.audit import OPERATOR

FAILED = 1  # exit code: start it again
MISCONFIGURED = 2  # exit code: the operator must change something first

REFUSED_BY_TELEGRAM = "Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."

_ENV_FILE = Path(".env")

#: Nothing that we write is for other users of this machine.
_PRIVATE = 0o077


def read_settings() -> Settings:
    """The settings, with the log configured; exits if they are incomplete."""
    try:
        return try_settings()
    except SettingsInvalid as invalid:
        advice = advice_on(misspelt_settings())
        give_up("The settings must be corrected:", *invalid.problems, *([advice] if advice else []))


def misspelt_settings() -> tuple[Misspelling, ...]:
    """The names in the environment and `.env` that look like settings and are none."""
    return find_misspellings(os.environ, _ENV_FILE)


def try_settings() -> Settings:
    """The same; raises SettingsInvalid."""
    os.umask(_PRIVATE)
    _leave_no_memory_behind()
    settings = Settings.read(os.environ, _ENV_FILE)
    logs.configure(settings.log_level, settings.secrets, settings.log_format)
    return settings


def _leave_no_memory_behind() -> None:
    """A crash writes no core file, which would contain tokens and customers' data."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))


@contextlib.contextmanager
def giving_up(settings: Settings, hint: str = "") -> Generator[None]:
    """Exit when the database cannot be used or fails during the block; then `hint` is said too."""
    try:
        yield
    except (AlreadyRunning, BackupRefused, DatabaseUnusable) as refused:
        give_up(str(refused))
    except NoRoom as full:
        give_up(str(full), code=FAILED)
    except DatabaseFailed as failed:
        give_up(f"The database {settings.database} fails: {failed}.{hint}", code=FAILED)


def open_store(settings: Settings) -> Store:
    """The store; exits if the database cannot be used."""
    with giving_up(settings):
        return Store(open_database(settings.database_address, settings.database_key))


@contextlib.contextmanager
def opened_store(settings: Settings, *, may_be_new: bool = False) -> Generator[Store]:
    """The same during the block; exits when the database fails meanwhile.

    Unless it may be new, it must exist: an empty one would answer that all is well.
    """
    if not may_be_new:
        must_exist(settings.database_file)
    with giving_up(settings), contextlib.closing(open_store(settings)) as store:
        yield store


@contextlib.contextmanager
def opened_alone(settings: Settings) -> Generator[Database]:
    """The database while no process serves with it; exits if one does, or if there is none."""
    file = settings.database_file
    must_exist(file)
    with (
        giving_up(settings),
        only_one(settings.telegram_bot_token, file),
        contextlib.closing(
            open_database(settings.database_address, settings.database_key)
        ) as database,
    ):
        if not database.take_seat():
            give_up(f"A bot serves with {settings.database}. Stop all of them first.")
        yield database


def database_file(settings: Settings) -> Path:
    """The file that is the database; exits where a server has it."""
    if settings.database_file is None:
        give_up(
            f"{settings.database} is on a server, whose own tools copy and restore it, such as"
            " pgBackRest. See docs/high-availability.md."
        )
    return settings.database_file


def must_exist(file: Path | None) -> None:
    """Exits if the database is a file that is not there, or one that has lost its content."""
    if file and not os.path.exists(file):  # noqa: PTH110 - Path's raises for some
        give_up(f"There is no database {file}. Look at DATABASE, and whether its disk is mounted.")
    if file and file.is_file() and not file.stat().st_size:
        give_up(f"{file} is empty. If a bot has served with it, restore a copy.")


def note_deed(action: str, settings: Settings) -> None:
    """Record in the audit that the operator did this to the database."""
    with opened_store(settings) as store, store.transaction():
        store.audit.record(action, actor=OPERATOR, now=datetime.now(UTC))


def give_up(*sentences: str, code: int = MISCONFIGURED) -> NoReturn:
    """End the process with these sentences on standard error."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


def counted(count: int, noun: str) -> str:
    """The number with its noun: `1 row`, `2 rows`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
