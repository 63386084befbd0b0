"""Photos of an application, fetched from Telegram when needed, and prepared.

PhotoRefused    the agent must send another one; `reason` is the text key of the sentence
PhotoDelayed    Telegram does not give it out just now; try again after `again_in`
"""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.errands.result import wait_after
from bot.pictures.pool import Opening, PicturePool
from bot.pictures.results import Examined, PictureDefect, UnusablePicture
from bot.pictures.short_memory import ShortMemory
from bot.runtime.backoff import backoff
from bot.telegram.errors import TelegramError, TelegramRefused
from bot.telegram.files import Files
from conversations.application import Application
from conversations.picture import Picture

#: Attempts before the agent is asked for a new photo, about half a minute: Telegram says "wrong
#: file_id or the file is temporarily unavailable" for both cases.
_TRIES = 5


class PhotoRefused(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PhotoDelayed(Exception):
    def __init__(self, again_in: timedelta) -> None:
        super().__init__("not to be had just now")
        self.again_in = again_in


class Photos:
    """Checked photos stay in memory for the call that sends them to the service."""

    def __init__(self, files: Files, pictures: PicturePool, at_hand: ShortMemory) -> None:
        self._files = files
        self._pictures = pictures
        self._at_hand = at_hand
        self._refusals: Counter[str] = Counter()  # of each file, one after the other

    async def jpeg(self, application: Application, slot: str, attempts: int) -> bytes:
        """The photo in that slot as sent to the service; raises as `examined` does."""
        picture = application.pictures[slot]
        name = picture.file_id
        content = self._at_hand.find(name)
        if content is None:
            async with self._fetched(picture, attempts) as file:
                content = (await self._pictures.prepare(file)).jpeg
        self._at_hand.drop(name)
        return content

    async def examined(
        self,
        application: Application,
        slot: str,
        attempts: int,
        opening: Opening = contextlib.nullcontext,
    ) -> Examined:
        """The photo in that slot; `attempts` counts the errand's failures so far, for any reason.

        `opening` is entered while a process opens it. Raises PhotoRefused and PhotoDelayed.
        """
        picture = application.pictures[slot]
        async with self._fetched(picture, attempts) as file:
            examined = await self._pictures.examine(file, slot, opening)
        self._at_hand.keep(picture.file_id, examined.picture.jpeg)
        return examined

    @contextlib.asynccontextmanager
    async def _fetched(self, picture: Picture, attempts: int) -> AsyncIterator[bytearray]:
        name = picture.file_id
        try:
            async with self._files.fetched(name) as file:
                del self._refusals[name]
                yield file
        except UnusablePicture as error:
            raise PhotoRefused(_advised(error.reason, picture)) from None
        except TelegramRefused as error:
            if "too big" in str(error):
                raise PhotoRefused(PictureDefect.TOO_MANY_BYTES) from None
            self._refusals[name] += 1
            if self._refusals[name] >= _TRIES:
                del self._refusals[name]
                raise PhotoRefused("photo-gone") from None
            raise PhotoDelayed(backoff(self._refusals[name] - 1)) from None
        except TelegramError as error:
            raise PhotoDelayed(wait_after(error, attempts)) from None


def _advised(reason: PictureDefect, picture: Picture) -> PictureDefect:
    """To send a file as a photo helps; what was sent as one has to be taken again."""
    if reason is PictureDefect.TOO_COMPLEX and not picture.is_file:
        return PictureDefect.UNOPENED
    return reason
