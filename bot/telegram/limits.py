"""Telegram's limits for messages. Arithmetic only."""

from bot.runtime.pace import Pace


class Limits:
    """Telegram's limits for messages: per chat and over all chats.

    About one a second in a chat, with short bursts, and thirty a second over all unless the bot
    pays for more (Bot API FAQ, "Broadcasting to users"). Beyond that Telegram answers 429 with a
    pause.
    """

    _CHAT_PER_SECOND, _CHAT_BURST = 1.0, 60.0
    _MOST_CHATS = 2_000  # chats remembered; those at rest are forgotten

    def __init__(self, per_second: float = 30.0, *, used_up_at: float | None = None) -> None:
        """`used_up_at`: an earlier process may have used the burst over all chats just then."""
        self._all = Pace(per_second=per_second, burst=2 * per_second, used_up_at=used_up_at)
        self._chats: dict[int, Pace] = {}

    def pause(self, now: float) -> float:
        """Seconds until a message may go to any chat; 0 means now."""
        return self._all.wait(now)

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until a message may go to that chat; 0 means now."""
        own = self._chats.get(chat_id)
        return max(self._all.wait(now), own.wait(now) if own else 0.0)

    def take(self, chat_id: int, now: float) -> None:
        """Record that a message goes to that chat now."""
        if len(self._chats) >= self._MOST_CHATS:
            self._chats = {
                chat: pace for chat, pace in self._chats.items() if not pace.is_full(now)
            }
        fresh = Pace(per_second=self._CHAT_PER_SECOND, burst=self._CHAT_BURST)
        self._chats.setdefault(chat_id, fresh).take(now)
        self._all.take(now)
