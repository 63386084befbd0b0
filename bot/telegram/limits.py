"""How fast something may go: so much at once, and then at an even pace. Arithmetic only."""


class Pace:
    """A token bucket: `burst` at once, then `per_second`; times are seconds that only rise."""

    __slots__ = ("_at", "_burst", "_left", "_per_second")  # there is one for each busy chat

    def __init__(self, *, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = burst
        self._at = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0: now."""
        return max(1.0 - self._filled(now), 0.0) / self._per_second

    def take(self, now: float) -> None:
        """One goes now."""
        self._left, self._at = self._filled(now) - 1.0, now

    def is_full(self, now: float) -> bool:
        """Whether it is as good as new."""
        return self._filled(now) >= self._burst

    def _filled(self, now: float) -> float:
        return min(self._left + max(now - self._at, 0.0) * self._per_second, self._burst)


class Limits:
    """Telegram's limits for messages: in each chat, and in all of them together.

    About one a second in a chat, with short bursts, and thirty a second over all unless the bot
    pays for more (Bot API FAQ, "Broadcasting to users"). What goes beyond is answered with 429
    and a pause.
    """

    _CHAT_PER_SECOND, _CHAT_BURST = 1.0, 60.0
    _MOST_CHATS = 2_000  # remembered at once; those at rest are forgotten

    def __init__(self, per_second: float = 30.0) -> None:
        self._all = Pace(per_second=per_second, burst=2 * per_second)
        self._chats: dict[int, Pace] = {}

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until a message may go to that chat; 0: now."""
        own = self._chats.get(chat_id)
        return max(self._all.wait(now), own.wait(now) if own else 0.0)

    def take(self, chat_id: int, now: float) -> None:
        """A message goes to that chat now."""
        if len(self._chats) >= self._MOST_CHATS:
            self._chats = {
                chat: pace for chat, pace in self._chats.items() if not pace.is_full(now)
            }
        fresh = Pace(per_second=self._CHAT_PER_SECOND, burst=self._CHAT_BURST)
        self._chats.setdefault(chat_id, fresh).take(now)
        self._all.take(now)
