"""Deletes messages about a customer from the chat, as far as Telegram allows."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.chat.outgoing import Clean, Send
from bot.outbox import Outbox
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramRefused
from bot.texts import say
from storage import Store
from storage.audit import BOT
from storage.chat_messages import DELETABLE

#: Telegram counts the 48 hours by its own clock.
_SAFETY = timedelta(minutes=1)
_AT_ONCE = 100  # Bot API, deleteMessages


class Cleaning:
    def __init__(
        self,
        store: Store,
        telegram: TelegramClient,
        clock: Callable[[], datetime],
        *,
        on_deleted: Callable[[int, int], None],
    ) -> None:
        """`on_deleted` is called with the chat and number of each deleted message."""
        self._store = store
        self._alerts = Alerts(store)
        self._telegram = telegram
        self._clock = clock
        self._on_deleted = on_deleted

    async def clean(self, chat_id: int, owed: Clean) -> None:
        """Delete what may be deleted, and say how many remain; raises TelegramError."""
        messages = self._store.chat_messages.about(
            owed.application_id, chat_id, with_masked=owed.with_masked
        )
        youngest_left = self._clock() - DELETABLE + _SAFETY
        young = [each.message_id for each in messages if each.sent_at > youngest_left]
        left = len(messages) - len(young)
        for start in range(0, len(young), _AT_ONCE):
            left += await self._delete(chat_id, young[start : start + _AT_ONCE])
        with self._store.transaction():
            self._store.chat_messages.forget(chat_id, (each.message_id for each in messages))
            if messages:
                self._record(chat_id, owed.application_id, len(messages) - left, left)

    async def _delete(self, chat_id: int, message_ids: list[int]) -> int:
        """Delete them together, or one by one if Telegram refuses; returns how many remain."""
        deleted = message_ids
        try:
            await self._telegram.delete(chat_id, message_ids)
        except TelegramRefused:
            one_by_one = [
                (each, await self._telegram.delete_one(chat_id, each)) for each in deleted
            ]
            deleted = [message_id for message_id, is_deleted in one_by_one if is_deleted]
        for message_id in deleted:
            self._on_deleted(chat_id, message_id)
        return len(message_ids) - len(deleted)

    def _record(self, chat_id: int, application_id: str, deleted: int, left: int) -> None:
        now = self._clock()
        self._store.audit.record(
            "chat-cleaned", actor=BOT, now=now, subject=application_id, deleted=deleted, left=left
        )
        agent = self._store.agents.find(chat_id)
        reference = application_id.upper()
        if left and agent and agent.is_served:
            text = say(agent.language, "messages-left", count=left, reference=reference)
            Outbox(self._store).owe(chat_id, Send(text=text), now)
        elif left and agent:  # a removed person is told nothing
            self._alerts.tell(
                "messages-left",
                now,
                name=agent.name,
                id=str(agent.id),
                count=left,
                reference=reference,
            )
