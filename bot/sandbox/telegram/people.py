"""What a person does in Telegram, as changes of its state."""

import asyncio
import dataclasses
import io
import secrets
from collections.abc import Sequence

from PIL import Image

from bot.sandbox.telegram import entities
from bot.sandbox.telegram.chats import Account, Chat, StoredMessage
from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.parameters import Upload
from bot.sandbox.telegram.photos import renderings
from bot.sandbox.telegram.service import Telegram
from bot.sandbox.telegram.updates import PRESS_LIFETIME

# The few bytes by which players recognise the formats; nobody plays these.
_OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb" + bytes(5)
_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
EDITABLE = 48 * 3600  # seconds after sending


@dataclasses.dataclass(frozen=True, slots=True)
class Human:
    """One person in one of their chats with the bot: usually the private one."""

    telegram: Telegram
    account: Account
    chat: Chat

    def say(self, text: str, reply_to: int = 0) -> StoredMessage:
        """Send a text; in a private chat this lets the bot write."""
        said = text.strip()
        if not said:
            raise bad_request("text must be non-empty")
        if len(said) > entities.LONGEST_TEXT:
            raise bad_request("message is too long")
        content: Json = {"text": said}
        if found := entities.found_in(said, []):
            content["entities"] = found
        return self._send(content, reply_to)

    async def send_photos(
        self, pictures: Sequence[Upload], caption: str = "", *, forwarded: bool = False
    ) -> list[StoredMessage]:
        """Send one photo, or several as one album: separate messages with one media_group_id."""
        group = {"media_group_id": str(secrets.randbits(53))} if len(pictures) > 1 else {}
        sizes = [
            await asyncio.to_thread(renderings, picture.content, by_bot=False)
            for picture in pictures
        ]
        sent: list[StoredMessage] = []
        for each in sizes:
            content: Json = {"photo": self.telegram.files.add_photo(each)} | group
            if caption and not sent:
                content["caption"] = caption
            sent.append(self._send(content | (self._origin() if forwarded else {})))
        return sent

    def send_document(self, upload: Upload, caption: str = "") -> StoredMessage:
        """Send a file unmodified."""
        content: Json = {
            "document": self.telegram.files.add_document(
                upload.content, upload.name, upload.mime_type
            )
        }
        return self._send(content | ({"caption": caption} if caption else {}))

    def send_sticker(self) -> StoredMessage:
        drawn = io.BytesIO()
        Image.new("RGBA", (512, 512), (240, 180, 40, 255)).save(drawn, "WEBP")
        file_id = self.telegram.files.add("sticker", drawn.getvalue(), "image/webp", "sticker.webp")
        sticker = {"type": "regular", "width": 512, "height": 512, "is_animated": False,
                   "is_video": False, "emoji": "🙂"}  # fmt: skip
        return self._send({"sticker": self.telegram.files.reference(file_id) | sticker})

    def send_voice(self, content: bytes = _OGG, seconds: int = 3) -> StoredMessage:
        file_id = self.telegram.files.add("voice", content, "audio/ogg", "voice.oga")
        voice = {"duration": seconds, "mime_type": "audio/ogg"}
        return self._send({"voice": self.telegram.files.reference(file_id) | voice})

    def send_video(self, content: bytes = _MP4, seconds: int = 3) -> StoredMessage:
        file_id = self.telegram.files.add("video", content, "video/mp4", "video.mp4")
        video = {"duration": seconds, "width": 640, "height": 360, "mime_type": "video/mp4"}
        return self._send({"video": self.telegram.files.reference(file_id) | video})

    def send_location(self, latitude: float, longitude: float) -> StoredMessage:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def send_contact(
        self, phone_number: str, first_name: str, user_id: int | None = None
    ) -> StoredMessage:
        """Send a contact; one's own carries the user id, which no sender can forge."""
        contact: Json = {"phone_number": phone_number, "first_name": first_name}
        return self._send({"contact": contact | ({"user_id": user_id} if user_id else {})})

    def forward(self, message_id: int) -> StoredMessage:
        """Forward a message of this chat; its photo keeps the unique ids and gets new ids."""
        original = self.chat.find(message_id, "forward").shown
        if original.get("has_protected_content"):
            raise bad_request("the message can't be forwarded")
        kept = ("text", "entities", "photo", "document", "caption", "sticker", "voice", "video")
        content = {key: original[key] for key in kept if key in original}
        if "photo" in content:
            content["photo"] = self.telegram.files.photo_again(content["photo"][-1]["file_id"])
        if "document" in content:
            file = self.telegram.files.find(content["document"]["file_id"])
            content["document"] = content["document"] | {"file_id": self.telegram.files.again(file)}
        return self._send(content | self._origin(original["from"]))

    def edit(self, message_id: int, text: str) -> StoredMessage:
        """Edit one's own text or caption."""
        message = self._own(message_id)
        if self.telegram.clock() - message.sent_at > EDITABLE:
            raise bad_request("message can't be edited")
        key = "text" if "text" in message.shown else "caption"
        found = entities.found_in(text, [])
        shown = message.shown | {key: text}
        shown.pop("entities" if key == "text" else "caption_entities", None)
        if found:
            shown["entities" if key == "text" else "caption_entities"] = found
        if shown == message.shown:
            return message
        self.telegram.edit(self.chat, message, shown)
        self.telegram.updates.push("edited_message", message.shown)
        return message

    def react(self, message_id: int) -> None:
        """React to an own message for the first time; a bot is told that it was edited."""
        self.telegram.updates.push("edited_message", self._own(message_id).shown)

    def delete(self, message_id: int) -> None:
        """Delete a message for both sides; Telegram never informs a bot of it."""
        self.chat.find(message_id, "delete")
        self.telegram.delete(self.chat, [message_id])

    def press(self, message_id: int, row: int, column: int) -> str:
        """Press the inline button at a position; returns the id of its callback query."""
        markup = self.chat.find(message_id, "press").shown.get("reply_markup", {})
        rows = markup.get("inline_keyboard", [])
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise bad_request("there is no such button")
        if "callback_data" not in rows[row][column]:
            raise bad_request("this button sends nothing to the bot")
        return self.forge(message_id, rows[row][column]["callback_data"])

    def forge(self, message_id: int, data: str) -> str:
        """Send any data as a press on a message, as a modified app could."""
        message = self.chat.find(message_id, "press")
        if not message.from_bot:
            raise bad_request("only messages of the bot have buttons")
        query_id = self.telegram.presses.add(self.chat, self.account.user_id)
        query = {
            "id": query_id,
            "from": self.account.user,
            "message": message.shown,
            "chat_instance": str(self.chat.chat_id),
            "data": data,
        }
        self.telegram.updates.push("callback_query", query, PRESS_LIFETIME)
        return query_id

    def block(self) -> None:
        if self.chat.standing != "kicked":
            self.telegram.change_standing(self.chat, self.account, "kicked")

    def unblock(self) -> None:
        if self.chat.standing == "kicked":
            self.telegram.change_standing(self.chat, self.account, "member")

    def _send(self, content: Json, reply_to: int = 0) -> StoredMessage:
        if self.chat.standing == "kicked":
            raise bad_request("unblock the bot first")
        if self.chat.is_private and self.chat.standing == "stranger":
            self.chat.standing = "member"
        if reply_to:
            original = self.chat.find(reply_to, "reply").shown
            quoted = {key: value for key, value in original.items() if key != "reply_to_message"}
            content = {"reply_to_message": quoted} | content
        message = self.telegram.add(self.chat, self.account.user, content)
        if self.chat.standing == "member":
            self.telegram.updates.push("message", message.shown)
        return message

    def _own(self, message_id: int) -> StoredMessage:
        message = self.chat.find(message_id, "edit")
        if message.shown["from"]["id"] != self.account.user_id:
            raise bad_request("message can't be edited")
        return message

    def _origin(self, sender: Json | None = None) -> Json:
        stranger = {"id": 777_000_111, "is_bot": False, "first_name": "Somebody"}
        origin = {
            "type": "user",
            "sender_user": sender or stranger,
            "date": int(self.telegram.clock()) - 60,
        }
        return {"forward_origin": origin}
