"""python -m bot rekey: another key for the database."""

import contextlib
import signal
from dataclasses import replace
from pathlib import Path

import click

from bot.commands.opening import counted, give_up, giving_up, must_exist, note_deed, read_settings
from bot.commands.prompts import asked_secret
from bot.runtime.only_one import only_one
from bot.settings.settings import Settings, is_weak
from storage import open_database, sqlite_file

_BEGUN = """\
{rows} sealed again. Now both keys open {database}, and the bots go on.
1. Put the new key into DATABASE_KEY and restart one process after the other.
2. Then run: python -m bot rekey --finish
Copies made before open with the old key only: keep it as long as you keep them."""

_FINISHED = "{rows} sealed again. Only the current DATABASE_KEY opens {database} now."


@click.command()
@click.option(
    "--finish",
    is_flag=True,
    help="On a PostgreSQL server: end the old key, once every process has the new one.",
)
def rekey(*, finish: bool) -> None:
    """Encrypt the database with another key. With a file, the bot must be stopped.

    The new key is read from the variable NEW_DATABASE_KEY or a prompt, never from the command line,
    where every user of the machine could read it.
    """
    settings = read_settings()
    file = settings.database_file
    if file and finish:
        give_up(f"{file} has one key at any time, so there is nothing to finish.")
    new_key = "" if finish else _new_key()
    hint = "" if file else " Run it again: nothing is lost, and both keys are still needed."
    with giving_up(settings, hint):
        if file:
            _rekey_file(settings, file, new_key)
        else:
            _rekey_server(settings, new_key)


def _new_key() -> str:
    new_key = asked_secret("NEW_DATABASE_KEY", "New key", twice=True)
    if is_weak(new_key):
        click.echo("The new key is short; a database that matters needs a longer one.", err=True)
    return new_key


def _rekey_file(settings: Settings, path: Path, new_key: str) -> None:
    must_exist(path)
    with only_one(settings.telegram_bot_token, path):
        # Ctrl-C waits: Python hears it only after the last page, and would call that aborted.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        sqlite_file.rekey(path, settings.database_key, new_key)
        # Said first: only the new key counts, even if the deed cannot be recorded.
        click.echo(
            f"{path} is encrypted with the new key. Put it into DATABASE_KEY now.\n"
            "Copies made before open with the old key only: keep it as long as you keep them."
        )
        note_deed("rekeyed", replace(settings, database_key=new_key))


def _rekey_server(settings: Settings, new_key: str) -> None:
    """The second half of the change if there is no new key."""
    key = settings.database_key
    with contextlib.closing(open_database(settings.database_address, key)) as database:
        # Only a server needs the packages behind it.
        from storage.resealing import begin, finish  # noqa: PLC0415 - see above

        rows = begin(database, key, new_key) if new_key else finish(database, key)
    said = _BEGUN if new_key else _FINISHED
    click.echo(said.format(rows=counted(rows, "row"), database=settings.database))
    note_deed("rekeyed" if new_key else "old-key-ended", settings)
