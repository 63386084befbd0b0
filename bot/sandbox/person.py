"""A human in a chat with the bot, for the worked example and for the tests."""

# ruff: noqa: ASYNC109  # each time-out is a person's patience with one wait

import json
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.line import LONGEST_POLL, ImpossibleError, Line
from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.screen import Message, Screen, matching, message_from

PATIENCE = 30.0  # seconds that a person waits for something to tap
LONG_PATIENCE = 90.0  # seconds for words: a photo takes half a minute on a machine with other work
RECENT = 15  # messages in the transcript of a failure
OWN_NUMBER = "+8801712345678"

_File = tuple[str, bytes, str]  # name, content, type

__all__ = ["ImpossibleError", "Person"]


class Person:
    """
    Somebody with Telegram on their phone, writing to the bot.

    Nothing is held open between two actions, so nothing has to be closed. Every action and every
    wait updates what the person sees.
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
        self.first_name = first_name
        self.screen = Screen(user_id, first_name)
        names = {
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
            "language_code": language_code,
        }
        self._line = Line(url, user_id, names, self.screen)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.leaves()

    async def leaves(self) -> None:
        await self._line.ends()

    # what the person does

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
        self,
        content: Path | bytes,
        name: str = "photo.jpg",
        mime_type: str = "image/jpeg",
        *,
        caption: str = "",
        forwarded: bool = False,
    ) -> Message:
        """Send a file as a document, byte for byte."""
        form = {"caption": caption, "forwarded": json.dumps(forwarded)}
        return (await self._uploads("documents", form, _file(content, name, mime_type)))[0]

    async def sends_sticker(self) -> Message:
        return await self._sends("sticker")

    async def sends_voice(self) -> Message:
        return await self._sends("voice")

    async def sends_video(self) -> Message:
        return await self._sends("video")

    async def sends_location(self, latitude: float = 23.81, longitude: float = 90.41) -> Message:
        return await self._sends("location", {"latitude": latitude, "longitude": longitude})

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

    async def deletes(self, message: Message) -> None:
        await self._does("delete", {"message_id": message.message_id})

    async def taps(self, words: str, on: Message | None = None, timeout: float = PATIENCE) -> str:
        """
        Tap the button with these words, waiting until it is there.

        The lowest inline button wins, an exact text before one that contains the words; then the
        reply keyboard. Returns the id of the press, "" for a button of the reply keyboard. Raises
        AssertionError with the chat if no such button comes in time.
        """
        ends_at = time.monotonic() + timeout
        await self._line.looks()
        while True:
            if button := self.screen.find_button(words, on):
                place = {"message_id": button.message_id, "row": button.row}
                reply = await self._does("press", place | {"column": button.column})
                return str(reply["callback_query_id"])
            if on is None and (text := matching(words, self.screen.keyboard)):
                await self._uses_keyboard(text)
                return ""
            await self._waits(ends_at, f"finds no button {words!r}")

    async def changes(self, field: str, on: Message | None = None) -> str:
        """
        Tap the number of the line about this field, waiting until there is one.

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

    # what the person sees

    async def sees(self, words: str, timeout: float = LONG_PATIENCE) -> Message:
        """Wait for a message of the bot with these words, new or edited since this person last
        acted.

        A toast counts as well. Raises AssertionError with the chat if it does not come in time.
        """
        ends_at = time.monotonic() + timeout
        while (found := self.screen.find_text(words, self._line.mark)) is None:
            await self._waits(ends_at, f"does not see {words!r}")
        return found

    async def sees_one_of(
        self, *choices: str, edited: Sequence[str] = (), timeout: float = LONG_PATIENCE
    ) -> str:
        """Wait for a new message with any of these words; returns the words.

        The words `edited` count in an edited message as well.
        """
        ends_at = time.monotonic() + timeout
        await self._line.looks()
        while True:
            for words in (*choices, *edited):
                if self.screen.find_text(words, self._line.mark, is_new=words not in edited):
                    return words
            await self._waits(ends_at, f"sees none of {(*choices, *edited)!r}")

    async def waits_for_news(self) -> None:
        """Look at the chat until something happens in it, for some seconds at most."""
        await self._line.looks(LONGEST_POLL)

    async def does_not_see(self, words: str, within: float = 1.0) -> None:
        """Raise AssertionError if the words appear within this many seconds."""
        ends_at = time.monotonic() + within
        while (left := ends_at - time.monotonic()) > 0:
            await self._line.looks(left)
            if self.screen.find_text(words, self._line.mark):
                raise AssertionError(self._failure(f"sees {words!r}"))

    async def gets_answer(self, press: str, timeout: float = PATIENCE) -> str:
        """Wait until the bot has answered this press; the words of the toast, "" for none."""
        ends_at = time.monotonic() + timeout
        while press not in self.screen.answers:
            await self._waits(ends_at, "gets no answer to the press")
        return self.screen.answers[press].text

    async def sees_reaction(self, emoji: str, on: Message, timeout: float = PATIENCE) -> None:
        """Wait until the bot's reaction to the message is this one, or none for ""."""
        ends_at = time.monotonic() + timeout
        while "".join(self.screen.reactions.get(on.message_id, [])) != emoji:
            await self._waits(ends_at, f"does not see {emoji or 'a reaction go'} on its message")

    async def sees_bot_leave(self, group: int, timeout: float = PATIENCE) -> None:
        """Wait until the bot has left this group."""
        ends_at = time.monotonic() + timeout
        while group not in self.screen.groups_left:
            await self._waits(ends_at, "does not see the bot leave the group")

    async def commands(self) -> dict[str, str]:
        """The commands in the bot's menu and their descriptions, as this person sees them."""
        return {each["command"]: each["description"] for each in await self._line.menu()}

    async def opens_photo(self, message: Message) -> bytes:
        """The photo of that message as a file."""
        return await self._line.fetches(message.photo)

    @property
    def messages(self) -> list[Message]:
        """The private chat as last seen, oldest first, without what was deleted."""
        return self.screen.messages

    @property
    def last_message(self) -> Message:
        """The newest message of the bot as last seen."""
        message = self.screen.newest_of_bot()
        if message is None:
            raise AssertionError(self._failure("has no message of the bot"))
        return message

    @property
    def toasts(self) -> list[str]:
        """The words of all answers to presses as last seen, oldest first."""
        return self.screen.toasts

    def transcript(self, last: int = 0) -> str:
        """The chat as last seen, in plain text; only the `last` messages if that is not 0."""
        return self.screen.transcript(last)

    def _failure(self, what: str) -> str:
        return f"{self.first_name} {what}. The chat:\n{self.transcript(RECENT)}"

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

    async def _waits(self, ends_at: float, failure: str) -> None:
        """Wait until something new comes; AssertionError after the time-out."""
        left = ends_at - time.monotonic()
        if left <= 0:
            raise AssertionError(self._failure(failure))
        await self._line.looks(left)


def _file(content: Path | bytes, name: str = "photo.jpg", mime_type: str = "image/jpeg") -> _File:
    return name, content if isinstance(content, bytes) else content.read_bytes(), mime_type
