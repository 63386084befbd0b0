"""The bot written with pyTelegramBotAPI."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import telebot.async_telebot
import telebot.asyncio_helper

from tests.bot.sandbox.telegram.bots.conversation import HELLO, sides
from tests.bot.sandbox.telegram.wire import TOKEN


@asynccontextmanager
async def running(url: str) -> AsyncIterator[None]:
    # Its documented way to use another server is to assign these two, for the whole process.
    helper: Any = telebot.asyncio_helper
    helper.API_URL = f"{url}/bot{{0}}/{{1}}"
    helper.FILE_URL = f"{url}/file/bot{{0}}/{{1}}"
    bot: Any = telebot.async_telebot.AsyncTeleBot(TOKEN)  # its registering is not typed

    async def start(message: Any) -> None:
        button = telebot.types.InlineKeyboardButton("Male", callback_data="m")
        buttons = telebot.types.InlineKeyboardMarkup([[button]])
        await bot.send_chat_action(message.chat.id, "typing")
        await bot.send_message(message.chat.id, HELLO, parse_mode="HTML", reply_markup=buttons)

    async def press(query: Any) -> None:
        await bot.answer_callback_query(query.id, f"Noted: {query.data}")
        message = query.message
        await bot.edit_message_text(
            f"You chose {query.data}", chat_id=message.chat.id, message_id=message.message_id
        )

    async def photo(message: Any) -> None:
        content = await downloaded(message.photo[-1])
        await bot.send_photo(message.chat.id, content, caption=sides(content))

    async def document(message: Any) -> None:
        content = await downloaded(message.document)
        await bot.send_document(message.chat.id, content, caption=f"{len(content)} bytes")

    async def corrected(message: Any) -> None:
        await bot.reply_to(message, f"Corrected: {message.text}")

    async def downloaded(sent: Any) -> bytes:
        file = await bot.get_file(sent.file_id)
        return bytes(await bot.download_file(file.file_path))

    bot.register_message_handler(start, commands=["start"])
    bot.register_callback_query_handler(press, func=lambda _: True)
    bot.register_message_handler(photo, content_types=["photo"])
    bot.register_message_handler(document, content_types=["document"])
    bot.register_edited_message_handler(corrected, func=lambda _: True)
    await bot.set_my_commands([telebot.types.BotCommand("start", "Begin")])
    polling = asyncio.create_task(bot.polling(non_stop=False, timeout=20))
    yield
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await bot.close_session()
