"""Plain python-telegram-bot: every text is sent back.

`/slow` takes ten seconds, like a handler that awaits a slow service; CONCURRENT is how many updates
PTB handles concurrently.
"""

import asyncio
import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

_SLOW = 10.0  # seconds


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
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
