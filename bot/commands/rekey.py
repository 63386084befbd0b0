"""python -m bot rekey: another key for the database."""

import os
from dataclasses import replace

import click

from bot.commands.opening import FAILED, database_file, give_up, note_deed, read_settings
from bot.runtime import logs
from bot.runtime.only_one import AlreadyRunning, only_one
from bot.settings.settings import is_weak
from storage import DatabaseFailed, DatabaseUnusable
from storage.sqlite import rekey as encrypt_anew

_VARIABLE = "NEW_DATABASE_KEY"


@click.command()
def rekey() -> None:
    """Encrypt the database with another key; the bot must be stopped.

    The new key is read from the variable NEW_DATABASE_KEY or a prompt, never from the command line,
    where every user of the machine could read it.
    """
    settings = read_settings()
    path = database_file(settings)
    new_key = os.environ.get(_VARIABLE, "").strip() or _ask()
    logs.hide(new_key)
    if is_weak(new_key):
        click.echo("The new key is short; a database that matters needs a longer one.", err=True)
    try:
        with only_one(settings.telegram_bot_token, path):
            encrypt_anew(path, settings.database_key, new_key)
            note_deed("rekeyed", replace(settings, database_key=new_key))
    except (AlreadyRunning, DatabaseUnusable) as refused:
        give_up(str(refused))
    except DatabaseFailed as failed:
        give_up(f"The database {path} fails: {failed}.", code=FAILED)
    click.echo(
        f"{path} is encrypted with the new key. Put it into DATABASE_KEY now.\n"
        "Copies made before open with the old key only: keep it as long as you keep them."
    )


def _ask() -> str:
    words = click.prompt("New key", hide_input=True, confirmation_prompt=True, err=True)
    return str(words).strip()
