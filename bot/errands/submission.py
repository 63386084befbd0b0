"""Step 2 of the service, which must not be repeated blindly: it has no idempotency key."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycDuplicate,
    EkycMisunderstood,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Picture,
)
from bot.errands.departure import Departure, HeldUp
from bot.errands.earlier_records import EarlierRecords
from bot.errands.enquiry import Enquiry
from bot.errands.lookup import is_awaited
from bot.errands.photos import PhotoDelayed, PhotoRefused, Photos
from bot.errands.picture_names import PictureNames, names_are_forgotten
from bot.errands.registration import registration_of
from bot.errands.result import PHOTO_AWAITED, Result, submission_delayed, wait_after
from bot.runtime.backoff import backoff
from bot.runtime.boot_clock import seconds_since_boot
from bot.runtime.logs import frames
from bot.verdicts.baseline import registered_here
from bot.verdicts.log import VerificationLog
from bot.verdicts.matching import accepted_of
from conversations import replies
from conversations.application import Application, Phase
from conversations.submission import Held
from storage import DatabaseFailed, Store
from storage.errands import OwedErrand

_log = logging.getLogger(__name__)

#: The wait while another application of the same person and number is under way.
_FIRST_TWIN_WAIT, _LONGEST_TWIN_WAIT = timedelta(seconds=10), timedelta(minutes=5)


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
        self._earlier_records = EarlierRecords(store, Enquiry(store, service, log))
        self._names = PictureNames(photos, service)
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
        accepted = accepted_of(self._store.customers.sharing_number(application))
        held = await self._earlier_records.look_up(errand, application)
        if isinstance(held, Result):
            return held
        try:
            photo = await self._photos.jpeg(application, "selfie", errand.attempts)
        except PhotoRefused as error:
            refused = replies.SubmissionRefused(ticket=ticket, reason=error.reason, slot="selfie")
            return Result(event=refused)
        except PhotoDelayed as error:
            delayed = replies.SubmissionDelayed(ticket=ticket, reason=PHOTO_AWAITED)
            return Result(event=delayed, again_in=error.again_in)
        departure = Departure(self._boot_clock, lambda: self._store.errands.is_begun(errand.id))
        begun = self._begin(errand, held, accepted)
        if isinstance(begun, Result):
            return begun
        try:
            return await self._send(errand, begun, Picture(content=photo), departure)
        finally:
            self._log.note_sent(begun.value("mobile_number") or "")

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
            if names_are_forgotten(error, application):
                return await self._names.renew(
                    errand, application, is_wanted=lambda: self._present(errand) is not None
                )
            if isinstance(error, EkycDuplicate) and _may_be_its_own(application):
                unclear = replies.SubmissionUnclear(ticket=ticket, duplicate=error.reason)
                return Result(event=unclear)
            return Result(event=replies.SubmissionRefused(ticket=ticket, reason=error.reason))
        except (EkycUnavailable, EkycDenied) as error:
            event = submission_delayed(ticket, error, has_left=departure.has_left)
            return Result(event=event, again_in=wait_after(error, errand.attempts))
        except (EkycOutcomeUnknown, EkycMisunderstood):
            return Result(event=replies.SubmissionUnclear(ticket=ticket))
        except Exception as error:  # noqa: BLE001 - whatever broke, it may have arrived
            _log.error("A submission broke off: %s", frames(error))
            return Result(event=replies.SubmissionUnclear(ticket=ticket), is_faulty=True)
        return Result(event=replies.SubmissionAccepted(ticket=ticket))

    def _present(self, errand: OwedErrand) -> Application | None:
        """The application as it is now; None when it no longer waits for this submission."""
        application = self._store.applications.find(errand.application_id)
        if application is None or application.remains:
            return None
        is_wanted = application.phase is Phase.SUBMITTING and is_awaited(errand, application)
        return application if is_wanted else None

    def _begin(
        self, errand: OwedErrand, held: Held | None, accepted: frozenset[str]
    ) -> Application | Result:
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
            if not is_again and application.submission.has_unseen(found):
                return Result(event=replies.RecordFound(ticket=errand.ticket, found=found))
            if not self._store.errands.start(errand.id, self._clock()):
                return Result()
            submission = application.submission
            is_first = not (submission.is_sent_again or submission.has_left)
            submission = replace(
                submission,
                held_before=held,
                preceded_by=accepted if is_first else submission.preceded_by,
                token=self._service.token_digest,
            )
            application = replace(application, submission=submission)
            self._store.applications.save(application)
        return application


def _after_twin(errand: OwedErrand) -> Result:
    """Wait for the outcome of another application of the same person."""
    event = replies.SubmissionDelayed(ticket=errand.ticket, reason="state-submitting-twin")
    again_in = backoff(errand.attempts, first=_FIRST_TWIN_WAIT, longest=_LONGEST_TWIN_WAIT)
    return Result(event=event, again_in=again_in)


def _may_be_its_own(application: Application) -> bool:
    """Whether the duplicate may be an earlier attempt of this very submission.

    Denied as often once more after such a refusal, it is another application's: then only a
    correction helps, and before that is sent, the service is asked again.
    """
    submission = application.handed_in
    return (submission.is_sent_again or submission.has_left) and not submission.is_duplicate
