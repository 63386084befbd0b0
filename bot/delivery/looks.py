"""The current look of recent messages, so that no call is made that would change nothing."""

from collections import OrderedDict

from bot.chat.outgoing import Keyboard

#: Messages; 1.4 MB of memory. What is edited again was mostly sent minutes before.
_MOST = 5_000


class Looks:
    """Only hashes are kept; messages of an earlier process are unknown."""

    def __init__(self) -> None:
        self._looks: OrderedDict[tuple[int, int], tuple[int | None, bool]] = OrderedDict()

    def note(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard) -> None:
        """Record the message's look."""
        self._put(chat_id, message_id, hash((text, _plain(keyboard))), has_buttons=bool(keyboard))

    def note_disarmed(self, chat_id: int, message_id: int) -> None:
        """Record that the message has no buttons, whatever its text."""
        look = hash((chat_id, message_id))  # unlike that of any text
        self._put(chat_id, message_id, look, has_buttons=False)

    def forget(self, chat_id: int, message_id: int) -> None:
        """The message is about to change; whether it did is unknown where the answer is lost."""
        self._looks.pop((chat_id, message_id), None)

    def note_gone(self, chat_id: int, message_id: int) -> None:
        self._put(chat_id, message_id, None, has_buttons=False)

    def is_gone(self, chat_id: int, message_id: int) -> bool:
        """Whether the message is known to be deleted."""
        return self._looks.get((chat_id, message_id)) == (None, False)

    def has_no_buttons(self, chat_id: int, message_id: int) -> bool:
        """Whether the message is known to have none."""
        known = self._looks.get((chat_id, message_id))
        return known is not None and not known[1]

    def is_so(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard) -> bool:
        """Whether the message is known to have this look already."""
        known = self._looks.get((chat_id, message_id))
        return known is not None and known[0] == hash((text, _plain(keyboard)))

    def _put(self, chat_id: int, message_id: int, look: int | None, *, has_buttons: bool) -> None:
        self._looks[chat_id, message_id] = (look, has_buttons)
        self._looks.move_to_end((chat_id, message_id))
        if len(self._looks) > _MOST:
            self._looks.popitem(last=False)


def _plain(keyboard: Keyboard) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(row) for row in keyboard)
