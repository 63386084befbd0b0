"""A person whose photos, taps and typed messages are counted, with an estimate of the time."""

from pathlib import Path

from bot.sandbox.onlooker import PATIENCE
from bot.sandbox.person import Person
from bot.sandbox.telegram.screen import Message

#: Seconds of the keystroke-level model: to think of what comes next, and to point at something
#: (S. K. Card, T. P. Moran, A. Newell, Communications of the ACM 23 (1980) 7, 396–410).
THINKING, POINTING = 1.35, 1.1

#: Seconds that no source gives for these agents, so they are assumed: a key on a cheap phone
#: (25 words a minute), and a photo from opening the camera to sending.
KEY, PHOTO = 0.5, 8.0


class BusyPerson(Person):
    """What the person has done since the start."""

    taps_done = photos_sent = messages_typed = keys_typed = 0

    @property
    def actions(self) -> int:
        return self.taps_done + self.photos_sent + self.messages_typed

    def starts_counting(self) -> None:
        self.taps_done = self.photos_sent = self.messages_typed = self.keys_typed = 0

    def seconds(self, fields_read: int) -> float:
        """An estimate of the person's own time, including the comparison of fields."""
        taps = self.taps_done * (THINKING + POINTING)
        photos = self.photos_sent * (THINKING + PHOTO)
        # Into the field, the keys, and the arrow that sends.
        typed = self.messages_typed * (THINKING + 2 * POINTING) + self.keys_typed * KEY
        return taps + photos + typed + fields_read * THINKING

    async def says(self, text: str, reply_to: Message | None = None) -> Message:
        self.messages_typed += 1
        self.keys_typed += len(text)
        return await super().says(text, reply_to)

    async def sends_photo(
        self, picture: Path | bytes, caption: str = "", *, forwarded: bool = False
    ) -> Message:
        self.photos_sent += 1
        return await super().sends_photo(picture, caption, forwarded=forwarded)

    async def sends_album(self, *pictures: Path | bytes, caption: str = "") -> list[Message]:
        self.photos_sent += len(pictures)
        return await super().sends_album(*pictures, caption=caption)

    async def taps(
        self,
        words: str,
        on: Message | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> str:
        self.taps_done += 1
        return await super().taps(words, on, timeout)
