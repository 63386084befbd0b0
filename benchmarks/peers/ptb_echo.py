"""Plain python-telegram-bot: every text is sent back.

`/slow` takes ten seconds, like a handler that awaits a slow service; CONCURRENT is how many updates
PTB handles concurrently, and MESSAGES_PER_SECOND a limit that it respects.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    BaseRateLimiter,
    ContextTypes,
    MessageHandler,
    filters,
)

_SLOW = 10.0  # seconds


class Pace(BaseRateLimiter[None]):
    """So many calls a second, like PTB's AIORateLimiter."""

    def __init__(self, calls_per_second: int) -> None:
        self._gap = 1 / calls_per_second
        self._next = 0.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(  # noqa: PLR0917 - as PTB calls it
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        now = asyncio.get_running_loop().time()
        turn = self._next = max(now, self._next + self._gap)
        await asyncio.sleep(turn - now)
        return await callback(*args, **kwargs)


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    assert message is not None
    assert message.text is not None
    if message.text == "/slow":
        await asyncio.sleep(_SLOW)
    await message.reply_text(message.text)


def main(url: str) -> None:
    builder: Any = ApplicationBuilder().token("42:measured").base_url(f"{url}/bot")
    if concurrent := int(os.environ.get("CONCURRENT", "0")):
        builder = builder.concurrent_updates(concurrent).pool_timeout(60)
    if limit := int(os.environ.get("MESSAGES_PER_SECOND", "0")):
        builder = builder.rate_limiter(Pace(limit))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
