"""The commands: python -m bot run, invite."""

import asyncio
import os
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import click

from bot import app, logs
from bot.intake import AnotherPoller
from bot.messenger import Messenger, TelegramError, TokenRefused, connect
from bot.settings import Settings, SettingsInvalid
from bot.single import AlreadyRunning, only_one
from storage import DatabaseUnusable, Store, open_database
from storage.agents import Invite, Role

MISCONFIGURED = 2  # exit code: the operator must change something first


def _settings() -> Settings:
    try:
        return Settings.read(os.environ, Path(".env"))
    except SettingsInvalid as invalid:
        _give_up("The settings are not complete:", *invalid.problems)


def _store(settings: Settings) -> Store:
    try:
        return Store(open_database(settings.database, settings.database_key))
    except DatabaseUnusable as unusable:
        _give_up(str(unusable))


def _give_up(*sentences: str) -> NoReturn:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(MISCONFIGURED)


@click.group()
def main() -> None:
    """The onboarding bot."""


@main.command()
def run() -> None:
    """Serve agents until SIGTERM or Ctrl-C."""
    settings = _settings()
    logs.configure(settings.log_level)
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
        _give_up("Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it again from @BotFather.")


async def _run(settings: Settings, store: Store) -> None:
    stop = asyncio.Event()
    app.stop_on_signals(stop)
    await app.run(settings, store, stop)


@main.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.AGENT.value)
@click.option("--days", default=7, show_default=True, help="How long the link may be used.")
def invite(name: str, role: str, days: int) -> None:
    """Print a one-time link that enrols whoever opens it as NAME."""
    settings = _settings()
    logs.configure(settings.log_level)
    code = secrets.token_urlsafe(24)  # 192 bits; Telegram allows 64 letters, digits, - and _
    now = datetime.now(UTC)
    try:
        username = asyncio.run(_bot_name(settings))
    except TelegramError as error:
        _give_up(f"Telegram did not tell the bot's name ({error}); no invitation was made.")
    store = _store(settings)
    with store.transaction():
        invitation = Invite(name=name, role=Role(role), expires_at=now + timedelta(days=days))
        store.agents.invite(code, invitation, now)
    store.close()
    click.echo(f"https://t.me/{username}?start={code}")


async def _bot_name(settings: Settings) -> str:
    bot = connect(settings.telegram_bot_token, settings.telegram_api_url)
    async with bot:
        return await Messenger(bot).name()


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
