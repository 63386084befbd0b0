"""Delivery of updates to the bot's own address."""

from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.updates import UpdateQueue


class Webhook:
    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self.url = ""

    def set(self, url: str, secret: str, connections: int) -> None:
        self.url = url

    def remove(self) -> None:
        self.url = ""

    def info(self) -> Json:
        return {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
