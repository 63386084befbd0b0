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
    on_sent: Callable[[int], None] = lambda _seconds: None,
    observer: Observer = UNOBSERVED,
) -> TelegramClient:
    """What `on_date` and `on_sent` are called with, the client says."""
    return TelegramClient(
        settings.telegram_bot_token,
        settings.telegram_api_url,
        egress_of(settings),
        on_date=on_date,
        on_sent=on_sent,
        observer=observer,
    )
