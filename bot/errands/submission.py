"""Step 2 of the service, which must not be repeated blindly: it has no idempotency key."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ekyc import (
    EkycBusy,
    EkycClient,
    EkycDenied,
    EkycDuplicate,
    EkycError,
    EkycMisunderstood,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Picture,
)
from bot.errands.card import NoLongerWanted, read_both_ways
from bot.errands.departure import Departure, HeldUp
from bot.errands.enquiry import Enquiry
from bot.errands.lookup import has_arrived, is_awaited
from bot.errands.photos import PhotoDelayed, PhotoRefused, Photos
from bot.errands.registration import registration_of
from bot.errands.result import Result, wait_after
from bot.runtime.backoff import backoff
from bot.runtime.boot_clock import seconds_since_boot
from bot.runtime.logs import frames
from bot.verdicts.baseline import held_before, registered_here, unexplained
from bot.verdicts.judging import arrival
from bot.verdicts.log import LOG_KEPT, VerificationLog
from bot.verdicts.look import Look
from bot.verdicts.matching import rivals_of
from conversations import replies
from conversations.application import Application, Phase
from conversations.card import CARD_SIDES
from conversations.submission import Held
from storage import DatabaseFailed, Store
from storage.errands import OwedErrand

_log = logging.getLogger(__name__)

#: The wait while another application of the same person and number is under way.
_FIRST_TWIN_WAIT, _LONGEST_TWIN_WAIT = timedelta(seconds=10), timedelta(minutes=5)

#: Later servers' code for unknown names of the card's pictures, and the fields that others name.
_NAMES_FORGOTTEN = 5003
_NAMES = ("id_front_name", "id_back_name")

#: Failed lookups of earlier records before a submission is sent without one.
_LOOKS_IN_VAIN = 3
_LOOKS_IN_OUTAGE = 10  # a submission sent into an outage would only become unclear
_NEXT_LOOK = timedelta(seconds=2)
_LONGEST_LOOK = 10.0  # seconds for the status call, then for the log; an agent waits for it
_LONGEST_SECOND_LOOK = 3.0  # seconds, where the status call denies the number


class SubmissionWork:
    def __init__(
        self,
        store: Store,
        photos: Photos,
        service: EkycClient,
        log: VerificationLog,
        *,
        clock: Callable[[], datetime],
        boot_clock: Callable[[], float] = seconds_since_boot,
    ) -> None:
        self._store = store
        self._photos = photos
        self._service = service
        self._log = log
        self._enquiry = Enquiry(store, service, log)
        self._clock = clock
        self._boot_clock = boot_clock

    async def submit(self, errand: OwedErrand, application: Application) -> Result:
        """Send the application; once a byte may have left, only a clear reply ends it."""
        ticket = errand.ticket
        if not is_awaited(errand, application):
            return Result()
        if errand.started_at:  # this process or an earlier one was interrupted
            return Result(event=replies.SubmissionUnclear(ticket=ticket))
        if self._store.submissions.is_being_sent(application):
            return _after_twin(errand)
        delayed = replies.SubmissionDelayed(ticket=ticket)
        try:
            held = await self._look_before(errand, application)
        except EkycError as error:
            if isinstance(error, EkycBusy) and errand.attempts < _LOOKS_IN_VAIN:
                return Result(again_in=_NEXT_LOOK)  # it works, but refuses this call for now
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        if isinstance(held, Result):
            return held
        try:
            photo = await self._photos.jpeg(application, "selfie", errand.attempts)
        except PhotoRefused as error:
            refused = replies.SubmissionRefused(ticket=ticket, reason=error.reason, slot="selfie")
            return Result(event=refused)
        except PhotoDelayed as error:
            return Result(event=delayed, again_in=error.again_in)
        departure = Departure(self._boot_clock, lambda: self._store.errands.is_begun(errand.id))
        begun = self._begin(errand, held)
        if isinstance(begun, Result):
            return begun
        try:
            return await self._send(errand, begun, Picture(content=photo), departure)
        finally:
            self._log.note_sent(begun.value("mobile_number") or "")

    async def _look_before(
        self, errand: OwedErrand, application: Application
    ) -> Held | Result | None:
        """What the service holds already, or the errand's result because of it.

        Raises EkycUnavailable while another lookup may tell more, and EkycDenied.
        """
        submission = application.submission
        assert submission is not None
        if submission.is_sent_again:
            arrived = await has_arrived(self._enquiry, application)
            if arrived is False:
                return submission.held_before
            event = replies.SubmissionAccepted if arrived else replies.SubmissionUnclear
            return Result(event=event(ticket=errand.ticket))
        look = await self._look(application, attempts=errand.attempts)
        is_known = look.is_denied or look.status or look.rows is not None
        if not is_known and errand.attempts < _LOOKS_IN_VAIN:
            return Result(again_in=_NEXT_LOOK)  # a page about maintenance, perhaps
        others = self._store.customers.sharing_number(application)
        rivals = rivals_of(application, others)
        has_left = submission.has_left and await self._enquiry.is_same_account(application)
        if has_left and arrival(application, look, rivals):
            return Result(event=replies.SubmissionAccepted(ticket=errand.ticket))
        same = self._store.customers.of_same_person(application)
        found = unexplained(application, look, others, rivals) + registered_here(same)
        if Counter(found) - Counter(submission.despite):
            return Result(event=replies.RecordFound(ticket=errand.ticket, found=found))
        if has_left:
            return submission.held_before  # what has shown up since may be its own
        return held_before(application, look, rivals)

    async def _look(self, application: Application, *, attempts: int) -> Look:
        """Status and log as far as they are available within seconds.

        A service that cannot answer for unknown numbers may still accept the application, so the
        last lookup makes do with what it gets. A number that the status call denies may still be in
        the log, as the two need not show the same records (docs/ekyc-api.md, trap 63); there a
        reading that serves many will do. Raises EkycUnavailable and EkycDenied.
        """
        look = Look()
        with contextlib.suppress(EkycUnavailable, TimeoutError):  # the log may tell
            async with asyncio.timeout(_LONGEST_LOOK):
                look = await self._enquiry.status(application, urgent=True)
        kept, longest = 0.0, _LONGEST_LOOK
        if look.is_denied:
            kept, longest = LOG_KEPT, _LONGEST_SECOND_LOOK
        try:
            async with asyncio.timeout(longest):
                look = await self._enquiry.with_log(look, application, kept=kept)
                is_known = bool(look.status or look.rows)
                if is_known and look.rows is not None and not look.is_complete:
                    look = await self._enquiry.with_log(look, application, is_far=True)
        except EkycUnavailable as error:
            is_up = isinstance(error, EkycBusy) or look.is_answered  # only the log is away
            looks = _LOOKS_IN_VAIN if is_up else _LOOKS_IN_OUTAGE
            if attempts < looks and not look.is_denied:
                raise
        except TimeoutError:
            pass  # the log is long and slow to read: what was read of it must do
        return look

    async def _send(
        self, errand: OwedErrand, application: Application, photo: Picture, departure: Departure
    ) -> Result:
        ticket, registration = errand.ticket, registration_of(application)
        try:
            await self._service.submit(registration, photo, before_leaving=departure.check)
        except DatabaseFailed:  # before anything left
            raise
        except HeldUp:
            _log.warning("A submission was held up before it left; it is looked up instead.")
            return Result(event=replies.SubmissionUnclear(ticket=ticket))
        except EkycRefused as error:
            if _is_about_names(error) and not _was_renamed(application):
                return await self._have_card_renamed(errand, application)
            if isinstance(error, EkycDuplicate) and _may_be_its_own(application):
                unclear = replies.SubmissionUnclear(ticket=ticket, duplicate=error.reason)
                return Result(event=unclear)
            return Result(event=replies.SubmissionRefused(ticket=ticket, reason=error.reason))
        except (EkycUnavailable, EkycDenied) as error:
            has_left = departure.has_left and isinstance(error, EkycUnavailable)
            delayed = replies.SubmissionDelayed(ticket=ticket, has_left=has_left)
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        except (EkycOutcomeUnknown, EkycMisunderstood):
            return Result(event=replies.SubmissionUnclear(ticket=ticket))
        except Exception as error:  # noqa: BLE001 - whatever broke, it may have arrived
            _log.error("A submission broke off: %s", frames(error))
            return Result(event=replies.SubmissionUnclear(ticket=ticket), is_faulty=True)
        return Result(event=replies.SubmissionAccepted(ticket=ticket))

    async def _have_card_renamed(self, errand: OwedErrand, application: Application) -> Result:
        """Repeat step 1 only for its names of the pictures, then retry the submission."""
        ticket = errand.ticket
        delayed = replies.SubmissionDelayed(ticket=ticket)
        sides = []
        for slot in CARD_SIDES:
            try:
                photo = await self._photos.jpeg(application, slot, errand.attempts)
            except PhotoRefused as error:
                refused = replies.SubmissionRefused(ticket=ticket, reason=error.reason, slot=slot)
                return Result(event=refused)
            except PhotoDelayed as error:
                return Result(event=delayed, again_in=error.again_in)
            sides.append(Picture(content=photo))
        try:
            reading = await read_both_ways(
                self._service, *sides, is_wanted=lambda: self._present(errand) is not None
            )
        except NoLongerWanted:
            return Result()
        except EkycRefused as error:
            return Result(event=replies.SubmissionRefused(ticket=ticket, reason=error.reason))
        except EkycError as error:
            return Result(event=delayed, again_in=wait_after(error, errand.attempts))
        named = replies.CardRenamed(
            ticket=ticket, front_name=reading.front_name, back_name=reading.back_name
        )
        return Result(event=named, again_in=timedelta(0))

    def _present(self, errand: OwedErrand) -> Application | None:
        """The application as it is now; None when it no longer waits for this submission."""
        application = self._store.applications.find(errand.application_id)
        if application is None or application.remains:
            return None
        is_wanted = application.phase is Phase.SUBMITTING and is_awaited(errand, application)
        return application if is_wanted else None

    def _begin(self, errand: OwedErrand, held: Held | None) -> Application | Result:
        """Mark the submission as begun and return the current application.

        Returns a Result instead if it was erased, corrected or abandoned during the lookups.
        """
        with self._store.transaction():
            application = self._present(errand)
            if application is None or application.submission is None:
                return Result()
            if self._store.submissions.is_being_sent(application):
                return _after_twin(errand)
            found = registered_here(self._store.customers.of_same_person(application))
            is_again = application.submission.is_sent_again
            if not is_again and Counter(found) - Counter(application.submission.despite):
                return Result(event=replies.RecordFound(ticket=errand.ticket, found=found))
            if not self._store.errands.start(errand.id, self._clock()):
                return Result()
            submission = replace(
                application.submission, held_before=held, token=self._service.token_digest
            )
            application = replace(application, submission=submission)
            self._store.applications.save(application)
        return application


def _after_twin(errand: OwedErrand) -> Result:
    """Wait for the outcome of another application of the same person."""
    event = replies.SubmissionDelayed(ticket=errand.ticket, is_behind_twin=True)
    again_in = backoff(errand.attempts, first=_FIRST_TWIN_WAIT, longest=_LONGEST_TWIN_WAIT)
    return Result(event=event, again_in=again_in)


def _may_be_its_own(application: Application) -> bool:
    """Whether the duplicate may be an earlier attempt of this very submission.

    Denied as often once more after such a refusal, it is another application's: then only a
    correction helps, and before that is sent, the service is asked again.
    """
    submission = application.submission
    assert submission is not None
    return (submission.is_sent_again or submission.has_left) and not submission.is_duplicate


def _is_about_names(error: EkycRefused) -> bool:
    """Whether the service no longer knows the card's pictures, whatever it says of their names."""
    return error.code == _NAMES_FORGOTTEN or any(name in error.reason for name in _NAMES)


def _was_renamed(application: Application) -> bool:
    """Whether it was done for this submission already; once is enough."""
    reading, submission = application.reading, application.submission
    return bool(reading and submission and reading.read_at > submission.pressed_at)
