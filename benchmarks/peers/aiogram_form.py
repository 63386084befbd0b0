"""The form with aiogram's state machine, in memory.

With SETTLES in the environment each answer also takes the place of its question, as in this bot.
"""

import asyncio
import os
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message

from benchmarks.peers.form import QUESTIONS, THANKS

_SETTLES = "SETTLES" in os.environ


class Form(StatesGroup):
    mobile_number = State()
    profession = State()
    nominee = State()
    relation = State()


_STEPS = tuple(Form)


def dispatcher() -> Dispatcher:
    handlers = Dispatcher(storage=MemoryStorage())

    @handlers.message(CommandStart())
    async def start(message: Message, state: FSMContext) -> None:
        await state.set_state(_STEPS[0])
        await ask(message, state, QUESTIONS[0])

    async def ask(message: Message, state: FSMContext, text: str) -> None:
        asked = await message.answer(text)
        if _SETTLES:
            await state.update_data(asked=asked)

    def answered(number: int) -> None:
        @handlers.message(_STEPS[number])
        async def step(message: Message, state: FSMContext) -> None:
            known = await state.update_data({QUESTIONS[number]: message.text})
            if _SETTLES:
                await known["asked"].edit_text(f"✓ {message.text}")
            if number + 1 == len(_STEPS):
                await state.clear()
                await message.answer(THANKS)
            else:
                await state.set_state(_STEPS[number + 1])
                await ask(message, state, QUESTIONS[number + 1])

    for number in range(len(_STEPS)):
        answered(number)
    return handlers


async def main(url: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    await dispatcher().start_polling(Bot("42:measured", session=session))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
