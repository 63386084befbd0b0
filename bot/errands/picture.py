"""The errand of a picture: whether it can be used, and whether it was sent before."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime

from bot.errands.photos import PhotoDelayed, PhotoRefused, Photos
from bot.errands.result import Result
from bot.pictures.fingerprint import is_same_picture
from bot.pictures.results import PictureDefect, Prepared
from bot.runtime.this_process import THIS_PROCESS
from conversations import replies
from conversations.application import Application
from conversations.card_barcode import read_card_barcode
from conversations.dhaka import day_in_dhaka
from storage import Store
from storage.errands import OwedErrand

#: How many processes of the bot may die while working on one photo before it is refused. Decoding
#: runs in separate processes, but some systems kill them all when memory runs out.
DEATHS_BORNE = 3


class PictureWork:
    def __init__(
        self,
        store: Store,
        photos: Photos,
        *,
        clock: Callable[[], datetime],
        process: str = THIS_PROCESS,
    ) -> None:
        self._store = store
        self._photos = photos
        self._clock = clock
        self._process = process

    async def check_picture(self, errand: OwedErrand, application: Application) -> Result:
        """Whether a picture can be used, and whether it was sent for another slot before."""
        slot, ticket = errand.subject, errand.ticket
        held = application.pictures.get(slot)
        if held is None or held.ticket != ticket:
            return Result()
        # This one lives, so it only lost its session with the database then.
        if len(errand.begun_by - {self._process}) >= DEATHS_BORNE:
            return _refused(errand, PictureDefect.UNOPENED)
        try:
            examined = await self._photos.examined(
                application, slot, errand.attempts, lambda: self._counted(errand)
            )
        except PhotoRefused as error:
            return _refused(errand, error.reason)
        except PhotoDelayed as error:
            return Result(again_in=error.again_in)
        picture = examined.picture
        return Result(
            event=replies.PictureChecked(
                ticket=ticket,
                slot=slot,
                digest=picture.digest,
                fingerprint=picture.fingerprint,
                repeats=self._repeats(application, slot, picture),
                doubts=examined.doubts,
                barcode=read_card_barcode(examined.barcode, today=day_in_dhaka(self._clock())),
            )
        )

    def _repeats(self, application: Application, slot: str, picture: Prepared) -> str | None:
        """The other slot that holds the same picture by now, if one does."""
        held = (self._store.applications.find(application.id) or application).pictures
        for other, one in held.items():
            if other != slot and is_same_picture(picture, one):
                return other
        return None

    @contextlib.contextmanager
    def _counted(self, errand: OwedErrand) -> Iterator[None]:
        """Note that this process begins the work; the note remains if it dies meanwhile.

        Not while the photo is fetched or a process starts that will decode it, or restarts that it
        has not caused would count against it.
        """
        errands = self._store.errands
        with self._store.transaction():
            errands.begin_work(errand.id, self._process)
        try:
            yield
        finally:
            with self._store.transaction():
                errands.end_work(errand.id)


def _refused(errand: OwedErrand, reason: str) -> Result:
    return Result(
        event=replies.PictureRefused(ticket=errand.ticket, slot=errand.subject, reason=reason)
    )
