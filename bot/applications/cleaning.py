"""Deleting messages about a customer from the chat: when it is owed, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.chat.outgoing import Clean, Send, to_document
from bot.telegram.client import TelegramClient, TelegramRefused
from bot.texts import say
from conversations.application import Application, Phase
from storage import Store
from storage.audit import BOT
from storage.chat_messages import DELETABLE

#: Telegram counts the 48 hours by its own clock.
_SAFETY = timedelta(minutes=1)
_AT_ONCE = 100  # Bot API, deleteMessages

_MOMENTS = {"acceptance": Phase.PENDING, "verdict": Phase.DECIDED}


@dataclass(frozen=True, slots=True)
class CleaningRule:
    """`moment` is acceptance, verdict or never; the chat is cleaned so long after it."""

    moment: str = "never"
    delay: timedelta = timedelta()

    def is_due(self, before: Application, after: Application) -> bool:
        """Whether this is the step after which the chat is cleaned."""
        reached = _MOMENTS.get(self.moment)
        # A verdict may come before the acceptance is seen, when that had to be looked up.
        passed = {reached, Phase.DECIDED, Phase.CLOSED} if reached else set()
        return after.phase in passed and before.phase not in passed


NO_CLEANING = CleaningRule()

#: With this the names of the lanes begin in which deletions are owed.
LANES = "clean:"

#: The schedule under which the retention loop is asked to scrub what was erased.
SCRUBBING = "scrubbing"


def owe_cleaning(
    store: Store,
    application_id: str,
    now: datetime,
    *,
    with_masked: bool = False,
    chat_id: int | None = None,
) -> None:
    """Owe a chat the deletion of what is about the application, in a lane of its own.

    Without a chat, every chat where there is something.
    """
    chats = store.chat_messages.chats_of(application_id) if chat_id is None else [chat_id]
    clean = Clean(application_id=application_id, with_masked=with_masked)
    for chat in chats:
        lane = f"{LANES}{chat}:{application_id}"
        store.outbox.withdraw(lane)  # one that was to come later
        store.outbox.owe(chat, to_document(clean), now, lane=lane, label=lane)


class Cleaning:
    def __init__(
        self, store: Store, telegram: TelegramClient, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._alerts = Alerts(store)
        self._telegram = telegram
        self._clock = clock

    async def clean(self, chat_id: int, owed: Clean) -> None:
        """Delete what may be deleted, and say how much was left; raises TelegramError."""
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
        """Delete them together, or one by one where Telegram refuses; returns how many are left."""
        try:
            await self._telegram.delete(chat_id, message_ids)
        except TelegramRefused:
            deleted = [await self._telegram.delete_one(chat_id, each) for each in message_ids]
            return deleted.count(False)
        return 0

    def _record(self, chat_id: int, application_id: str, deleted: int, left: int) -> None:
        now = self._clock()
        self._store.audit.record(
            "chat-cleaned", actor=BOT, now=now, subject=application_id, deleted=deleted, left=left
        )
        agent = self._store.agents.find(chat_id)
        reference = application_id.upper()
        if left and agent and agent.is_served:
            text = say(agent.language, "messages-left", count=left, reference=reference)
            self._store.outbox.owe(chat_id, to_document(Send(text=text)), now)
        elif left and agent:  # who is not served any more is told nothing
            self._alerts.tell(
                "messages-left",
                now,
                name=agent.name,
                id=str(agent.id),
                count=left,
                reference=reference,
            )
