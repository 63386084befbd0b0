"""A message that is owed to a chat, and how its row is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.clock import from_seconds
from storage.database import Database, SealBroken
from storage.shown_messages import ShownMessage

DOCUMENT = "outbox.document"  # as its seal names it

#: In the order of `owed_message`.
COLUMNS = "id, lane, chat_id, label, document, attempts, owed_at, subjects"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMessage:
    """One row; `document` is a message of `bot.chat.outgoing` as JSON.

    `shown` is what its label means now; only `DueMessages.heads` reads that.
    """

    id: int
    lane: str
    chat_id: int
    label: str | None
    document: str = field(repr=False)
    attempts: int
    owed_at: datetime
    subjects: tuple[str, ...] = ()  # the applications that the message is about
    shown: ShownMessage | None = None


def owed_message(
    database: Database, row: Sequence[Any], shown: ShownMessage | None = None
) -> OwedMessage:
    """The message of a row with `COLUMNS`."""
    message_id, lane, chat_id, label, sealed, attempts, owed_at, subjects = row
    try:
        document = database.unseal(sealed, DOCUMENT, chat_id)
    except SealBroken:
        document = ""  # no message, so the postman drops it, and the others are delivered
    return OwedMessage(
        id=message_id,
        lane=lane,
        chat_id=chat_id,
        label=label,
        document=document,
        attempts=attempts,
        owed_at=from_seconds(owed_at),
        subjects=tuple(subjects.split()),
        shown=shown,
    )
