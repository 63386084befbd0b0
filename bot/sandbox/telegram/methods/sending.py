"""Methods by which a bot sends."""

import secrets

from bot.sandbox.telegram import fields, keyboards
from bot.sandbox.telegram.chats import Chat, StoredMessage
from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.methods import content
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
})  # fmt: skip
LARGEST_ALBUM = 10


async def send_message(telegram: Telegram, given: Parameters) -> Json:
    chat = telegram.chat(given.raw("chat_id"))
    return _send(telegram, chat, given, content.text(given, too_long="message is too long"))


async def send_photo(telegram: Telegram, given: Parameters) -> Json:
    chat = telegram.chat(given.raw("chat_id"))
    said = content.caption(given)
    photo = await content.photo(telegram, given.attached("photo"))
    if given.flag("has_spoiler"):
        photo["has_media_spoiler"] = True
    return _send(telegram, chat, given, photo | said)


async def send_document(telegram: Telegram, given: Parameters) -> Json:
    chat = telegram.chat(given.raw("chat_id"))
    said = content.caption(given)
    document = await content.document(telegram, given.attached("document"))
    return _send(telegram, chat, given, document | said)


async def send_media_group(telegram: Telegram, given: Parameters) -> list[Json]:
    chat = telegram.chat(given.raw("chat_id"))
    media = given.array("media")
    if media is None:
        raise bad_request("media is required")
    if not 2 <= len(media) <= LARGEST_ALBUM:
        raise bad_request("MEDIA_INVALID: an album has 2 to 10 items")
    fields.objects(media, "InputMedia")
    if len({fields.string(item, "type") for item in media}) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    contents = [await media_content(telegram, given, item) for item in media]
    chat.check_writable()
    group = {"media_group_id": str(secrets.randbits(53))}
    return [_send(telegram, chat, given, group | each, album=True) for each in contents]


async def media_content(telegram: Telegram, given: Parameters, item: Json) -> Json:
    """What an InputMedia object shows: a photo or a document with its caption."""
    reference = fields.string(item, "media")
    if not reference:
        raise bad_request("media not found")
    said = content.caption_of_media(item)
    source = given.behind(reference)
    match fields.string(item, "type"):
        case "photo":
            return await content.photo(telegram, source) | said
        case "document":
            return await content.document(telegram, source) | said
        case _:
            raise bad_request("type must be one of photo, document in the trial's Telegram")


async def send_chat_action(telegram: Telegram, given: Parameters) -> bool:
    chat = telegram.chat(given.raw("chat_id"))
    if given.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.check_writable()
    chat.note("action", action=given.text("action"))
    return True


def _send(
    telegram: Telegram, chat: Chat, given: Parameters, shown: Json, *, album: bool = False
) -> Json:
    markup = {} if album else keyboards.checked(given.json("reply_markup"))
    shown = content.reply(chat, given) | shown
    chat.check_writable()
    if "inline_keyboard" in markup:
        shown["reply_markup"] = markup
    if given.flag("protect_content"):
        shown["has_protected_content"] = True
    silent = given.flag("disable_notification")
    message = telegram.add(chat, telegram.bot, shown, silent=silent)
    if markup and "inline_keyboard" not in markup:
        _show_keyboard(chat, markup, message)
    return message.shown


def _show_keyboard(chat: Chat, markup: Json, message: StoredMessage) -> None:
    chat.keyboard = {} if "remove_keyboard" in markup else markup
    chat.note("keyboard", keyboard=chat.keyboard, message_id=message.message_id)


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
}
