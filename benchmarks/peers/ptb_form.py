"""The form with PTB's ConversationHandler, in memory only."""

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

Step = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message is not None
    await update.message.reply_text(QUESTIONS[0])
    return 0


def answered(number: int) -> Step:
    async def step(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        message = update.message
        assert message is not None
        assert context.user_data is not None
        context.user_data[QUESTIONS[number]] = message.text
        if number + 1 == len(QUESTIONS):
            await message.reply_text(THANKS)
            return ConversationHandler.END
        await message.reply_text(QUESTIONS[number + 1])
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
