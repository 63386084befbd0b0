"""The line "typing…" under the bot's name while it looks at a photo or has a card read.

Nobody misses it, so it is sent once, at its own pace, and dropped rather than late.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.runtime.pace import Pace
from bot.runtime.timer import Timer
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError

_LASTS = 5.0  # seconds that apps show it; Bot API, sendChatAction

#: Far below what Telegram allows for messages, which this must not use up.
_PER_SECOND, _BURST = 5.0, 10.0


class AtWork:
    def __init__(self, telegram: TelegramClient, timer: Timer) -> None:
        self._telegram = telegram
        self._timer = timer
        self._pace = Pace(per_second=_PER_SECOND, burst=_BURST)
        self._shown_until: dict[int, float] = {}

    @contextlib.asynccontextmanager
    async def shown(self, chat_id: int) -> AsyncIterator[None]:
        """Show it at the beginning of the block, if it is not shown yet; the block waits for
        nothing, and what was not sent at its end is not sent.
        """
        showing = asyncio.create_task(self._show(chat_id)) if self._take_turn(chat_id) else None
        try:
            yield
        finally:
            if showing:
                showing.cancel()
                await asyncio.gather(showing, return_exceptions=True)

    def _take_turn(self, chat_id: int) -> bool:
        """Book the line for the chat; False where it is shown already, or too many are."""
        now = self._timer.now()
        self._shown_until = {
            chat: until for chat, until in self._shown_until.items() if until > now
        }
        if chat_id in self._shown_until or self._pace.wait(now) > 0:
            return False
        self._pace.take(now)
        self._shown_until[chat_id] = now + _LASTS
        return True

    async def _show(self, chat_id: int) -> None:
        with contextlib.suppress(TelegramError):
            await self._telegram.show_typing(chat_id)
