"""Reading the content of a message out of the parameters of a call."""

import asyncio

from bot.sandbox.telegram import entities, fields, keyboards
from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.errors import BotApiError, Json, bad_request
from bot.sandbox.telegram.files import LARGEST_UPLOAD
from bot.sandbox.telegram.parameters import Parameters, Upload
from bot.sandbox.telegram.photos import renderings
from bot.sandbox.telegram.service import Telegram


def text(given: Parameters, *, too_long: str) -> Json:
    """The text and entities of a message; `too_long` is how this method refuses too many signs."""
    if not given.text("text"):
        raise bad_request("message text is empty")
    said, found = entities.formatted(
        given.text("text"), given.text("parse_mode"), given.array("entities")
    )
    if not said:
        raise bad_request("text must be non-empty")
    if len(said) > entities.LONGEST_TEXT:
        raise bad_request(too_long)
    return {"text": said} | ({"entities": found} if found else {})


def caption(given: Parameters) -> Json:
    """The caption and its entities, nothing for none."""
    return caption_of(
        given.text("caption"), given.text("parse_mode"), given.array("caption_entities")
    )


def caption_of_media(item: Json) -> Json:
    """The caption of an InputMedia object."""
    marked = item.get("caption_entities")
    if marked is not None and not isinstance(marked, list):
        raise bad_request('field "caption_entities" must be of type Array')
    return caption_of(fields.string(item, "caption"), fields.string(item, "parse_mode"), marked)


def caption_of(written: str, parse_mode: str, given: list[Json] | None) -> Json:
    said, found = entities.formatted(written, parse_mode, given)
    if len(said) > entities.LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not said:
        return {}
    return {"caption": said} | ({"caption_entities": found} if found else {})


async def photo(telegram: Telegram, source: Upload | str | None) -> Json:
    """A photo from an upload or from a file id."""
    match source:
        case None:
            raise bad_request("there is no photo in the request")
        case Upload():
            sizes = await asyncio.to_thread(renderings, source.content, by_bot=True)
            return {"photo": telegram.files.add_photo(sizes)}
        case _:
            file = telegram.files.find(_file_id(source))
            if file.kind != "photo":
                raise bad_request(f"can't use file of type {file.kind.title()} as Photo")
            return {"photo": telegram.files.photo_again(source)}


async def document(telegram: Telegram, source: Upload | str | None) -> Json:
    """A document from an upload or from a file id, its bytes untouched."""
    match source:
        case None:
            raise bad_request("there is no document in the request")
        case Upload():
            if len(source.content) > LARGEST_UPLOAD:
                raise BotApiError(413, "Request Entity Too Large")
            if not source.content:
                raise bad_request("file must be non-empty")
            stored = telegram.files.add_document(source.content, source.name, source.mime_type)
            return {"document": stored}
        case _:
            file = telegram.files.find(_file_id(source))
            if file.kind != "document":
                raise bad_request(f"can't use file of type {file.kind.title()} as Document")
            file_id = telegram.files.again(file)
            shown = {"file_name": file.name, "mime_type": file.mime_type}
            return {"document": telegram.files.reference(file_id) | shown}


def _file_id(reference: str) -> str:
    if "://" in reference:  # this machine fetches nothing from elsewhere
        raise bad_request("wrong file identifier/HTTP URL specified")
    return reference


def inline_keyboard(given: Parameters) -> Json:
    """The reply markup of an edit: an inline keyboard or none."""
    markup = keyboards.checked(given.json("reply_markup"), inline_only=True)
    return {"reply_markup": markup} if markup else {}


def reply(chat: Chat, given: Parameters) -> Json:
    """The message that is replied to, as the reply shows it."""
    parameters = given.object("reply_parameters")
    message_id = fields.integer(parameters, "message_id") or given.integer("reply_to_message_id")
    if not message_id:
        return {}
    original = chat.messages.get(message_id)
    if original is None:
        if parameters.get("allow_sending_without_reply") or given.flag(
            "allow_sending_without_reply"
        ):
            return {}
        raise bad_request("message to be replied not found")
    # A shown reply never contains a further one.
    shown = {key: value for key, value in original.shown.items() if key != "reply_to_message"}
    return {"reply_to_message": shown}
