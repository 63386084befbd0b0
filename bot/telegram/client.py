"""The Bot API for the loops: a thin layer over PTB's Bot. All calls raise TelegramError."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Self

from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
)
from telegram import error as ptb
from telegram.constants import ParseMode

from bot.chat.outgoing import Keyboard
from bot.observation import UNOBSERVED, Observer
from bot.runtime.egress import Egress
from bot.telegram.connections import Connections, Parameters
from bot.telegram.delivery import Delivery, delivery_from
from bot.telegram.errors import TelegramUnavailable, telegram_errors
from bot.telegram.files import Files
from bot.telegram.markup import markup
from bot.telegram.updates import KINDS, has_number, is_number

_AFTER_HOLD_SECONDS = 10  # for the answer to a poll to arrive
_POSTS_AT_ONCE = 40  # to a webhook; Telegram's own default

#: Telegram takes “House.No 12” for a link, and would show what that page says below the message.
_NO_PREVIEW = {"is_disabled": True}


class TelegramClient:
    """One method for each kind of request; connections are open within `async with`."""

    def __init__(
        self,
        token: str,
        api_url: str,
        egress: Egress = Egress(),  # noqa: B008 - frozen
        *,
        on_date: Callable[[str], None] | None = None,
        on_sent: Callable[[int], None] = lambda _seconds: None,
        observer: Observer = UNOBSERVED,
    ) -> None:
        """`api_url` has no slash at its end.

        `on_date` is called with the date of every answer, and `on_sent` with the time at which a
        message of `send` was sent, in seconds since 1970: Telegram's own, whoever runs the server
        of the Bot API.
        """
        self._on_sent = on_sent
        self._connections = Connections(api_url, egress, on_date, observer)
        self._bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._connections,
            get_updates_request=self._connections,
        )
        self.files = Files(self._bot)
        self.username = ""  # as links need it; set by `learn_name`

    async def __aenter__(self) -> Self:
        await self._connections.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connections.shutdown()

    async def poll(self, offset: int, *, most: int, hold_seconds: int) -> list[Mapping[str, Any]]:
        """The next updates as raw JSON, so that one that PTB cannot read spoils no other.

        Telegram forgets those before `offset`, and holds the call while it has none. Parts of the
        answer without an update's number are left out. Also raises AnotherPoller, WebhookActive.
        """
        parameters = {
            "offset": offset,
            "limit": most,
            "timeout": hold_seconds,
            "allowed_updates": KINDS,
        }
        with telegram_errors():
            found = await self._call(
                "getUpdates", read_timeout=hold_seconds + _AFTER_HOLD_SECONDS, **parameters
            )
        if not isinstance(found, list):
            raise TelegramUnavailable("an answer without a list of updates")
        return [each for each in found if has_number(each)]

    async def take_webhook(self, url: str, secret: str) -> None:
        """Have updates posted to that address; waiting ones are kept."""
        with telegram_errors():
            await self._bot.set_webhook(
                url, secret_token=secret, max_connections=_POSTS_AT_ONCE, allowed_updates=KINDS
            )

    async def find_delivery(self) -> Delivery:
        with telegram_errors():
            found = await self._call("getWebhookInfo")
        try:
            return delivery_from(found)
        except ValueError:
            raise TelegramUnavailable("an answer without a webhook") from None

    async def take_no_webhook(self) -> None:
        """Remove any webhook, which would take all updates."""
        with telegram_errors():
            await self._bot.delete_webhook()

    async def send(
        self,
        chat_id: int,
        text: str,
        keyboard: Keyboard,
        *,
        is_forwardable: bool = False,
        rings: bool = False,
    ) -> int:
        """Send a message in Telegram's HTML; returns its number."""
        with telegram_errors():
            sent = await self._call(
                "sendMessage",
                chat_id=chat_id,
                text=text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=markup(keyboard),
                protect_content=not is_forwardable,
                disable_notification=not rings,
            )
        if not isinstance(sent, dict) or not is_number(number := sent.get("message_id")):
            raise TelegramUnavailable("an answer without a message")
        if is_number(date := sent.get("date")):
            self._on_sent(date)
        return number

    async def send_picture(
        self,
        chat_id: int,
        picture: bytes | str,
        caption: str = "",
        keyboard: Keyboard = (),
        *,
        is_forwardable: bool = False,
    ) -> int:
        """Send a picture by its bytes or file id, silently; returns its number.

        The caption is Telegram's HTML, of at most 1,024 characters.
        """
        rows = markup(keyboard)
        with telegram_errors():
            message = await self._bot.send_photo(
                chat_id,
                picture,
                caption=caption or None,
                parse_mode=ParseMode.HTML,
                protect_content=not is_forwardable,
                reply_markup=InlineKeyboardMarkup.de_json(rows, None) if rows else None,
                disable_notification=True,
            )
        return message.message_id

    async def send_document(self, chat_id: int, name: str, content: bytes, caption: str) -> int:
        """Send a file with a caption in HTML, silently; it may be saved, which is its purpose."""
        with telegram_errors():
            message = await self._bot.send_document(
                chat_id,
                content,
                filename=name,
                caption=caption,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
            )
        return message.message_id

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete messages, at most 100; those already gone are skipped."""
        with telegram_errors():
            await self._bot.delete_messages(chat_id, message_ids)

    async def delete_one(self, chat_id: int, message_id: int) -> bool:
        """Delete a message; False when Telegram does not, or no longer."""
        with telegram_errors():
            try:
                return await self._bot.delete_message(chat_id, message_id)
            except ptb.BadRequest as error:
                # The words are those of tdlib/telegram-bot-api; a message that is gone counts as
                # deleted.
                return "not found" in error.message.lower()

    async def edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard) -> None:
        """Change a message; one that already says this counts as changed."""
        with telegram_errors(), _unchanged_is_fine():
            await self._call(
                "editMessageText",
                chat_id=chat_id,
                message_id=message_id,
                text=text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=markup(keyboard),
            )

    async def disarm(self, chat_id: int, message_id: int) -> None:
        """Remove the buttons of a message; one without any counts as done."""
        with telegram_errors(), _unchanged_is_fine():
            await self._call("editMessageReplyMarkup", chat_id=chat_id, message_id=message_id)

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Set the bot's reaction to a message; "" takes it away.

        In an album it appears at the first message, whichever is given (Bot API,
        setMessageReaction).
        """
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        with telegram_errors():
            await self._call(
                "setMessageReaction", chat_id=chat_id, message_id=message_id, reaction=reaction
            )

    async def show_typing(self, chat_id: int) -> None:
        """Show for five seconds, or until the next message, that the bot is at work."""
        with telegram_errors():
            await self._call("sendChatAction", chat_id=chat_id, action="typing")

    async def answer(self, query_id: str, text: str) -> None:
        with telegram_errors():
            await self._call("answerCallbackQuery", callback_query_id=query_id, text=text or None)

    async def leave(self, chat_id: int) -> None:
        with telegram_errors():
            await self._bot.leave_chat(chat_id)

    async def offer_commands(self, chat_id: int, commands: Sequence[tuple[str, str]]) -> None:
        """Set the command menu of one chat, by name and description; empty for the default one."""
        scope = BotCommandScopeChat(chat_id)
        with telegram_errors():
            if commands:
                await self._bot.set_my_commands(commands, scope=scope)
            else:
                await self._bot.delete_my_commands(scope=scope)

    async def introduce(
        self, language: str, commands: Sequence[tuple[str, str]], *, about: str, about_short: str
    ) -> None:
        """Set what people see in that language before they have their own menu."""
        with telegram_errors():
            await self._bot.set_my_commands(
                commands, scope=BotCommandScopeAllPrivateChats(), language_code=language
            )
            await self._bot.set_my_description(about, language)
            await self._bot.set_my_short_description(about_short, language)

    async def learn_name(self) -> None:
        """Ask for the bot's user name, which also checks the token."""
        with telegram_errors():
            self.username = (await self._bot.get_me()).username or ""

    async def _call(
        self, method: str, *, read_timeout: float | None = None, **parameters: Any
    ) -> object:
        """Call without PTB's objects for parameters and answer.

        They are half the cost of a call and unused.
        """
        given = Parameters({name: each for name, each in parameters.items() if each is not None})
        return await self._connections.call(f"{self._bot.base_url}/{method}", given, read_timeout)


@contextlib.contextmanager
def _unchanged_is_fine() -> Iterator[None]:
    try:
        yield
    except ptb.BadRequest as error:
        # Telegram has no code for it; the words are those of tdlib/telegram-bot-api.
        if "message is not modified" not in error.message.lower():
            raise
