"""Bots written with three foreign libraries hold the same conversation here without complaint."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiogram
import aiogram.client.session.aiohttp
import aiogram.client.telegram
import aiogram.filters
import pytest
import telebot.async_telebot
import telebot.asyncio_helper
import telegram
import telegram.ext
from PIL import Image

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.wire import TOKEN

HELLO = "<b>Hello</b> &lt;you&gt;"


async def converses(rahim: Person) -> None:
    """What each of the bots is asked to do."""
    await rahim.says("/start")
    greeting = await rahim.sees("Hello <you>")
    assert greeting.html == HELLO
    press = await rahim.taps("Male")
    assert await rahim.gets_answer(press) == "Noted: m"
    chosen = await rahim.sees("You chose m")
    assert (chosen.message_id, chosen.edited) == (greeting.message_id, True)
    await rahim.sends_photo(picture())
    assert (await rahim.sees("640 x 400")).has_photo
    await rahim.sends_file(b"some bytes", "note.txt", "text/plain")
    assert (await rahim.sees("10 bytes")).has_document
    await rahim.edits(await rahim.says("a slip"), "a correction")
    await rahim.sees("Corrected: a correction")
    assert await rahim.commands() == {"start": "Begin"}


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (640, 400), "navy").save(written, "JPEG")
    return written.getvalue()


def sides(photo: bytes) -> str:
    width, height = Image.open(io.BytesIO(photo)).size
    return f"{width} x {height}"


async def test_python_telegram_bot(url: str) -> None:
    async with with_python_telegram_bot(url), Person(url, 1001, "Rahim") as rahim:
        await converses(rahim)


async def test_aiogram(url: str) -> None:
    async with with_aiogram(url), Person(url, 1001, "Rahim") as rahim:
        await converses(rahim)


async def test_py_telegram_bot_api(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Its documented way to another server is to assign these two.
    monkeypatch.setattr(telebot.asyncio_helper, "API_URL", f"{url}/bot{{0}}/{{1}}")
    monkeypatch.setattr(telebot.asyncio_helper, "FILE_URL", f"{url}/file/bot{{0}}/{{1}}")
    async with with_telebot(), Person(url, 1001, "Rahim") as rahim:
        await converses(rahim)


@asynccontextmanager
async def with_python_telegram_bot(url: str) -> AsyncIterator[None]:
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


@asynccontextmanager
async def with_aiogram(url: str) -> AsyncIterator[None]:
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


@asynccontextmanager
async def with_telebot() -> AsyncIterator[None]:
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
