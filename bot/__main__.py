"""The commands: python -m bot run, invite, agents, audit, export, backup, restore, rekey, trial."""

import asyncio
import logging
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from bot import app
from bot.commands.agents import agents
from bot.commands.audit import audit
from bot.commands.copies import backup, restore
from bot.commands.export import export
from bot.commands.opening import FAILED, give_up, open_store, opened_store, read_settings
from bot.commands.rekey import rekey
from bot.people.invitations import link, make_invitation
from bot.runtime import logs
from bot.runtime.only_one import AlreadyRunning, only_one
from bot.runtime.signals import stop_on_signals
from bot.runtime.watchdog import Watchdog
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings, is_weak
from bot.telegram.client import (
    AnotherPoller,
    TelegramClient,
    TelegramError,
    TokenRefused,
    connect,
    telegram_errors,
)
from storage import DatabaseFailed, Store
from storage.agents import Role
from storage.audit import OPERATOR

_log = logging.getLogger(__name__)

_REFUSED_BY_TELEGRAM = "Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
_LONGEST_INVITE = 365  # days


@click.group()
def main() -> None:
    """The onboarding bot."""


@main.command()
def run() -> None:
    """Serve agents until SIGTERM or Ctrl-C."""
    settings = read_settings()
    if is_weak(settings.database_key):
        _log.warning("DATABASE_KEY is short; a database that matters needs a longer one.")
    try:
        with only_one(settings.telegram_bot_token, settings.database):
            store = open_store(settings)
            try:
                asyncio.run(_run(settings, store))
            finally:
                store.close()
    except AlreadyRunning as running:
        give_up(str(running))
    except AnotherPoller:
        give_up("Another process takes this bot's updates elsewhere. Stop it, then start again.")
    except TokenRefused:
        give_up(_REFUSED_BY_TELEGRAM)
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
        logs.configure(newest.log_level, secrets=newest.secrets)
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
@click.option("--team", default="", help="Whose supervisors look after this person.")
def invite(name: str, role: str, days: int, team: str) -> None:
    """Print a one-time link that enrols whoever opens it as NAME."""
    if not name.strip():
        raise click.BadParameter("must not be empty", param_hint="NAME")
    settings = read_settings()
    try:
        username = asyncio.run(_bot_name(settings))
    except TokenRefused:
        give_up(_REFUSED_BY_TELEGRAM)
    except TelegramError as error:
        sentence = f"Telegram did not tell the bot's name ({error}); no invitation was made."
        give_up(sentence, code=FAILED)
    with opened_store(settings) as store, store.transaction():
        code = make_invitation(
            store,
            name.strip(),
            Role(role),
            actor=OPERATOR,
            now=datetime.now(UTC),
            team=team.strip(),
            good_for=timedelta(days=days),
        )
    click.echo(link(username, code))


async def _bot_name(settings: Settings) -> str:
    """The bot's user name; raises TelegramError."""
    bot = connect(settings.telegram_bot_token, settings.telegram_api_url)
    try:
        with telegram_errors():
            await bot.initialize()
        return await TelegramClient(bot).name()
    finally:
        await bot.shutdown()


main.add_command(agents)
main.add_command(audit)
main.add_command(backup)
main.add_command(export)
main.add_command(rekey)
main.add_command(restore)


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
