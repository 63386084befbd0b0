"""Calls of the Bot API that only look: they change nothing and take no update from the bot."""

from telegram import BotCommandScopeAllPrivateChats

from bot.telegram.client import TelegramClient
from bot.telegram.errors import telegram_errors


class InspectingClient(TelegramClient):
    """The client for somebody who only looks."""

    async def find_commands(self, language: str) -> list[tuple[str, str]]:
        """The menu of people without one of their own, by name and description."""
        with telegram_errors():
            found = await self._bot.get_my_commands(
                scope=BotCommandScopeAllPrivateChats(), language_code=language
            )
        return [(each.command, each.description) for each in found]
