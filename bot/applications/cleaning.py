"""When messages about a customer are to be deleted from chats, and how that is owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.outgoing import Clean, to_document
from conversations.application import Application, Phase
from storage import Store

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
