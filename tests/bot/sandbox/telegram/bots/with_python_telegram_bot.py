"""The bot written with python-telegram-bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import telegram
import telegram.ext

from tests.bot.sandbox.telegram.bots.conversation import HELLO, sides
from tests.bot.sandbox.telegram.wire import TOKEN


@asynccontextmanager
async def running(url: str) -> AsyncIterator[None]:
    app = (
        telegram.ext.ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .build()
    )
    buttons = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("Male", callback_data="m")]]
    )

    async def start(update: Any, _: Any) -> None:
        await update.message.reply_chat_action("typing")
        await update.message.reply_html(HELLO, reply_markup=buttons)

    async def press(update: Any, _: Any) -> None:
        query = update.callback_query
        await query.answer(f"Noted: {query.data}")
        await query.edit_message_text(f"You chose {query.data}")

    async def photo(update: Any, _: Any) -> None:
        file = await update.message.photo[-1].get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_photo(content, caption=sides(content))

    async def document(update: Any, _: Any) -> None:
        file = await update.message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_document(content, caption=f"{len(content)} bytes")

    async def corrected(update: Any, _: Any) -> None:
        text = update.edited_message.text
        await update.edited_message.reply_text(f"Corrected: {text}", do_quote=True)

    edits = telegram.ext.filters.UpdateType.EDITED_MESSAGE
    app.add_handlers([
        telegram.ext.CommandHandler("start", start),
        telegram.ext.CallbackQueryHandler(press),
        telegram.ext.MessageHandler(telegram.ext.filters.PHOTO, photo),
        telegram.ext.MessageHandler(telegram.ext.filters.Document.ALL, document),
        telegram.ext.MessageHandler(edits, corrected),
    ])  # fmt: skip
    async with app:
        await app.bot.set_my_commands([("start", "Begin")])
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        yield
        await app.updater.stop()
        await app.stop()
