"""Sends an export to a chat: one part at a time, in smaller parts if Telegram demands it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

from bot.applications.cleaning import FILE, owe_cleaning
from bot.chat.outgoing import Export, Send
from bot.delivery.settled import Settled
from bot.reports.export import Exports, Part, smaller
from bot.reports.reading import Reader
from bot.runtime.pauses import pause_between_slices
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramRefused
from bot.texts import say
from conversations.extra_question import ExtraQuestion
from storage import Store
from storage.owed_messages import OwedMessage

_AT_ONCE = 50  # applications recorded in one transaction; some 3 ms


class Exporting:
    def __init__(
        self,
        store: Store,
        reader: Reader,
        telegram: TelegramClient,
        clock: Callable[[], datetime],
        extra: Sequence[ExtraQuestion],
    ) -> None:
        self._store = store
        self._telegram = telegram
        self._clock = clock
        self._exports = Exports(store, reader, clock, extra)

    async def carry(self, message: OwedMessage, asked: Export) -> Settled:
        """Send the part and owe the next one. Raises TelegramError."""
        part = await self._exports.part(message.chat_id, asked)
        if part is None:
            return Settled(message)
        try:
            number = await self._telegram.send_document(
                message.chat_id, part.name, part.content, part.caption
            )
        except TelegramRefused:
            return Settled(message, then=smaller(asked) or self._refusal(message.chat_id))
        await self._note(part, message.chat_id, number, is_masked=asked.is_masked)
        return Settled(message, (number,), then=part.rest)

    def _refusal(self, chat_id: int) -> Send | None:
        agent = self._store.agents.find(chat_id)
        return Send(text=say(agent.language, "export-refused")) if agent else None

    async def _note(self, part: Part, chat_id: int, number: int, *, is_masked: bool) -> None:
        """Record whom the file names, in slices, so that the loop is not held up.

        It stays when the chat is cleaned of one of them, and is deleted when one is erased.
        """
        if not is_masked:
            with self._store.repeatable():
                self._store.chat_messages.note((FILE,), chat_id, number, self._clock())
        names = iter(part.about)
        while some := tuple(islice(names, _AT_ONCE)):
            with self._store.repeatable():
                self._note_some(some, chat_id, number)
            await pause_between_slices()

    def _note_some(self, references: Sequence[str], chat_id: int, number: int) -> None:
        now = self._clock()
        self._store.chat_messages.note(references, chat_id, number, now, is_masked=True)
        for reference in self._store.applications.missing(references):
            # It was erased while the file was on its way.
            owe_cleaning(self._store, reference, now, with_masked=True)
