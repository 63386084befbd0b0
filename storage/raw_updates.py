"""What is to be known of an update in Telegram's JSON without handling it."""

import json
from dataclasses import dataclass

_WITH_SENDER = ("message", "edited_message", "callback_query", "my_chat_member")
_LARGEST = 2**63 - 1  # that a column holds


@dataclass(frozen=True, slots=True)
class Origin:
    """`kind` is Telegram's name for the update, '' if unknown; `sender` is 0 if nobody is named."""

    kind: str
    sender: int


def origin_of(document: str) -> Origin:
    """The origin, read from whatever was received: it may not even be JSON."""
    try:
        update = json.loads(document)
    except ValueError:
        update = None
    if not isinstance(update, dict):
        return Origin("", 0)
    kind = next((key for key in update if key != "update_id"), "")
    senders = (_number(update, key, "from", "id") for key in _WITH_SENDER)
    return Origin(kind, next(filter(None, senders), 0))


def _number(value: object, *path: str) -> int:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if abs(value) <= _LARGEST else 0
