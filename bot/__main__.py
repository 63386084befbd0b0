"""The commands: python -m bot run, invite, backup, restore, trial."""

import asyncio
import logging
import os
import secrets
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import click

from bot import app, logs
from bot.deadline import stop_on_signals
from bot.messenger import (
    AnotherPoller,
    Messenger,
    TelegramError,
    TokenRefused,
    connect,
    telegram_errors,
)
from bot.renewal import Renewal
from bot.settings import Settings, SettingsInvalid
from bot.single import AlreadyRunning, only_one
from bot.watchdog import Watchdog
from storage import (
    BackupRefused,
    DatabaseFailed,
    DatabaseUnusable,
    Store,
    back_up,
    open_database,
    restore,
)
from storage.agents import Invite, Role

_log = logging.getLogger(__name__)

MISCONFIGURED = 2  # exit code: the operator must change something first


FAILED = 1  # exit code: start it again

_REFUSED_BY_TELEGRAM = "Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
_LONGEST_INVITE = 365  # days


def _settings() -> Settings:
    try:
        settings = Settings.read(os.environ, Path(".env"))
    except SettingsInvalid as invalid:
        _give_up("The settings are not complete:", *invalid.problems)
    logs.configure(settings.log_level, secrets=settings.secrets)
    return settings


def _store(settings: Settings) -> Store:
    try:
        return Store(open_database(settings.database, settings.database_key))
    except DatabaseUnusable as unusable:
        _give_up(str(unusable))


def _give_up(*sentences: str, code: int = MISCONFIGURED) -> NoReturn:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


@click.group()
def main() -> None:
    """The onboarding bot."""


@main.command()
def run() -> None:
    """Serve agents until SIGTERM or Ctrl-C."""
    settings = _settings()
    if settings.is_key_weak:
        _log.warning("DATABASE_KEY is short; a database that matters needs a longer one.")
    try:
        with only_one(settings.telegram_bot_token, settings.database):
            store = _store(settings)
            try:
                asyncio.run(_run(settings, store))
            finally:
                store.close()
    except AlreadyRunning as running:
        _give_up(str(running))
    except AnotherPoller:
        _give_up("Another process takes this bot's updates elsewhere. Stop it, then start again.")
    except TokenRefused:
        _give_up(_REFUSED_BY_TELEGRAM)
    except DatabaseFailed as failed:
        _log.critical("The database %s fails: %s.", settings.database, failed)
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - one line, without what people wrote
        _log.critical("The bot ends because of an error: %s", logs.frames(error))
        sys.exit(FAILED)


def end_deaf(silence: str) -> None:
    """End the process here and now; whatever has happened is in the database."""
    _log.critical("%s. The process ends, so that it is started anew; nothing is lost.", silence)
    os._exit(FAILED)


async def _run(settings: Settings, store: Store) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)

    def read_anew() -> Settings:
        newest = Settings.read(os.environ, Path(".env"))
        logs.configure(newest.log_level, secrets=(*settings.secrets, *newest.secrets))
        return newest

    renewal = Renewal(settings, read_anew)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, renewal.begin)
    watchdog = Watchdog(settings.restart_after.total_seconds(), end_deaf)
    watchdog.start()
    await app.run(settings, store, stop, renewal, watchdog)


@main.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.AGENT.value)
@click.option(
    "--days",
    type=click.IntRange(1, _LONGEST_INVITE),
    default=7,
    show_default=True,
    help="How long the link may be used.",
)
def invite(name: str, role: str, days: int) -> None:
    """Print a one-time link that enrols whoever opens it as NAME."""
    if not name.strip():
        raise click.BadParameter("must not be empty", param_hint="NAME")
    settings = _settings()
    code = secrets.token_urlsafe(24)  # 192 bits; Telegram allows 64 letters, digits, - and _
    now = datetime.now(UTC)
    try:
        username = asyncio.run(_bot_name(settings))
    except TokenRefused:
        _give_up(_REFUSED_BY_TELEGRAM)
    except TelegramError as error:
        sentence = f"Telegram did not tell the bot's name ({error}); no invitation was made."
        _give_up(sentence, code=FAILED)
    store = _store(settings)
    try:
        with store.transaction():
            expires_at = now + timedelta(days=days)
            invitation = Invite(name=name.strip(), role=Role(role), expires_at=expires_at)
            store.agents.invite(code, invitation, now)
    except DatabaseFailed as failed:
        _give_up(f"The database {settings.database} fails: {failed}.", code=FAILED)
    finally:
        store.close()
    click.echo(f"https://t.me/{username}?start={code}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, encrypted with the same key; the bot may go on."""
    settings = _settings()
    if not settings.database.exists():
        _give_up(f"There is no database {settings.database}.")
    try:
        database = open_database(settings.database, settings.database_key)
        try:
            back_up(database, file, settings.database_key)
        finally:
            database.close()
    except (BackupRefused, DatabaseUnusable) as refused:
        _give_up(str(refused))
    except DatabaseFailed as failed:
        _give_up(f"The database {settings.database} fails: {failed}.", code=FAILED)
    click.echo(f"Copied to {file}.")


@main.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace the database that is there.")
def restore_from(file: Path, *, overwrite: bool) -> None:
    """Make the database what it was when FILE was copied; the bot must be stopped."""
    settings = _settings()
    now = datetime.now(UTC)
    try:
        with only_one(settings.telegram_bot_token, settings.database):
            restore(file, settings.database, settings.database_key, now, overwrite=overwrite)
    except (AlreadyRunning, BackupRefused, DatabaseUnusable) as refused:
        _give_up(str(refused))
    except DatabaseFailed as failed:
        _give_up(f"The database {settings.database} fails: {failed}.", code=FAILED)
    click.echo(f"{settings.database} is what it was when {file} was copied.")


async def _bot_name(settings: Settings) -> str:
    """The bot's user name; raises TelegramError."""
    bot = connect(settings.telegram_bot_token, settings.telegram_api_url)
    try:
        with telegram_errors():
            await bot.initialize()
        return await Messenger(bot).name()
    finally:
        await bot.shutdown()


@main.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.pass_context
def trial(context: click.Context) -> None:
    """Try everything offline: pretend services, the real bot, a chat page."""
    # Imported here: the sandbox's packages are no part of a bot in service.
    from bot.trial.command import trial as command  # noqa: PLC0415

    command.main(args=context.args, prog_name="python -m bot trial")


if __name__ == "__main__":
    main()
