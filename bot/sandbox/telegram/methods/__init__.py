"""The methods of the Bot API that the pretend Telegram knows, by name."""

from bot.sandbox.telegram.methods import (
    answering,
    chatting,
    deleting,
    editing,
    presenting,
    receiving,
    sending,
)
from bot.sandbox.telegram.methods.method import Method

METHODS: dict[str, Method] = {
    **receiving.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **deleting.METHODS,
    **answering.METHODS,
    **chatting.METHODS,
    **presenting.METHODS,
}

__all__ = ["METHODS", "Method"]
