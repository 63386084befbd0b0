"""Methods by which a bot edits its own messages."""

from bot.sandbox.telegram.chats import Chat, StoredMessage
from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.methods import content
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.methods.sending import media_content
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
MEDIA = ("photo", "document")
# What an edit may change; the rest of a message stays for ever.
CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup", *MEDIA)


async def edit_message_text(telegram: Telegram, given: Parameters) -> Json:
    chat, message = _own(telegram, given)
    new = content.text(given, too_long="MESSAGE_TOO_LONG")
    if "text" not in message.shown:
        raise bad_request("there is no text in the message to edit")
    return _edit(telegram, chat, message, new | content.inline_keyboard(given))


async def edit_message_caption(telegram: Telegram, given: Parameters) -> Json:
    chat, message = _own(telegram, given)
    new = content.caption(given)
    media = {kind: message.shown[kind] for kind in MEDIA if kind in message.shown}
    if not media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(telegram, chat, message, media | new | content.inline_keyboard(given))


async def edit_message_media(telegram: Telegram, given: Parameters) -> Json:
    chat, message = _own(telegram, given)
    if "media" not in given:
        raise bad_request("media is required")
    new = await media_content(telegram, given, given.object("media"))
    if message.message_id not in chat.messages:  # deleted while the picture was being read
        raise bad_request("message to edit not found")
    return _edit(telegram, chat, message, new | content.inline_keyboard(given))


async def edit_message_reply_markup(telegram: Telegram, given: Parameters) -> Json:
    chat, message = _own(telegram, given)
    kept = {key: message.shown[key] for key in CONTENT if key in message.shown}
    kept.pop("reply_markup", None)
    return _edit(telegram, chat, message, kept | content.inline_keyboard(given), silent=True)


def _own(telegram: Telegram, given: Parameters) -> tuple[Chat, StoredMessage]:
    if given.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = telegram.chat(given.raw("chat_id"))
    chat.check_writable()
    message = chat.find(given.integer("message_id"), "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    telegram: Telegram, chat: Chat, message: StoredMessage, new: Json, *, silent: bool = False
) -> Json:
    old = {key: message.shown[key] for key in CONTENT if key in message.shown}
    if new == old:
        raise bad_request(NOT_MODIFIED)
    fixed = {key: value for key, value in message.shown.items() if key not in CONTENT}
    return telegram.edit(chat, message, fixed | new, silent=silent)


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
