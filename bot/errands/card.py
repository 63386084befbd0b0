"""The errand of a card: step 1 of the service reads it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.ekyc import (
    EkycClient,
    EkycCrashed,
    EkycDenied,
    EkycError,
    EkycMisunderstood,
    EkycRefused,
    Picture,
    Reading,
)
from bot.errands.photos import PhotoDelayed, PhotoRefused, Photos
from bot.errands.registration import card_reading_of
from bot.errands.result import Result, wait_after
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from conversations import replies
from conversations.application import Application
from storage import Store
from storage.errands import OwedErrand

_MISUNDERSTOOD_TRIES = 3
_AFTER_MISUNDERSTOOD = timedelta(seconds=4)  # an agent waits for it, and the service does answer

_FAILURES_BORNE = 3

#: The chat's live line reports the delay once, and stays long enough to be read.
_LINE_STANDS = timedelta(seconds=3)

#: Later servers' codes for a missing NID number or date of birth.
_NOT_FOUND_ON_CARD = frozenset({6001, 6002})


class NoLongerWanted(Exception):
    """The application was erased or changed meanwhile: none of its photos is sent again."""


async def read_both_ways(
    service: EkycClient, front: Picture, back: Picture, *, is_wanted: Callable[[], bool]
) -> Reading:
    """Step 1; if nothing is found on the cropped card, read the uncropped picture once.

    `is_wanted` is checked each time before the photos leave. Raises NoLongerWanted, and as
    `EkycClient.read_card` does.
    """
    if not is_wanted():
        raise NoLongerWanted
    try:
        return await service.read_card(front, back)
    except EkycRefused as error:
        if error.code not in _NOT_FOUND_ON_CARD:
            raise
    if not is_wanted():
        raise NoLongerWanted
    return await service.read_card(front, back, crop=False)


class CardWork:
    def __init__(
        self,
        store: Store,
        photos: Photos,
        pictures: PicturePool,
        service: EkycClient,
        previews: ShortMemory,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._photos = photos
        self._pictures = pictures
        self._service = service
        self._previews = previews
        self._clock = clock

    async def read_card(self, errand: OwedErrand, application: Application) -> Result:
        """Step 1; the service stores nothing, so it may be repeated as often as needed."""
        if application.reading_ticket != errand.ticket:
            return Result()
        self._previews.drop_all(application.id)  # they show the card before
        refused = replies.CardRefused
        try:
            front = await self._photos.jpeg(application, "front", errand.attempts)
            back = await self._photos.jpeg(application, "back", errand.attempts)
            reading = await read_both_ways(
                self._service,
                Picture(content=front),
                Picture(content=back),
                is_wanted=lambda: self._is_awaited(errand),
            )
        except NoLongerWanted:
            return Result()
        except PhotoDelayed as error:
            delayed = replies.CardDelayed(ticket=errand.ticket, reason="reading-photo")
            return Result(event=delayed, again_in=max(error.again_in, _LINE_STANDS))
        except (PhotoRefused, EkycRefused) as error:
            return Result(event=refused(ticket=errand.ticket, reason=error.reason))
        except EkycMisunderstood:
            if errand.attempts + 1 < _MISUNDERSTOOD_TRIES:
                unclear = replies.CardDelayed(ticket=errand.ticket, reason="reading-misunderstood")
                return Result(again_in=_AFTER_MISUNDERSTOOD, event=unclear)
            return Result(event=refused(ticket=errand.ticket, reason=replies.MISUNDERSTOOD))
        except EkycError as error:
            if _is_over_this_card(error, errand):
                return Result(event=refused(ticket=errand.ticket, reason=replies.MISUNDERSTOOD))
            wait = wait_after(error, errand.attempts)
            reason = "reading-denied" if isinstance(error, EkycDenied) else "reading-delayed"
            delayed = replies.CardDelayed(ticket=errand.ticket, reason=reason)
            return Result(event=delayed, again_in=max(wait, _LINE_STANDS))
        await self._keep_views(errand, reading)
        return Result(
            event=replies.CardRead(
                ticket=errand.ticket, reading=card_reading_of(reading, self._clock())
            )
        )

    def _is_awaited(self, errand: OwedErrand) -> bool:
        """Whether the application is still there and waits for this reading."""
        application = self._store.applications.find(errand.application_id)
        return application is not None and application.reading_ticket == errand.ticket

    async def _keep_views(self, errand: OwedErrand, reading: Reading) -> None:
        """Keep the views that the agent compares the fields with, unless these are of other photos
        by now.
        """
        views = await self._pictures.views(reading.front_image, reading.back_image)
        if not self._is_awaited(errand):
            return
        if views.sheet:
            self._previews.keep(errand.application_id, views.sheet)
        for part, picture in views.parts.items():
            self._previews.keep(errand.application_id + part, picture)


def _is_over_this_card(error: EkycError, errand: OwedErrand) -> bool:
    """Whether the service fails over this card again and again, and has read others meanwhile."""
    is_alone = isinstance(error, EkycCrashed) and error.is_alone
    return is_alone and errand.attempts >= _FAILURES_BORNE
