"""What a message says, as a person reads it."""

from bot.sandbox.telegram import html
from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.screen import as_read


def parse(text: str) -> tuple[str, list[Json]]:
    """The words of Telegram's HTML, with ordinary spaces, and the entities."""
    words, entities = html.parse(text)
    return as_read(words), entities
