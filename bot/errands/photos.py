"""Photos of an application, fetched from Telegram when needed, and prepared.

PhotoRefused    the agent must send another one; `reason` is the text key of the sentence
PhotoDelayed    Telegram does not give it out just now; try again after `again_in`
"""

from collections import Counter
from datetime import timedelta

from bot.errands.result import wait_after
from bot.pictures import preparation
from bot.pictures.preparation import PictureDefect, Prepared, UnusablePicture
from bot.pictures.short_memory import ShortMemory
from bot.pictures.threads import in_picture_thread
from bot.runtime.backoff import backoff
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError, TelegramRefused
from conversations.application import Application

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

    def __init__(self, telegram: TelegramClient, at_hand: ShortMemory) -> None:
        self._telegram = telegram
        self._at_hand = at_hand
        self._refusals: Counter[str] = Counter()  # of each file, one after the other

    async def jpeg(self, application: Application, slot: str, attempts: int) -> bytes:
        """The photo in that slot as sent to the service; raises as `prepared` does."""
        name = application.pictures[slot].file_id
        content = self._at_hand.find(name)
        if content is None:
            content = (await self.prepared(application, slot, attempts)).jpeg
        self._at_hand.drop(name)
        return content

    async def prepared(self, application: Application, slot: str, attempts: int) -> Prepared:
        """The photo in that slot; `attempts` counts the errand's failures so far, for any reason.

        Raises PhotoRefused and PhotoDelayed.
        """
        name = application.pictures[slot].file_id
        try:
            content = await self._telegram.fetch(name)
            picture = await in_picture_thread(preparation.prepare, content)
        except UnusablePicture as error:
            raise PhotoRefused(error.reason) from None
        except TelegramRefused as error:
            if "too big" in str(error):
                raise PhotoRefused(PictureDefect.TOO_MANY_BYTES) from None
            self._refusals[name] += 1
            if self._refusals[name] >= _TRIES:
                raise PhotoRefused("photo-gone") from None
            raise PhotoDelayed(backoff(self._refusals[name] - 1)) from None
        except TelegramError as error:
            raise PhotoDelayed(wait_after(error, attempts)) from None
        del self._refusals[name]
        self._at_hand.keep(name, picture.jpeg)
        return picture
