"""What a Telegram update means to this bot. Pure functions over an update's JSON."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from bot.chat.incoming import (
    ButtonPressed,
    CommandSent,
    ContactSent,
    Content,
    GroupSeen,
    Incoming,
    OwnNumberShared,
    ReachabilityChanged,
)
from bot.telegram.update_types import (
    GONE,
    PRIVATE,
    CallbackQuery,
    Message,
    Update,
    update_from,
)
from conversations.events import PhotoSent, StraySent, TextEdited, TextSent

#: Bytes; Telegram gives bots no larger file.
LARGEST_FILE = 20 * 1024 * 1024

#: The kinds of updates that this bot reads; Telegram sends no others.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

#: The hint that fits a message, by the attribute of Message that holds its content.
_STRAYS = {
    "sticker": "sticker",
    "animation": "video",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "location": "location",
}

#: Messages that Telegram itself puts into a private chat.
_NOTICES = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "chat_background_set",
)


def is_number(value: object) -> TypeGuard[int]:
    """Whether it can be the number of an update or message; the database holds no larger one."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def has_number(update: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether it is an update with a number."""
    return isinstance(update, dict) and is_number(update.get("update_id"))


def kind_of(raw: Mapping[str, Any]) -> str:
    """One of KINDS, or "other"."""
    return next((kind for kind in KINDS if kind in raw), "other")


def sender_of(raw: Mapping[str, Any]) -> int | None:
    """The sender, whose updates keep their order; None if unknown."""
    for kind in KINDS:
        content = raw.get(kind)
        sender = content.get("from") if isinstance(content, dict) else None
        number = sender.get("id") if isinstance(sender, dict) else None
        if is_number(number):
            return number
    return None


def read_update(raw: Mapping[str, Any]) -> Incoming | None:
    """The meaning of an update; None when it has none for this bot.

    Raises whatever reading it raises, such as msgspec.ValidationError.
    """
    update = update_from(raw)
    chat, user = update.chat, update.user
    if chat is None:
        return None
    content = _content(update, is_private=chat.type == PRIVATE)
    if content is None or (user is None and not isinstance(content, GroupSeen)):
        return None
    return Incoming(
        sender=user.id if user else 0,
        chat=chat.id,
        language_code=(user.language_code if user else None) or "",
        content=content,
        sender_name=" ".join(filter(None, (user.first_name, user.last_name))) if user else "",
        message_id=update.message.message_id if update.message else None,
    )


def _content(update: Update, *, is_private: bool) -> Content | None:
    changed = update.my_chat_member
    is_gone = changed is not None and changed.new_chat_member.status in GONE
    if not is_private:
        return None if is_gone else GroupSeen()
    if changed:
        return ReachabilityChanged(not is_gone)
    if update.callback_query:
        return _of_press(update.callback_query)
    if update.edited_message:
        return _of_edit(update.edited_message)
    return _of_message(update.message) if update.message else None


def _of_press(query: CallbackQuery) -> ButtonPressed:
    """A press; any client can send any data, but the message comes from Telegram itself."""
    data, message = query.data or "", query.message
    if message is None or not message.date:
        return ButtonPressed(data, query.id, None)
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    is_drawn = any(button.callback_data == data for row in rows for button in row)
    return ButtonPressed(data, query.id, message.message_id, is_drawn, message.text or "")


def _of_edit(edited: Message) -> Content | None:
    # A first reaction is reported as well, with the message as it was (tdlib/telegram-bot-api 388
    # and 773). Where Telegram shows no "edited", the date is left out (tdlib/td 2294).
    if not edited.edit_date:
        return None
    is_caption = edited.text is None
    said = edited.caption if is_caption else edited.text
    if said is not None:
        return TextEdited(text=_storable(said), message_id=edited.message_id, is_caption=is_caption)
    # Anything else that changes on its own, such as a live location, would be reported every
    # minute.
    return StraySent(kind="edited") if edited.photo or edited.document else None


def _of_message(message: Message) -> Content | None:
    if message.text is not None:
        text, is_forwarded = _storable(message.text), message.forward_origin is not None
        if text.startswith("/") and not is_forwarded:
            name, argument = [*text[1:].split(maxsplit=1), "", ""][:2]
            return CommandSent(name.partition("@")[0].lower(), argument.strip())
        replied = message.reply_to_message
        return TextSent(
            text=text,
            message_id=message.message_id,
            forwarded=is_forwarded,
            replies_to=_replied_to(message),
            replied_text=replied.text or "" if replied else "",
        )
    if message.photo:
        # Before the strays: a live photo has a video as well.
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return PhotoSent(
            file_id=largest.file_id,
            unique_id=largest.file_unique_id,
            forwarded=message.forward_origin is not None,
            album=message.media_group_id,
            message_id=message.message_id,
            caption=_storable(message.caption or ""),
        )
    contact, sender = message.contact, message.from_user
    if contact and sender and contact.user_id == sender.id:
        return OwnNumberShared(_storable(contact.phone_number))
    if contact:
        return ContactSent(_storable(contact.phone_number))
    for attribute, kind in _STRAYS.items():
        if getattr(message, attribute) is not None:  # before documents: an animation is one as well
            return StraySent(kind=kind)
    if message.document:
        return _of_document(message)
    is_notice = any(getattr(message, attribute) is not None for attribute in _NOTICES)
    return None if is_notice else StraySent(kind="other")


def _storable(text: str) -> str:
    """The text with "?" for half a surrogate pair, which JSON can write and UTF-8 cannot."""
    return text.encode(errors="replace").decode()


def _replied_to(message: Message) -> int | None:
    """The message of this chat that it is a reply to; 0 for one of another chat."""
    if message.reply_to_message:
        return message.reply_to_message.message_id
    return 0 if message.external_reply else None


def _of_document(message: Message) -> Content:
    document = message.document
    assert document is not None
    if (document.file_size or 0) > LARGEST_FILE:
        return StraySent(kind="too-large")
    name, kind = (document.file_name or "").lower(), (document.mime_type or "").lower()
    if kind == "application/pdf" or name.endswith(".pdf"):
        return StraySent(kind="pdf")
    # Its content, once fetched, decides whether it is a picture, not its name.
    return PhotoSent(
        file_id=document.file_id,
        unique_id=document.file_unique_id,
        forwarded=message.forward_origin is not None,
        is_file=True,
        album=message.media_group_id,
        message_id=message.message_id,
        caption=_storable(message.caption or ""),
    )
