"""Step 2 of the service, which must not be repeated blindly: it has no idempotency key."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import ekyc
from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycError,
    EkycMisunderstood,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Status,
)
from bot.errands.card import read_both_ways
from bot.errands.photos import PhotoDelayed, PhotoRefused, Photos
from bot.errands.registration import registration_of
from bot.errands.result import Notice, Result, closing, wait_after
from bot.runtime.backoff import backoff
from bot.runtime.logs import frames
from bot.verdicts import matching, schedule
from bot.verdicts.log import VerificationLog
from conversations import events
from conversations.application import CARD_SIDES, Application, Held
from storage import Store
from storage.errands import OwedErrand

_log = logging.getLogger(__name__)

#: The wait while another application of the same person and number is under way.
_SAME_PERSON_WAIT = timedelta(seconds=10)

#: Later servers' code for unknown names of the card's pictures.
_NAMES_FORGOTTEN = 5003

#: How far back a lookup reads the log: 2,000 rows, in about ten seconds at the limited rate.
_PAGES_LOOKED_AT = 40

#: Failed lookups of earlier records before a submission is sent without one.
_LOOKS_IN_VAIN = 3

#: Lookups without a clear answer before agent and admins are told: half an hour.
_UNCLEAR_LOOKS = 8


class SubmissionWork:
    def __init__(
        self,
        store: Store,
        photos: Photos,
        service: EkycClient,
        log: VerificationLog,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._photos = photos
        self._service = service
        self._log = log
        self._clock = clock

    async def submit(self, errand: OwedErrand, application: Application) -> Result:
        """Send the application; once a byte may have left, only a clear reply ends it."""
        ticket = errand.ticket
        if not _is_awaited(errand, application):
            return Result()
        if errand.started_at:  # this process or an earlier one was interrupted
            return Result(event=events.SubmissionUnclear(ticket=ticket))
        delayed = events.SubmissionDelayed(ticket=ticket)
        registration = registration_of(application)
        try:
            if application.submission and application.submission.is_sent_again:
                held = application.submission.held_before
                has_arrived = await self._has_arrived(application)
                if has_arrived is not False:
                    event = events.SubmissionAccepted if has_arrived else events.SubmissionUnclear
                    return Result(event=event(ticket=ticket))
            else:
                held = await self._held_before(application, errand.attempts)
        except EkycError as error:
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        try:
            photo = await self._photos.jpeg(application, "selfie", errand.attempts)
        except PhotoRefused as error:
            return Result(event=events.SubmissionRefused(ticket=ticket, reason=error.reason))
        except PhotoDelayed as error:
            return Result(event=delayed, again_in=error.again_in)
        if not self._begin(errand, application, held):
            return Result(again_in=_SAME_PERSON_WAIT)
        return await self._send(errand, application, registration, ekyc.Picture(content=photo))

    async def _send(
        self,
        errand: OwedErrand,
        application: Application,
        registration: ekyc.Registration,
        photo: ekyc.Picture,
    ) -> Result:
        ticket = errand.ticket
        try:
            await self._service.submit(registration, photo)
        except EkycRefused as error:
            if error.code == _NAMES_FORGOTTEN and not _was_named_anew(application):
                return await self._have_card_named(errand, application)
            return Result(event=events.SubmissionRefused(ticket=ticket, reason=error.reason))
        except (EkycUnavailable, EkycDenied) as error:
            delayed = events.SubmissionDelayed(ticket=ticket)
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        except (EkycOutcomeUnknown, EkycMisunderstood):
            return Result(event=events.SubmissionUnclear(ticket=ticket))
        except Exception as error:  # noqa: BLE001 - whatever broke, it may have arrived
            _log.error("A submission broke off: %s", frames(error))
            return Result(event=events.SubmissionUnclear(ticket=ticket), is_faulty=True)
        return Result(event=events.SubmissionAccepted(ticket=ticket))

    async def _have_card_named(self, errand: OwedErrand, application: Application) -> Result:
        """Repeat step 1 only for its names of the pictures, then retry the submission."""
        ticket = errand.ticket
        delayed = events.SubmissionDelayed(ticket=ticket)
        sides = []
        for slot in CARD_SIDES:
            try:
                photo = await self._photos.jpeg(application, slot, errand.attempts)
            except PhotoRefused as error:
                refused = events.SubmissionRefused(ticket=ticket, reason=error.reason, slot=slot)
                return Result(event=refused)
            except PhotoDelayed as error:
                return Result(event=delayed, again_in=error.again_in)
            sides.append(ekyc.Picture(content=photo))
        try:
            reading = await read_both_ways(self._service, *sides)
        except EkycRefused as error:
            return Result(event=events.SubmissionRefused(ticket=ticket, reason=error.reason))
        except EkycError as error:
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        named = events.CardNamedAnew(
            ticket=ticket, front_name=reading.front_name, back_name=reading.back_name
        )
        return Result(event=named, again_in=timedelta(0))

    async def _held_before(self, application: Application, attempts: int) -> Held | None:
        """What the service already holds about this person; None for nothing, or nothing clear.

        This is a precaution: a service that cannot answer it, perhaps for unknown numbers, may
        still accept the application, so it is sent after a few failed lookups. Raises
        EkycUnavailable and EkycDenied.
        """
        status: Status | None = None
        try:
            status = await self._service.ask_status(
                application.value("mobile_number") or "", urgent=True
            )
        except EkycNotFound:
            return None
        except (EkycMisunderstood, EkycRefused):
            pass
        except EkycUnavailable:
            if attempts < _LOOKS_IN_VAIN:
                raise
            return None
        rows = await self._log.rows(since=self._clock())
        held = matching.held(application, status, rows)
        return held if held.status or held.log else None

    def _begin(self, errand: OwedErrand, application: Application, held: Held | None) -> bool:
        """Mark the submission as begun; False while another one of the same person is under way."""
        with self._store.transaction():
            if self._store.applications.is_being_sent(application):
                return False
            self._store.errands.start(errand.id, self._clock())
            present = self._store.applications.find(application.id)
            if present and present.submission and present.submission.held_before != held:
                submission = replace(present.submission, held_before=held)
                self._store.applications.save(replace(present, submission=submission))
        return True

    async def look_up(self, errand: OwedErrand, application: Application) -> Result:
        """Look up whether it arrived; only a well-formed reply that denies the record counts as a
        no.
        """
        ticket = errand.ticket
        if not _is_awaited(errand, application):
            return Result()
        try:
            has_arrived = await self._has_arrived(application)
        except EkycError as error:
            return self._unclear(errand, wait_after(error, errand.attempts))
        if has_arrived is None:
            pressed_at = application.submission.pressed_at if application.submission else None
            if pressed_at and self._clock() - pressed_at >= schedule.CLOSED_AFTER:
                return closing(errand)
            return self._unclear(errand, backoff(errand.attempts, first=timedelta(seconds=30)))
        if has_arrived:
            return Result(event=events.SubmissionAccepted(ticket=ticket))
        return Result(event=events.SubmissionDenied(ticket=ticket))

    async def _has_arrived(self, application: Application) -> bool | None:
        """None when the replies prove nothing; raises EkycUnavailable and EkycDenied."""
        mobile = application.value("mobile_number") or ""
        status: Status | None = None
        is_denied = False
        try:
            status = await self._service.ask_status(mobile)
        except EkycNotFound:
            is_denied = True
        except (EkycMisunderstood, EkycRefused):
            pass  # it proves nothing; perhaps the log does
        is_old_there = application.submission and application.submission.held_before
        if status and not is_old_there and matching.is_about(status, application):
            return True
        sweep = await self._log.sweep(since=self._clock(), most_pages=_PAGES_LOOKED_AT)
        if is_old_there:
            rows = None if sweep is None else sweep.rows
            if matching.is_news(application, status, rows, self._clock()):
                return True
            # An earlier verdict is unchanged, and there is nothing else. An unchanged pending may
            # be either.
            is_denied = status is not None and status.verdict is not ekyc.Verdict.PENDING
            return False if is_denied and sweep else None
        if sweep is None:
            # A status without a number is believed then; another person's proves nothing.
            if status is None:
                return False if is_denied else None
            return True if status.nid_number is None else None
        of_number = [row for row in sweep.rows if row.mobile_number == mobile]
        if any(matching.is_ours(row, application) for row in of_number):
            return True
        if status and status.nid_number is None and not of_number:
            return True  # the service knows the number, and the log does not contradict it
        # Where only the log can tell, it denies nothing unless it was read completely.
        return False if is_denied or (status and sweep.is_whole) else None

    def _unclear(self, errand: OwedErrand, again_in: timedelta) -> Result:
        is_told = errand.warned or errand.attempts + 1 < _UNCLEAR_LOOKS
        notice = None if is_told else Notice("overdue-unclear", 1)
        return Result(again_in=again_in, notice=notice)


def _was_named_anew(application: Application) -> bool:
    """Whether it was done for this submission already; once is enough."""
    reading, submission = application.reading, application.submission
    return bool(reading and submission and reading.read_at > submission.pressed_at)


def _is_awaited(errand: OwedErrand, application: Application) -> bool:
    return application.submission is not None and application.submission.ticket == errand.ticket
