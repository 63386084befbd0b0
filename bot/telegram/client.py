"""Telegram as the loops see it: a thin coat over PTB's Bot with errors that say what to do.

TelegramError
├── TelegramUnavailable   wait and repeat; `retry_after` when Telegram said how long
├── TelegramRefused       never repeat: this request cannot succeed
├── ChatUnreachable       the person blocked the bot or is gone; keep what matters for later
├── TokenRefused          the operator must act: Telegram knows no such bot
└── AnotherPoller         getUpdates only: another process takes this bot's updates

No message of these carries the token or anything that people wrote.
"""

import asyncio
import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram import error as ptb
from telegram.constants import ParseMode

from bot.chat.outgoing import Button, Keyboard
from bot.telegram.connections import Connections, FloodControl

_DOWNLOAD_SECONDS = 90.0  # for 20 MB over a slow link; a dripping server ends here


class TelegramError(Exception):
    """The base of what leaves this module."""


class TelegramUnavailable(TelegramError):
    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


class TelegramRefused(TelegramError):
    pass


class ChatUnreachable(TelegramError):
    pass


class TokenRefused(TelegramError):
    pass


class AnotherPoller(TelegramError):
    pass


def connect(token: str, api_url: str) -> Bot:
    """PTB's Bot for this address; nothing is sent before it is used."""
    connections = Connections(api_url)
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=connections,
        get_updates_request=connections,
    )


def is_number(value: object) -> TypeGuard[int]:
    """Whether that can number an update or a message; the database holds no larger one."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


#: BadRequest has no codes; the words are those of tdlib/telegram-bot-api.
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid")


@contextlib.contextmanager
def telegram_errors() -> Iterator[None]:
    """Turn PTB's exceptions into ours; the order matters, as BadRequest is a NetworkError."""
    try:
        yield
    except FloodControl as error:
        raise TelegramUnavailable("flood control", retry_after=error.seconds) from None
    except ptb.Forbidden as error:
        raise ChatUnreachable(_without_quotes(error.message)) from None
    except ptb.Conflict as error:
        raise AnotherPoller(_without_quotes(error.message)) from None
    except (ptb.InvalidToken, ptb.EndPointNotFound) as error:
        raise _unknown(error) from None
    except (ptb.BadRequest, ptb.ChatMigrated) as error:
        said = _without_quotes(error.message)
        is_gone = any(words in said.lower() for words in _NOBODY_THERE)
        raise (ChatUnreachable if is_gone else TelegramRefused)(said) from None
    except ptb.TelegramError as error:
        raise TelegramUnavailable(type(error).__name__) from None


def _unknown(error: ptb.TelegramError) -> TelegramError:
    """401 is a wrong token; 404 is one as well, unless it says that there is no such method."""
    said = error.message if isinstance(error, ptb.InvalidToken) else str(error.__cause__)
    if "method not found" in said.lower():
        return TelegramRefused("the method is unknown there")
    return TokenRefused("the token is unknown there")


def _without_quotes(said: str) -> str:
    """Telegram's words without what they quote, which may be a customer's name."""
    return re.sub(r'"[^"]*"', "…", said)


class TelegramClient:
    """One method per kind of request; all raise TelegramError."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(
        self, chat_id: int, text: str, keyboard: Keyboard, *, is_forwardable: bool = False
    ) -> int:
        """Send a message in Telegram's HTML; returns its number."""
        with telegram_errors():
            sent = await self._call(
                "send_message",
                chat_id=chat_id,
                text=text,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(keyboard),
                protect_content=not is_forwardable,
            )
        number = sent.get("message_id") if isinstance(sent, dict) else None
        if not is_number(number):
            raise TelegramUnavailable("an answer without a message")
        return int(number)

    async def send_picture(self, chat_id: int, picture: bytes | str, caption: str = "") -> int:
        """Send a picture by its bytes, or again by its file id; returns its number.

        The caption is Telegram's HTML, of at most 1,024 characters.
        """
        with telegram_errors():
            message = await self._bot.send_photo(
                chat_id,
                picture,
                caption=caption or None,
                parse_mode=ParseMode.HTML,
                protect_content=True,
            )
        return message.message_id

    async def send_document(self, chat_id: int, name: str, content: bytes) -> int:
        """Send a file that may be saved, since that is what it is asked for."""
        with telegram_errors():
            message = await self._bot.send_document(chat_id, content, filename=name)
        return message.message_id

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete messages, at most 100; those that are gone already are passed over."""
        with telegram_errors():
            await self._bot.delete_messages(chat_id, message_ids)

    async def delete_one(self, chat_id: int, message_id: int) -> bool:
        """Delete a message; False when Telegram does not (any more)."""
        with telegram_errors():
            try:
                return await self._bot.delete_message(chat_id, message_id)
            except ptb.BadRequest as error:
                # The words are those of tdlib/telegram-bot-api; gone is as good as deleted.
                return "not found" in error.message.lower()

    async def edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard) -> None:
        """Change a message; one that says this already is as good."""
        with telegram_errors(), _unchanged_is_fine():
            await self._call(
                "edit_message_text",
                chat_id=chat_id,
                message_id=message_id,
                text=text,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(keyboard),
            )

    async def disarm(self, chat_id: int, message_id: int) -> None:
        """Take the buttons from a message; one that has none is as good."""
        with telegram_errors(), _unchanged_is_fine():
            await self._call("edit_message_reply_markup", chat_id=chat_id, message_id=message_id)

    async def answer(self, query_id: str, text: str) -> None:
        with telegram_errors():
            await self._call("answer_callback_query", callback_query_id=query_id, text=text or None)

    async def leave(self, chat_id: int) -> None:
        with telegram_errors():
            await self._bot.leave_chat(chat_id)

    async def offer_commands(self, chat_id: int, commands: Sequence[tuple[str, str]]) -> None:
        """The command menu of one chat, by name and description; without any, everybody's."""
        scope = BotCommandScopeChat(chat_id)
        with telegram_errors():
            if commands:
                await self._bot.set_my_commands(commands, scope=scope)
            else:
                await self._bot.delete_my_commands(scope=scope)

    async def introduce(
        self, language: str, commands: Sequence[tuple[str, str]], *, about: str, about_short: str
    ) -> None:
        """What people see in that language before they have a menu of their own."""
        with telegram_errors():
            await self._bot.set_my_commands(
                commands, scope=BotCommandScopeAllPrivateChats(), language_code=language
            )
            await self._bot.set_my_description(about, language)
            await self._bot.set_my_short_description(about_short, language)

    async def fetch(self, file_id: str) -> bytes:
        """The bytes of a file that somebody sent."""
        with telegram_errors():
            try:
                async with asyncio.timeout(_DOWNLOAD_SECONDS):
                    file = await self._bot.get_file(file_id)
                    content = bytes(await file.download_as_bytearray())
            except TimeoutError:
                raise TelegramUnavailable("download too slow") from None
        # A proxy in between may end it early and call it whole; the photo itself is all right.
        if file.file_size is not None and len(content) != file.file_size:
            raise TelegramUnavailable("download broken off")
        return content

    async def name(self) -> str:
        """The bot's user name, as links need it."""
        with telegram_errors():
            return (await self._bot.get_me()).username or ""

    async def _call(self, method: str, **parameters: Any) -> object:
        """What is called for every answer of an agent, without the objects that PTB would make.

        They are half the cost of a call, and nobody reads them.
        """
        # The underscore keeps PTB from advising the method that makes them.
        return await self._bot.do_api_request(f"{method}_", parameters)


@contextlib.contextmanager
def _unchanged_is_fine() -> Iterator[None]:
    try:
        yield
    except ptb.BadRequest as error:
        # Telegram has no code for it; the words are those of tdlib/telegram-bot-api.
        if "message is not modified" not in error.message.lower():
            raise


def _markup(keyboard: Keyboard) -> dict[str, object] | None:
    """InlineKeyboardMarkup of the Bot API."""
    if not keyboard:
        return None
    return {"inline_keyboard": [[_button(each) for each in row] for row in keyboard]}


def _button(button: Button) -> dict[str, object]:
    """InlineKeyboardButton of the Bot API."""
    if button.copy:
        return {"text": button.text, "copy_text": {"text": button.copy}}
    return {"text": button.text, "callback_data": button.data}
