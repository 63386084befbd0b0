"""The form with PTB's ConversationHandler, in memory only.

With SETTLES in the environment each answer also takes the place of its question, as in this bot.
"""

import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from benchmarks.peers.form import QUESTIONS, THANKS

_SETTLES = "SETTLES" in os.environ

Step = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    await ask(update, context, QUESTIONS[0])
    return 0


async def ask(update: Update, context: ContextTypes.DEFAULT_TYPE, text: str) -> None:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["asked"] = await update.message.reply_text(text)


def answered(number: int) -> Step:
    async def step(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        message = update.message
        assert message is not None
        assert context.user_data is not None
        context.user_data[QUESTIONS[number]] = message.text
        if _SETTLES:
            await context.user_data["asked"].edit_text(f"✓ {message.text}")
        if number + 1 == len(QUESTIONS):
            await message.reply_text(THANKS)
            return ConversationHandler.END
        await ask(update, context, QUESTIONS[number + 1])
        return number + 1

    return step


def main(url: str) -> None:
    application = ApplicationBuilder().token("42:measured").base_url(f"{url}/bot").build()
    text = filters.TEXT & ~filters.COMMAND
    begin: Any = CommandHandler("start", start)
    application.add_handler(
        ConversationHandler(
            entry_points=[begin],
            states={
                number: [MessageHandler(text, answered(number))] for number in range(len(QUESTIONS))
            },
            fallbacks=[begin],
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
