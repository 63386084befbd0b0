"""Deletes messages about customers from chats, as far as Telegram allows."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.applications.cleaning import LAST_CHANCE, OUTSIDE
from bot.chat.outgoing import Clean, CleanChat, Send
from bot.outbox import Outbox
from bot.runtime.pauses import pause_between_slices
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramRefused
from bot.texts import say
from storage import Store
from storage.audit import BOT
from storage.chat_messages import DELETABLE, ChatMessage

#: Telegram counts the 48 hours by its own clock.
_SAFETY = timedelta(minutes=1)
_AT_ONCE = 100  # Bot API, deleteMessages

_FORGOTTEN_AT_ONCE = 500  # rows in one transaction; a few milliseconds


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
        """Delete what may be deleted, and say how many remain; raises TelegramError.

        What came since the verdict stays while that is being corrected: the open question is there.
        """
        messages = self._store.chat_messages.about(
            owed.application_id, chat_id, with_masked=owed.with_masked
        )
        application = self._store.applications.find(owed.application_id)
        if application and application.is_draft and application.earlier and not owed.with_masked:
            decided_at = application.earlier[-1].verdict.found_at
            messages = [each for each in messages if each.sent_at < decided_at]
        if messages:
            await self._clean(chat_id, messages, application_id=owed.application_id)

    async def clean_chat(self, chat_id: int, owed: CleanChat) -> None:
        """Do the same with all messages about customers, each once, however many it names."""
        messages, now = self._store.chat_messages, self._clock()
        while page := (
            messages.in_chat(chat_id, limit=_AT_ONCE, up_to=owed.up_to)
            if owed.is_whole
            else messages.running_out_in(chat_id, now - LAST_CHANCE, limit=_AT_ONCE)
        ):
            await self._clean(chat_id, page)

    async def _clean(
        self, chat_id: int, messages: Sequence[ChatMessage], *, application_id: str = ""
    ) -> None:
        left = await self._delete_young(chat_id, messages)
        with self._store.transaction():
            self._record(chat_id, len(messages) - left, left, application_id)
        for message in messages:
            await self._forget(chat_id, message.message_id)

    async def _forget(self, chat_id: int, message_id: int) -> None:
        """Forget the message in slices: an export names thousands of applications."""
        is_done = False
        while not is_done:
            with self._store.repeatable():
                is_done = self._store.chat_messages.forget_some(
                    chat_id, message_id, limit=_FORGOTTEN_AT_ONCE
                )
            await pause_between_slices()

    async def _delete_young(self, chat_id: int, messages: Sequence[ChatMessage]) -> int:
        """Delete those that Telegram still allows; returns how many remain."""
        youngest_left = self._clock() - DELETABLE + _SAFETY
        young = [each.message_id for each in messages if each.sent_at > youngest_left]
        left = len(messages) - len(young)
        for start in range(0, len(young), _AT_ONCE):
            left += await self._delete(chat_id, young[start : start + _AT_ONCE])
        return left

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

    def _record(self, chat_id: int, deleted: int, left: int, application_id: str) -> None:
        """Audit it, and tell who can delete the rest by hand."""
        now, agent = self._clock(), self._store.agents.find(chat_id)
        subject, reference = application_id or str(chat_id), application_id.upper()
        self._store.audit.record(
            "chat-cleaned", actor=BOT, now=now, subject=subject, deleted=deleted, left=left
        )
        if left == 0 or agent is None:
            return
        is_of_form = application_id and not application_id.startswith(OUTSIDE)
        key = "messages-left" if is_of_form else "messages-left-of-all"
        if agent.is_served:
            text = say(agent.language, key, count=left, reference=reference)
            Outbox(self._store).owe(chat_id, Send(text=text), now)
        else:  # a removed person is told nothing
            self._alerts.tell(
                key, now, name=agent.name, id=str(agent.id), count=left, reference=reference
            )
