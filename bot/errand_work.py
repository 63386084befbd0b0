"""How each errand is carried out: fetch, ask, and report what happened.

A worker changes nothing itself. It reports an event, or that the errand is to be tried again,
or both; the courier writes it down.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import ekyc, pictures, verdicts
from bot.backoff import backoff
from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycError,
    EkycMisunderstood,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    LogRow,
)
from bot.messenger import Messenger, TelegramRefused, TelegramUnavailable
from bot.pictures import UnusablePicture
from bot.previews import Previews
from bot.registration import card_reading_of, registration_of
from conversations import events
from conversations.application import Application
from conversations.errands import Task
from conversations.events import Replied
from storage import Store
from storage.errands import OwedErrand

#: Until the operator has mended the token; asking more often helps nobody.
DENIED_WAIT = timedelta(minutes=2)

_MISUNDERSTOOD_TRIES = 3
_LOOK_AGAIN = timedelta(seconds=30)
_SAME_PERSON_WAIT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of an errand; without `again_in` it is done."""

    event: Replied | None = None
    again_in: timedelta | None = None
    is_denied: bool = False


Worker = Callable[[OwedErrand, Application], Awaitable[Report]]


class ErrandWork:
    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        service: EkycClient,
        previews: Previews,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._service = service
        self._previews = previews
        self._clock = clock
        self._decoding = asyncio.Semaphore(2)  # pictures decoded at once, each up to 32 MB
        self.is_log_understood = False
        self.workers: Mapping[Task, Worker] = {
            Task.CHECK_PICTURE: self._check_picture,
            Task.READ_CARD: self._read_card,
            Task.SUBMIT: self._submit,
            Task.LOOK_UP: self._look_up,
            Task.ASK_VERDICT: self._ask_verdict,
        }

    # -- pictures -----------------------------------------------------------------------------

    async def _picture(self, application: Application, slot: str) -> pictures.Prepared:
        """The photo in that slot, fetched and made ready; raises what fetching raises."""
        content = await self._messenger.fetch(application.pictures[slot].file_id)
        async with self._decoding:
            return await asyncio.to_thread(pictures.prepare, content)

    async def _check_picture(self, errand: OwedErrand, application: Application) -> Report:
        slot = errand.subject
        held = application.pictures.get(slot)
        if held is None or held.ticket != errand.ticket:
            return Report()
        try:
            picture = await self._picture(application, slot)
        except (UnusablePicture, TelegramRefused) as error:
            reason = _defect(error)
            return Report(
                event=events.PictureRefused(ticket=errand.ticket, slot=slot, reason=reason)
            )
        except TelegramUnavailable as error:
            return Report(again_in=_wait(error, errand))
        now_held = (self._store.applications.find(application.id) or application).pictures
        repeats = next(
            (
                other
                for other, one in now_held.items()
                if other != slot and pictures.is_same_picture(picture, one)
            ),
            None,
        )
        return Report(
            event=events.PictureChecked(
                ticket=errand.ticket,
                slot=slot,
                digest=picture.digest,
                fingerprint=picture.fingerprint,
                repeats=repeats,
            )
        )

    # -- step 1 -------------------------------------------------------------------------------

    async def _read_card(self, errand: OwedErrand, application: Application) -> Report:
        if application.reading_ticket != errand.ticket:
            return Report()
        refused = events.CardRefused
        delayed = events.CardDelayed(ticket=errand.ticket) if errand.attempts == 0 else None
        try:
            front = await self._picture(application, "front")
            back = await self._picture(application, "back")
            reading = await self._service.read_card(
                ekyc.Picture(content=front.jpeg), ekyc.Picture(content=back.jpeg)
            )
        except (UnusablePicture, TelegramRefused) as error:
            return Report(event=refused(ticket=errand.ticket, reason=_defect(error)))
        except TelegramUnavailable as error:
            return Report(again_in=_wait(error, errand))
        except EkycRefused as error:
            return Report(event=refused(ticket=errand.ticket, reason=error.reason))
        except EkycMisunderstood:
            if errand.attempts + 1 < _MISUNDERSTOOD_TRIES:
                return Report(again_in=_LOOK_AGAIN, event=delayed)
            return Report(event=refused(ticket=errand.ticket, reason="answer-misunderstood"))
        except EkycError as error:
            return _owed_still(error, errand, delayed)
        preview = await asyncio.to_thread(
            pictures.side_by_side, reading.front_image, reading.back_image
        )
        if preview:
            self._previews.keep(application.id, preview)
        return Report(
            event=events.CardRead(
                ticket=errand.ticket, reading=card_reading_of(reading, self._clock())
            )
        )

    # -- step 2 -------------------------------------------------------------------------------

    async def _submit(self, errand: OwedErrand, application: Application) -> Report:
        """Send the application; once a byte may have left, only a clear reply ends it."""
        if errand.started_at:  # this process or an earlier one was cut off in the middle
            return Report(event=events.SubmissionUnclear(ticket=errand.ticket))
        if self._store.applications.in_flight(application):
            return Report(again_in=_SAME_PERSON_WAIT)
        delayed = events.SubmissionDelayed(ticket=errand.ticket)
        refused = events.SubmissionRefused
        try:
            photo = await self._picture(application, "selfie")
        except (UnusablePicture, TelegramRefused) as error:
            return Report(event=refused(ticket=errand.ticket, reason=_defect(error)))
        except TelegramUnavailable as error:
            return Report(again_in=_wait(error, errand), event=delayed)
        with self._store.transaction():
            self._store.errands.start(errand.id, self._clock())
        try:
            await self._service.submit(
                registration_of(application), ekyc.Picture(content=photo.jpeg)
            )
        except EkycRefused as error:
            return Report(event=refused(ticket=errand.ticket, reason=error.reason))
        except (EkycUnavailable, EkycDenied) as error:
            return _owed_still(error, errand, delayed)
        except (EkycOutcomeUnknown, EkycMisunderstood):
            return Report(event=events.SubmissionUnclear(ticket=errand.ticket))
        return Report(event=events.SubmissionAccepted(ticket=errand.ticket))

    async def _look_up(self, errand: OwedErrand, application: Application) -> Report:
        """Did it arrive? Only a well-formed reply that denies the record counts as a no."""
        mobile = application.value("mobile_number") or ""
        found = Report(event=events.SubmissionAccepted(ticket=errand.ticket))
        try:
            try:
                status = await self._service.ask_status(mobile)
            except EkycNotFound:
                status = None
            if status and not verdicts.needs_log(application, status):
                return found
            rows = await self._log_rows()
        except EkycError as error:
            return _owed_still(error, errand, None)
        if rows is None:
            if status is None:
                return Report(event=events.SubmissionDenied(ticket=errand.ticket))
            return found if status.nid_number is None else Report(again_in=_LOOK_AGAIN)
        if any(verdicts.is_ours(row, application) for row in rows):
            return found
        if status and status.nid_number is None and not _has_mobile(rows, mobile):
            return found  # the service knows the number, and the log does not contradict it
        return Report(event=events.SubmissionDenied(ticket=errand.ticket))

    # -- verdicts -----------------------------------------------------------------------------

    async def _ask_verdict(self, errand: OwedErrand, application: Application) -> Report:
        now = self._clock()
        pressed_at = application.submission.pressed_at if application.submission else now
        later = verdicts.next_question(
            now - pressed_at,
            is_log_understood=self.is_log_understood,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        pending = Report(event=events.StillPending(ticket=errand.ticket), again_in=later)
        try:
            status = await self._service.ask_status(application.value("mobile_number") or "")
            if status.verdict is ekyc.Verdict.PENDING and not verdicts.needs_log(
                application, status
            ):
                return pending
            is_clear = not verdicts.needs_log(application, status)
            rows = None if is_clear else await self._log_rows()
        except (EkycNotFound, EkycMisunderstood, EkycRefused):
            return pending
        except EkycError as error:
            return _owed_still(error, errand, None)
        said = verdicts.said_of(application, status, rows)
        if said is ekyc.Verdict.PENDING:
            return pending
        is_same = status.nid_number is None or not verdicts.needs_log(application, status)
        verdict = verdicts.verdict_from(said, status if is_same else None, self._clock())
        return Report(event=events.VerdictFound(ticket=errand.ticket, verdict=verdict))

    async def _log_rows(self) -> tuple[LogRow, ...] | None:
        """The log, or None where its shape is not understood."""
        try:
            return await self._service.sweep_log()
        except (EkycMisunderstood, EkycRefused):
            return None


def _defect(error: UnusablePicture | TelegramRefused) -> str:
    return error.reason if isinstance(error, UnusablePicture) else "photo-gone"


def _wait(error: TelegramUnavailable | EkycUnavailable, errand: OwedErrand) -> timedelta:
    if error.retry_after is not None:
        return timedelta(seconds=error.retry_after)
    return backoff(errand.attempts)


def _owed_still(error: EkycError, errand: OwedErrand, event: Replied | None) -> Report:
    """The service is away or will not have us: nothing is lost, and it is tried again."""
    if isinstance(error, EkycUnavailable):
        return Report(event=event, again_in=_wait(error, errand))
    is_denied = isinstance(error, EkycDenied)
    return Report(
        event=event, again_in=DENIED_WAIT if is_denied else _LOOK_AGAIN, is_denied=is_denied
    )


def _has_mobile(rows: tuple[LogRow, ...], mobile: str) -> bool:
    return any(row.mobile_number == mobile for row in rows)
