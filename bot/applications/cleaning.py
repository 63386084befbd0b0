"""When messages about a customer are deleted from chats, and how that is owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.outgoing import Clean, CleanChat
from bot.outbox import Outbox
from conversations.application import Application, Phase
from storage import Store
from storage.chat_messages import DELETABLE

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

#: The age at which unmasked messages are deleted in any case: early enough that an hourly pass and
#: a slow Telegram do not miss the 48 hours.
LAST_CHANCE = DELETABLE - timedelta(hours=3)

#: Begins the name under which messages are noted that an agent sent while no form was open.
OUTSIDE = "outside-"

#: The name under which a full export is noted, which stays for as long as Telegram lets the bot
#: delete it.
FILE = "file"


def owe_cleaning(
    store: Store,
    application_id: str,
    now: datetime,
    *,
    delay: timedelta = timedelta(),
    with_masked: bool = False,
) -> None:
    """Owe every chat the deletion of its messages about the application."""
    clean, outbox = Clean(application_id=application_id, with_masked=with_masked), Outbox(store)
    for chat in store.chat_messages.chats_of(application_id):
        outbox.owe(chat, clean, now, delay=delay)


def owe_whole_cleaning(store: Store, chat_id: int, now: datetime) -> None:
    """Owe the chat of a removed person the deletion of all that it shows of customers by now.

    Telegram may delay it until the person is let in again; what they are asked then stays.
    """
    clean = CleanChat(is_whole=True, up_to=store.chat_messages.newest_in(chat_id))
    Outbox(store).owe(chat_id, clean, now)
