"""python -m bot invite: a one-time link for a new person."""

import asyncio
from datetime import UTC, datetime, timedelta

import click

from bot.assembly.telegram import telegram_of
from bot.commands.arguments import PERSON_NAME, TEXT
from bot.commands.opening import (
    FAILED,
    REFUSED_BY_TELEGRAM,
    give_up,
    opened_store,
    read_settings,
)
from bot.people.invitations import GOOD_FOR, link, make_invitation
from bot.runtime.address_unusable import AddressUnusable
from bot.settings.settings import Settings
from bot.telegram.errors import TelegramError, TokenRefused
from storage.agents import Role
from storage.audit import OPERATOR

_LONGEST_INVITE = 365  # days


@click.command()
@click.argument("name", type=PERSON_NAME)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.AGENT.value,
    show_default=True,
)
@click.option(
    "--days",
    type=click.IntRange(1, _LONGEST_INVITE),
    default=GOOD_FOR.days,
    show_default=True,
    help="How long the link is valid.",
)
@click.option(
    "--team", type=TEXT, default="", help="The team whose supervisors look after this person."
)
def invite(name: str, role: str, days: int, team: str) -> None:
    """Print a one-time link that enrols whoever opens it as NAME."""
    settings = read_settings()
    try:
        username = asyncio.run(_bot_name(settings))
    except AddressUnusable as unusable:
        give_up(str(unusable))
    except TokenRefused:
        give_up(REFUSED_BY_TELEGRAM)
    except TelegramError as error:
        sentence = f"Telegram did not tell the bot's name ({error}); no invitation was made."
        give_up(sentence, code=FAILED)
    with opened_store(settings, may_be_new=True) as store, store.transaction():
        code = make_invitation(
            store,
            name,
            Role(role),
            actor=OPERATOR,
            now=datetime.now(UTC),
            team=team,
            good_for=timedelta(days=days),
        )
    click.echo(link(username, code))


async def _bot_name(settings: Settings) -> str:
    """The bot's user name; raises TelegramError."""
    async with telegram_of(settings) as telegram:
        await telegram.learn_name()
        return telegram.username
