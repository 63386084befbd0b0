"""Calls of the Bot API that only look: they change nothing and take no update from the bot."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import BotCommandScopeAllPrivateChats

from bot.telegram.client import TelegramClient
from bot.telegram.errors import telegram_errors


@dataclass(frozen=True, slots=True)
class Delivery:
    """How Telegram delivers updates, and how many it still holds.

    `webhook` is the host of the webhook, "" for none; the rest of its address may be a secret.
    """

    webhook: str
    waiting: int


class InspectingClient(TelegramClient):
    """The client for somebody who only looks."""

    async def find_delivery(self) -> Delivery:
        with telegram_errors():
            found = await self._bot.get_webhook_info()
        return Delivery(_host(found.url), found.pending_update_count)

    async def find_commands(self, language: str) -> list[tuple[str, str]]:
        """The menu of people without one of their own, by name and description."""
        with telegram_errors():
            found = await self._bot.get_my_commands(
                scope=BotCommandScopeAllPrivateChats(), language_code=language
            )
        return [(each.command, each.description) for each in found]


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return host or "an unreadable address" if url else ""
