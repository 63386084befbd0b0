"""How fast a bot may send before it is told to wait.

Source of the rates: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
(a message a second in a chat, 20 a minute in a group, 30 a second in all). Short bursts pass there;
their length is not published, so `_BURST` is a guess.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.telegram.errors import too_many_requests

_BURST = 30  # messages at once after a silence


@dataclass(frozen=True, slots=True)
class Rate:
    """One message per interval (seconds) in the long run, and this many at once."""

    seconds_each: float
    at_once: int


IN_ALL = Rate(1 / 30, _BURST)
IN_PRIVATE = Rate(1.0, _BURST)
IN_GROUP = Rate(3.0, 20)


class FloodLimits:
    """Counts the messages that a bot sends, in all and to each chat."""

    def __init__(self, clock: Callable[[], float], *, enforced: bool) -> None:
        self._clock = clock
        self._enforced = enforced
        # When each chat, and all together (""), would be back within the steady rate.
        self._even_at: dict[str, float] = {}

    def count(self, chat_id: str, messages: int) -> None:
        """Count messages to a chat; too many are not counted but raise BotApiError 429."""
        if not self._enforced or not messages:
            return
        now = self._clock()
        rates = {"": IN_ALL, chat_id: IN_GROUP if chat_id.startswith("-") else IN_PRIVATE}
        even_at = {
            key: max(self._even_at.get(key, now), now) + messages * rate.seconds_each
            for key, rate in rates.items()
        }
        wait = max(
            even_at[key] - rate.at_once * rate.seconds_each - now for key, rate in rates.items()
        )
        if wait > 1e-6:  # seconds; anything less is a rounding error
            raise too_many_requests(math.ceil(wait))
        self._even_at |= even_at
