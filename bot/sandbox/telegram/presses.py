"""Presses of inline buttons: each may be answered once, and not late."""

import dataclasses
import secrets
from collections.abc import Callable

from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.errors import bad_request

# The app stops waiting for the answer after about this time. It is undocumented; bots that answer
# later get the refusal.
ANSWER_WITHIN = 15.0  # seconds


@dataclasses.dataclass(frozen=True, slots=True)
class Press:
    """One press that awaits the bot's answer."""

    chat: Chat
    user_id: int
    pressed_at: float


class Presses:
    """All unanswered presses, by the id of their callback query."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, Press] = {}
        self.answered_after: list[float] = []  # seconds from each press to its answer

    def add(self, chat: Chat, user_id: int) -> str:
        """Record a press; returns the id of its callback query."""
        query_id = str(secrets.randbits(62))
        self._open[query_id] = Press(chat, user_id, self._clock())
        return query_id

    @property
    def open_count(self) -> int:
        return len(self._open)

    def take(self, query_id: str) -> Press:
        """The press to answer; raises BotApiError if it was answered before, or it is too late."""
        press = self._open.pop(query_id, None)
        if press is None or self._clock() - press.pressed_at > ANSWER_WITHIN:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        self.answered_after.append(self._clock() - press.pressed_at)
        return press
