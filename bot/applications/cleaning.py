"""When messages about a customer are deleted from chats, and how that is owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.outgoing import Clean
from bot.outbox import Outbox
from conversations.application import Application, Phase
from storage import Store

_MOMENTS = {"acceptance": Phase.PENDING, "verdict": Phase.DECIDED}


@dataclass(frozen=True, slots=True)
class CleaningRule:
    """The chat is cleaned `delay` after `moment`, which is acceptance, verdict or never."""

    moment: str = "never"
    delay: timedelta = timedelta()

    def is_due(self, before: Application, after: Application) -> bool:
        """Whether this is the step after which the chat is cleaned."""
        reached = _MOMENTS.get(self.moment)
        # A verdict may come before the acceptance, when that had to be looked up.
        passed = {reached, Phase.DECIDED, Phase.CLOSED} if reached else set()
        return after.phase in passed and before.phase not in passed


NO_CLEANING = CleaningRule()


def owe_cleaning(
    store: Store,
    application_id: str,
    now: datetime,
    *,
    delay: timedelta = timedelta(),
    with_masked: bool = False,
    chat_id: int | None = None,
) -> None:
    """Owe a chat the deletion of its messages about the application; without one, every chat."""
    chats = store.chat_messages.chats_of(application_id) if chat_id is None else [chat_id]
    clean, outbox = Clean(application_id=application_id, with_masked=with_masked), Outbox(store)
    for chat in chats:
        outbox.owe(chat, clean, now, delay=delay)
