"""The bot written with aiogram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiogram
import aiogram.client.session.aiohttp
import aiogram.client.telegram
import aiogram.filters

from tests.bot.sandbox.telegram.bots.conversation import HELLO, sides
from tests.bot.sandbox.telegram.wire import TOKEN


@asynccontextmanager
async def running(url: str) -> AsyncIterator[None]:
    server = aiogram.client.telegram.TelegramAPIServer.from_base(url)
    session = aiogram.client.session.aiohttp.AiohttpSession(api=server)
    bot = aiogram.Bot(TOKEN, session=session)
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message(aiogram.filters.CommandStart())
    async def start(message: aiogram.types.Message) -> None:
        button = aiogram.types.InlineKeyboardButton(text="Male", callback_data="m")
        buttons = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])
        await bot.send_chat_action(message.chat.id, "typing")
        await message.answer(HELLO, parse_mode="HTML", reply_markup=buttons)

    @dispatcher.callback_query()
    async def press(query: aiogram.types.CallbackQuery) -> None:
        await query.answer(f"Noted: {query.data}")
        assert isinstance(query.message, aiogram.types.Message)
        await query.message.edit_text(f"You chose {query.data}")

    @dispatcher.message(aiogram.F.photo)
    async def photo(message: aiogram.types.Message) -> None:
        assert message.photo
        content = (await downloaded(message.photo[-1])).read()
        file = aiogram.types.BufferedInputFile(content, "photo.jpg")
        await message.answer_photo(file, caption=sides(content))

    @dispatcher.message(aiogram.F.document)
    async def document(message: aiogram.types.Message) -> None:
        assert message.document
        content = (await downloaded(message.document)).read()
        file = aiogram.types.BufferedInputFile(content, "note.txt")
        await message.answer_document(file, caption=f"{len(content)} bytes")

    @dispatcher.edited_message()
    async def corrected(message: aiogram.types.Message) -> None:
        await message.reply(f"Corrected: {message.text}")

    async def downloaded(file: aiogram.types.Downloadable) -> Any:
        return await bot.download(file)

    await bot.set_my_commands([aiogram.types.BotCommand(command="start", description="Begin")])
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    yield
    await dispatcher.stop_polling()
    await polling
