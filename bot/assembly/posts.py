"""The server that Telegram posts updates to."""

import contextlib
from collections.abc import AsyncIterator

from bot.intake.arrivals import Arrivals
from bot.observation import Observer
from bot.settings.settings import Settings


@contextlib.asynccontextmanager
async def taking_posts(settings: Settings, observer: Observer) -> AsyncIterator[Arrivals]:
    """What Telegram posts during the block. Raises AddressUnusable."""
    # Some megabytes, which only this setting needs.
    from bot.intake.webhook import Webhook  # noqa: PLC0415 - see above

    arrivals = Arrivals()
    webhook = Webhook(arrivals, settings.webhook_secret, observer=observer)
    async with webhook.serving(settings.webhook_url, settings.webhook_listen):
        yield arrivals
