"""New names for the card's pictures, where the service has forgotten those that it gave them."""

from collections.abc import Callable
from datetime import timedelta

from bot.ekyc import EkycClient, EkycDuplicate, EkycError, EkycRefused, Picture
from bot.errands.card import NoLongerWanted, read_both_ways
from bot.errands.photos import PhotoDelayed, PhotoRefused, Photos
from bot.errands.result import PHOTO_AWAITED, Result, submission_delayed, wait_after
from conversations import replies
from conversations.application import Application
from conversations.card import CARD_SIDES
from storage.errands import OwedErrand

#: Later servers' code for unknown names of the card's pictures, and the fields that others name.
_NAMES_FORGOTTEN = 5003
_NAMES = ("id_front_name", "id_back_name")


class PictureNames:
    def __init__(self, photos: Photos, service: EkycClient) -> None:
        self._photos = photos
        self._service = service

    async def renew(
        self, errand: OwedErrand, application: Application, *, is_wanted: Callable[[], bool]
    ) -> Result:
        """Repeat step 1 only for its names of the pictures, then retry the submission."""
        ticket = errand.ticket
        sides = []
        for slot in CARD_SIDES:
            try:
                photo = await self._photos.jpeg(application, slot, errand.attempts)
            except PhotoRefused as error:
                refused = replies.SubmissionRefused(ticket=ticket, reason=error.reason, slot=slot)
                return Result(event=refused)
            except PhotoDelayed as error:
                delayed = replies.SubmissionDelayed(ticket=ticket, reason=PHOTO_AWAITED)
                return Result(event=delayed, again_in=error.again_in)
            sides.append(Picture(content=photo))
        try:
            reading = await read_both_ways(self._service, *sides, is_wanted=is_wanted)
        except NoLongerWanted:
            return Result()
        except EkycRefused as error:
            return Result(event=replies.SubmissionRefused(ticket=ticket, reason=error.reason))
        except EkycError as error:
            delayed = submission_delayed(ticket, error)
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        named = replies.CardRenamed(
            ticket=ticket, front_name=reading.front_name, back_name=reading.back_name
        )
        return Result(event=named, again_in=timedelta(0))


def names_are_forgotten(error: EkycRefused, application: Application) -> bool:
    """Whether new names may help: for one submission they are fetched once.

    The service knows a name well that it calls a duplicate.
    """
    submission = application.submission
    if isinstance(error, EkycDuplicate) or (submission and submission.is_renamed):
        return False
    return error.code == _NAMES_FORGOTTEN or any(name in error.reason for name in _NAMES)
