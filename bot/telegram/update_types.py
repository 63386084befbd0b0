"""The parts of Telegram's updates that this bot looks at, as the Bot API describes them ("Update").

Other fields are skipped unread. A value of the wrong type makes its update unreadable, and no
other. Not PTB's objects: making those costs several times as much as the whole form step.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

PRIVATE = "private"  # Chat.type
GONE = frozenset({"left", "kicked"})  # ChatMember.status


class User(msgspec.Struct, frozen=True):
    id: int
    language_code: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class Chat(msgspec.Struct, frozen=True):
    id: int
    type: str


class PhotoSize(msgspec.Struct, frozen=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int


class Document(msgspec.Struct, frozen=True):
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Contact(msgspec.Struct, frozen=True):
    phone_number: str
    user_id: int | None = None


class Replied(msgspec.Struct, frozen=True):
    message_id: int
    text: str | None = None


class InlineButton(msgspec.Struct, frozen=True):
    callback_data: str | None = None


class InlineKeyboard(msgspec.Struct, frozen=True):
    inline_keyboard: tuple[tuple[InlineButton, ...], ...] = ()


class Message(msgspec.Struct, frozen=True, rename={"from_user": "from"}):
    """A message; of contents without a type here it only matters whether they are there.

    `date` is 0 for one that Telegram no longer lets the bot see (Bot API, InaccessibleMessage).
    """

    message_id: int
    chat: Chat
    date: int
    edit_date: int | None = None
    from_user: User | None = None
    text: str | None = None
    caption: str | None = None
    photo: tuple[PhotoSize, ...] = ()
    document: Document | None = None
    contact: Contact | None = None
    media_group_id: str | None = None
    reply_markup: InlineKeyboard | None = None
    reply_to_message: Replied | None = None
    external_reply: Any = None
    forward_origin: Any = None
    sticker: Any = None
    animation: Any = None
    voice: Any = None
    audio: Any = None
    video: Any = None
    video_note: Any = None
    location: Any = None
    pinned_message: Any = None
    message_auto_delete_timer_changed: Any = None
    write_access_allowed: Any = None
    chat_background_set: Any = None


class CallbackQuery(msgspec.Struct, frozen=True, rename={"from_user": "from"}):
    id: str
    from_user: User
    message: Message | None = None
    data: str | None = None


class ChatMember(msgspec.Struct, frozen=True):
    status: str


class ChatMemberUpdated(msgspec.Struct, frozen=True, rename={"from_user": "from"}):
    chat: Chat
    from_user: User
    new_chat_member: ChatMember


class Update(msgspec.Struct, frozen=True):
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None

    @property
    def chat(self) -> Chat | None:
        """Where it happened; None for a press whose message is not known."""
        query = self.callback_query
        seen = query.message if query else self.message or self.edited_message
        source = seen or self.my_chat_member
        return source.chat if source else None

    @property
    def user(self) -> User | None:
        source = self.callback_query or self.message or self.edited_message or self.my_chat_member
        return source.from_user if source else None


def update_from(raw: Mapping[str, Any]) -> Update:
    """Raises msgspec.ValidationError, whose message names fields and types, never values."""
    return msgspec.convert(raw, Update)
