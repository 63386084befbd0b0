"""A human in a chat with the bot, for the worked example and for the tests."""

# ruff: noqa: ASYNC109  # each time-out is a person's patience with one wait

import json
import time
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.line import ImpossibleError, Line
from bot.sandbox.onlooker import PATIENCE, Onlooker
from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.screen import Message, Screen, matching, message_from

OWN_NUMBER = "+8801712345678"

_File = tuple[str, bytes, str]  # name, content, type

__all__ = ["ImpossibleError", "Person"]


class Person(Onlooker):
    """Somebody with Telegram on their phone, writing to the bot.

    Nothing is held open between two actions, so nothing has to be closed. Every action updates
    what the person sees.
    """

    def __init__(
        self,
        url: str,
        user_id: int,
        first_name: str,
        language_code: str = "en",
        *,
        last_name: str = "",
        username: str = "",
    ) -> None:
        self.user_id = user_id
        screen = Screen(user_id, first_name)
        names = {
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
            "language_code": language_code,
        }
        super().__init__(first_name, screen, Line(url, user_id, names, screen))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leaves()

    async def leaves(self) -> None:
        await self._line.ends()

    async def says(self, text: str, reply_to: Message | None = None) -> Message:
        """Write a text."""
        reply = {"reply_to": reply_to.message_id} if reply_to else {}
        return await self._sends("text", {"text": text, **reply})

    async def opens(self, link: str) -> Message:
        """Follow a deep link https://t.me/<bot>?start=CODE and press Start."""
        code = parse_qs(urlsplit(link).query).get("start", [""])[0]
        return await self.says(f"/start {code}".strip())

    async def sends_photo(
        self, picture: Path | bytes, caption: str = "", *, forwarded: bool = False
    ) -> Message:
        """Send a picture as a photo: the phone makes it smaller."""
        form = {"caption": caption, "forwarded": json.dumps(forwarded)}
        return (await self._uploads("photos", form, _file(picture)))[0]

    async def sends_album(self, *pictures: Path | bytes, caption: str = "") -> list[Message]:
        """Send several photos at once; the bot gets one update for each."""
        return await self._uploads("photos", {"caption": caption}, *map(_file, pictures))

    async def sends_file(
        self, content: Path | bytes, name: str = "photo.jpg", mime_type: str = "image/jpeg"
    ) -> Message:
        """Send a file as a document, byte for byte."""
        return (await self._uploads("documents", {}, _file(content, name, mime_type)))[0]

    async def sends_sticker(self) -> Message:
        return await self._sends("sticker")

    async def sends_voice(self) -> Message:
        return await self._sends("voice")

    async def sends_video(self) -> Message:
        return await self._sends("video")

    async def sends_location(self) -> Message:
        return await self._sends("location", {"latitude": 23.81, "longitude": 90.41})

    async def sends_contact(self, phone_number: str = OWN_NUMBER, first_name: str = "") -> Message:
        """Share one's own number or, with a name, somebody else's."""
        other = {"first_name": first_name} if first_name else {}
        return await self._sends("contact", {"phone_number": phone_number, **other})

    async def forwards(self, message: Message) -> Message:
        """Send a message of this chat again by forwarding it."""
        return await self._sends("forward", {"message_id": message.message_id})

    async def edits(self, message: Message, text: str) -> Message:
        """Edit one's own message."""
        return await self._sends("edit", {"message_id": message.message_id, "text": text})

    async def reacts_to(self, message: Message) -> None:
        """React to one's own message, as by a double tap."""
        await self._does("react", {"message_id": message.message_id})

    async def deletes(self, message: Message) -> None:
        await self._does("delete", {"message_id": message.message_id})

    async def taps(self, words: str, on: Message | None = None, timeout: float = PATIENCE) -> str:
        """Tap the button with these words, waiting until it is there.

        The lowest inline button wins, an exact text before one that contains the words; then the
        reply keyboard. Returns the id of the press, "" for a button of the reply keyboard. Raises
        AssertionError with the chat if no such button comes in time.
        """
        ends_at = time.monotonic() + timeout
        await self._line.looks()
        while True:
            if button := self.screen.find_button(words, on):
                place = {"message_id": button.message_id, "row": button.row}
                try:
                    reply = await self._does("press", place | {"column": button.column})
                except ImpossibleError:
                    await self._line.looks()
                    if on or self.screen.find_button(words, on) == button:
                        raise
                    continue  # it was taken away under the finger
                return str(reply["callback_query_id"])
            if on is None and (text := matching(words, self.screen.keyboard)):
                await self._uses_keyboard(text)
                return ""
            await self._waits(ends_at, f"finds no button {words!r}")

    async def changes(self, field: str, on: Message | None = None) -> str:
        """Tap the number of the line about this field, waiting until there is one.

        Returns the id of the press. Raises AssertionError with the chat if no such line comes.
        """
        ends_at = time.monotonic() + PATIENCE
        await self._line.looks()
        while (found := self.screen.find_number(field, on)) is None:
            await self._waits(ends_at, f"finds no numbered line {field!r}")
        message, number = found
        return await self.taps(number, on=message)

    async def forges(self, data: str, on: Message | None = None) -> str:
        """Send any data as a press on the newest message of the bot, as a modified app could."""
        await self._line.looks()
        message = on or self.last_message
        reply = await self._does("forge", {"message_id": message.message_id, "data": data})
        return str(reply["callback_query_id"])

    async def blocks_bot(self) -> None:
        await self._does("block")

    async def unblocks_bot(self) -> None:
        await self._does("unblock")

    async def adds_bot_to_group(self, title: str = "Our group") -> int:
        """Create a group with the bot in it; returns its chat id."""
        return int((await self._does("group", {"title": title}))["chat_id"])

    async def _uses_keyboard(self, text: str) -> None:
        button = self.screen.keyboard[text]
        if button.get("request_contact"):
            await self.sends_contact()
        elif button.get("request_location"):
            await self.sends_location()
        else:
            await self.says(text)

    async def _sends(self, action: str, given: Json | None = None) -> Message:
        reply = await self._does(action, given)
        return message_from(reply["message"], self._line.mark)

    async def _uploads(self, action: str, form: dict[str, str], *files: _File) -> list[Message]:
        reply = await self._line.acts(action, data=form, files=[("file", each) for each in files])
        return [message_from(each, self._line.mark) for each in reply["messages"]]

    async def _does(self, action: str, given: Json | None = None) -> Json:
        return await self._line.acts(action, json=given or {})


def _file(content: Path | bytes, name: str = "photo.jpg", mime_type: str = "image/jpeg") -> _File:
    return name, content if isinstance(content, bytes) else content.read_bytes(), mime_type
