"""Texts that have a place in the chat: sent, or written into the message that is there."""

import contextlib
from dataclasses import replace

from bot.chat.outgoing import Edit, Refresh, Replace, Send
from bot.delivery.settled import Settled
from bot.delivery.writer import Writer
from bot.telegram.errors import TelegramRefused
from storage import Store
from storage.owed_messages import OwedMessage
from storage.shown_messages import ShownMessage


class Placing:
    """Every method raises TelegramError."""

    def __init__(self, store: Store, writer: Writer) -> None:
        self._store = store
        self._writer = writer

    async def send(self, message: OwedMessage, asked: Send) -> Settled:
        """Send it, or write it into the message that it comes instead of."""
        if not asked.instead_of:
            return await self._sent(message, asked, message.shown)
        shown = self._store.shown.find(asked.instead_of)
        settled = await self._rewritten(message, asked, shown)
        settled = settled or await self._sent(message, asked, shown)
        return replace(settled, forgotten=(asked.instead_of,))

    async def replace(self, message: OwedMessage, asked: Replace) -> Settled:
        """Write it into the message under its label, or send it where that cannot be done."""
        settled = await self._rewritten(message, asked, message.shown)
        return settled or await self._sent(message, asked, message.shown)

    async def refresh(self, message: OwedMessage, asked: Refresh) -> Settled:
        """Write it into the message under its label, if there is one."""
        if shown := message.shown:
            await self._writer.edit(message.chat_id, shown.message_id, asked.text, asked.keyboard)
        if message.label and not asked.is_provisional:
            return Settled(message, forgotten=(message.label,))
        return Settled(message)

    async def edit(self, message: OwedMessage, asked: Edit) -> Settled:
        """Write it into the message with that number."""
        numbers = await self._writer.edit(
            message.chat_id, asked.message_id, asked.text, asked.keyboard
        )
        return Settled(message, tuple(numbers), is_masked=asked.is_masked, is_passing=True)

    async def _rewritten(
        self, message: OwedMessage, asked: Send | Replace, shown: ShownMessage | None
    ) -> Settled | None:
        """Write it into what is shown; None where only a new message will do."""
        if shown is None or asked.is_forwardable > shown.is_forwardable:
            return None
        # A message deleted by the agent, or too old to be edited, is sent again.
        with contextlib.suppress(TelegramRefused):
            if numbers := await self._writer.edit(
                message.chat_id, shown.message_id, asked.text, asked.keyboard
            ):
                return Settled(
                    message,
                    tuple(numbers),
                    is_masked=asked.is_masked,
                    is_forwardable=shown.is_forwardable,
                )
        return None

    async def _sent(
        self, message: OwedMessage, asked: Send | Replace, shown: ShownMessage | None
    ) -> Settled:
        """Send it; what was shown before, and what it disarms, loses its buttons."""
        rings, disarms = (asked.rings, asked.disarms) if isinstance(asked, Send) else (False, None)
        numbers = await self._writer.send(
            message.chat_id,
            asked.text,
            asked.keyboard,
            is_forwardable=asked.is_forwardable,
            rings=rings,
        )
        armed = (shown.message_id if shown else None, disarms)
        return Settled(
            message,
            tuple(numbers),
            armed=tuple(filter(None, armed)),
            is_masked=asked.is_masked,
            is_forwardable=asked.is_forwardable,
        )
