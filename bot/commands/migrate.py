"""python -m bot migrate: the tables of this release on a PostgreSQL server."""

import click

from bot.commands.opening import counted, giving_up, read_settings
from storage.opening import is_postgres, migrate_server


@click.command()
def migrate() -> None:
    """Bring a PostgreSQL server's tables up to date.

    Bots of this release and of the one before may keep running.
    """
    settings = read_settings()
    address = settings.database_address
    if not is_postgres(address):
        click.echo(f"{settings.database} is a file, which each start brings up to date.")
        return
    with giving_up(settings, " All was changed or nothing; run it again."):
        count = migrate_server(str(address), settings.database_key)
    click.echo(f"Added: {counted(count, 'step')}." if count else "Everything is up to date.")
