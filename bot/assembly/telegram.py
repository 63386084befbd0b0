"""The client of the Bot API."""

from collections.abc import Callable

from bot.assembly.egress import egress_of
from bot.observation import UNOBSERVED, Observer
from bot.settings.settings import Settings
from bot.telegram.client import TelegramClient


def telegram_of(
    settings: Settings,
    *,
    on_date: Callable[[str], None] | None = None,
    observer: Observer = UNOBSERVED,
) -> TelegramClient:
    """`on_date` is called with the date of every answer."""
    return TelegramClient(
        settings.telegram_bot_token,
        settings.telegram_api_url,
        egress_of(settings),
        on_date=on_date,
        observer=observer,
    )
