"""A person whose every photo, tap and typed message is counted."""

from pathlib import Path

from bot.sandbox.person import PATIENCE, Person
from bot.sandbox.telegram.screen import Message


class BusyPerson(Person):
    """What the person had to do since they came."""

    actions = 0

    async def says(self, text: str, reply_to: Message | None = None) -> Message:
        self.actions += 1
        return await super().says(text, reply_to)

    async def sends_photo(
        self, picture: Path | bytes, caption: str = "", *, forwarded: bool = False
    ) -> Message:
        self.actions += 1
        return await super().sends_photo(picture, caption, forwarded=forwarded)

    async def sends_album(self, *pictures: Path | bytes, caption: str = "") -> list[Message]:
        self.actions += len(pictures)
        return await super().sends_album(*pictures, caption=caption)

    async def taps(
        self,
        words: str,
        on: Message | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> str:
        self.actions += 1
        return await super().taps(words, on, timeout)
