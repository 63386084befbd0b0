"""Writes texts into chats: in parts if too long, and only if that changes something."""

from bot.chat.outgoing import Keyboard
from bot.delivery.length import LONGEST_CAPTION, LONGEST_NOTICE, in_parts, is_within, units
from bot.delivery.looks import Looks
from bot.telegram.client import TelegramClient


class Writer:
    """Every call raises TelegramError."""

    def __init__(self, telegram: TelegramClient) -> None:
        self._telegram = telegram
        self._looks = Looks()

    async def send(
        self,
        chat_id: int,
        text: str,
        keyboard: Keyboard,
        *,
        is_forwardable: bool = False,
        rings: bool = False,
    ) -> list[int]:
        """Send the text; returns the numbers of its messages.

        The last one has the buttons, and the phone rings only for that one, if at all.
        """
        *first, last = in_parts(text)
        numbers = [
            await self._telegram.send(chat_id, part, (), is_forwardable=is_forwardable)
            for part in first
        ]
        number = await self._telegram.send(
            chat_id, last, keyboard, is_forwardable=is_forwardable, rings=rings
        )
        self._looks.note(chat_id, number, last, keyboard)
        return [*numbers, number]

    async def edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard) -> list[int]:
        """Edit the message to that text, unless it has it already; a longer text continues below
        it.

        Returns the numbers of the messages with the text; none if it is known to be deleted.
        """
        if self._looks.is_gone(chat_id, message_id):
            return []
        if self._looks.is_so(chat_id, message_id, text, keyboard):
            return [message_id]
        first, *rest = in_parts(text)
        self._looks.forget(chat_id, message_id)
        await self._telegram.edit(chat_id, message_id, first, () if rest else keyboard)
        self._looks.note(chat_id, message_id, text, keyboard)
        below = await self.send(chat_id, "\n".join(rest), keyboard) if rest else []
        return [message_id, *below]

    async def disarm(self, chat_id: int, message_id: int) -> None:
        """Remove the message's buttons, unless it is known to have none."""
        if not self._looks.has_no_buttons(chat_id, message_id):
            await self._telegram.disarm(chat_id, message_id)
            self._looks.note_disarmed(chat_id, message_id)

    async def answer(self, chat_id: int, query_id: str, notice: str) -> None:
        """End a button's waiting sign; a notice that is too long is sent as a message."""
        is_short = units(notice) <= LONGEST_NOTICE
        await self._telegram.answer(query_id, notice if is_short else "")
        if not is_short:
            await self._telegram.send(chat_id, notice, ())

    async def send_picture(
        self,
        chat_id: int,
        picture: bytes,
        words: str,
        keyboard: Keyboard = (),
        *,
        is_forwardable: bool = False,
    ) -> list[int]:
        """Send the picture with a caption and buttons; in a separate message if that is too
        long.

        Returns the numbers of the messages.
        """
        is_short = is_within(words, LONGEST_CAPTION)
        caption, rows = (words, keyboard) if is_short else ("", ())
        number = await self._telegram.send_picture(
            chat_id, picture, caption, rows, is_forwardable=is_forwardable
        )
        below = [] if is_short else await self.send(chat_id, words, keyboard)
        return [number, *below]

    def note_deleted(self, chat_id: int, message_id: int) -> None:
        self._looks.note_gone(chat_id, message_id)
